"""Dashboards: which metrics somebody shows, how, and why in that way; published, the figures of the day are frozen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from itsm_sandbox.engine.items import pick
from itsm_sandbox.engine.machine import START, Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.roles import SUPPORT, Tie, WorkRole
from itsm_sandbox.engine.steps.actions import replaced
from itsm_sandbox.engine.steps.reasons import authored
from itsm_sandbox.reporting.metrics.rules.drawing import METRIC_CHOICES, SERVICE_LEVELS, SHAPES, cannot_be_drawn

BUILDERS = (*sorted(SUPPORT), WorkRole.ICT_OWNER)
PERIODS = (
    ("7", "The last 7 days"),
    ("30", "The last 30 days"),
    ("90", "The last 90 days"),
    ("180", "The last 180 days"),
)
FEWEST_METRICS = 5
MOST_TILES = 16

_WRITER = (Tie.AUTHOR,)
_NAMES = dict(METRIC_CHOICES)
_ABOUT = (
    Field("title", "Title", at_least=5, at_most=120, hint="Such as: The service desk at a glance."),
    Field("audience", "Who looks at it", at_least=3, at_most=200),
    Field("purpose", "What they decide with it", Ask.LONG_TEXT, at_least=30),
    Field("days", "Period", Ask.CHOICE, choices=PERIODS),
)
_SHAPE = Field("shape", "How it is shown", Ask.CHOICE, choices=SHAPES, keep=False)
_WHY = Field(
    "why",
    "Why in this way",
    Ask.LONG_TEXT,
    at_least=20,
    at_most=600,
    keep=False,
    hint="What the eye should compare: a trend, parts of a whole, one number against a target.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardFacts:
    """What the steps of a dashboard look up."""

    figures: Callable[[], dict[str, Any]]  # of its tiles, as they are now


def _which(beside: str, *, fills: Iterable[str] = ()) -> Field:
    return pick("tiles", "Tile", lambda tile: _NAMES[tile["metric"]], fills=fills, beside=beside)


def _there_is_room(case: Case) -> str | None:
    if len(case.values["tiles"]) < MOST_TILES:
        return None
    return f"A dashboard holds at most {MOST_TILES} tiles. Remove one first."


def _fits(case: Case) -> str | None:
    return cannot_be_drawn(case.given["metric"], case.given["shape"])


def _still_fits(case: Case) -> str | None:
    return _is_there(case) or cannot_be_drawn(
        case.values["tiles"][case.given["number"] - 1]["metric"], case.given["shape"]
    )


def _has_tiles(case: Case) -> str | None:
    return None if case.values["tiles"] else "There is no tile yet. Add one first."


def _is_there(case: Case) -> str | None:
    number, tiles = case.given["number"], case.values["tiles"]
    return None if 1 <= number <= len(tiles) else f"There is no tile {number}; there are {len(tiles)}."


def _place_is_there(case: Case) -> str | None:
    place, tiles = case.given["place"], case.values["tiles"]
    return None if 1 <= place <= len(tiles) else f"There is no place {place}; there are {len(tiles)}."


def _shows_enough(case: Case) -> str | None:
    shown = {tile["metric"] for tile in case.values["tiles"]}
    if len(shown) >= FEWEST_METRICS:
        return None
    return f"Show at least {FEWEST_METRICS} different metrics; there {'is' if len(shown) == 1 else 'are'} {len(shown)}."


def shows_service_levels(tiles: Any) -> bool:
    return any(tile["metric"] in SERVICE_LEVELS for tile in tiles)


def _tells_service_levels(case: Case) -> str | None:
    if shows_service_levels(case.values["tiles"]):
        return None
    return "Show at least one metric of service levels: M6, M7 or M8."


def _added(case: Case) -> Mapping[str, Any]:
    tile = {name: case.given[name] for name in ("metric", "shape", "why")}
    return {"tiles": [*case.values["tiles"], tile]}


def _changed(case: Case) -> Mapping[str, Any]:
    given = case.given
    return {"tiles": replaced(case.values["tiles"], given["number"], shape=given["shape"], why=given["why"])}


def _moved(case: Case) -> Mapping[str, Any]:
    tiles = list(case.values["tiles"])
    tile = tiles.pop(case.given["number"] - 1)
    tiles.insert(case.given["place"] - 1, tile)
    return {"tiles": tiles}


def _removed(case: Case) -> Mapping[str, Any]:
    tiles = list(case.values["tiles"])
    del tiles[case.given["number"] - 1]
    return {"tiles": tiles}


def _published(case: Case) -> Mapping[str, Any]:
    return {
        "figures": case.of(DashboardFacts).figures(),
        "version": case.values["version"] + 1,
        "published_at": case.now,
    }


MACHINE = Machine(
    "dashboard",
    (
        State("draft", "Being built", "none", "layout-dashboard"),
        State("published", "Published", "met", "rocket"),
        State("retired", "Retired", "plain", "archive", is_open=False),
    ),
    (
        Transition("begin", "Build a dashboard", (START,), "draft", who=BUILDERS, fields=_ABOUT, sets=authored),
        Transition(
            "add_tile",
            "Add a tile",
            ("draft",),
            None,
            who=_WRITER,
            fields=(Field("metric", "Metric", Ask.CHOICE, choices=METRIC_CHOICES, keep=False), _SHAPE, _WHY),
            guards=(_fits,),
            early_guards=(_there_is_room,),
            key="a",
            tone="primary",
            sets=_added,
        ),
        Transition(
            "change_tile",
            "Show a tile in another way",
            ("draft",),
            None,
            who=_WRITER,
            fields=(_which("Show it in another way", fills=("shape", "why")), _SHAPE, _WHY),
            guards=(_still_fits,),
            early_guards=(_has_tiles,),
            key="t",
            sets=_changed,
        ),
        Transition(
            "move_tile",
            "Move a tile",
            ("draft",),
            None,
            who=_WRITER,
            fields=(_which("Move"), Field("place", "To place", Ask.NUMBER, keep=False)),
            guards=(_is_there, _place_is_there),
            early_guards=(_has_tiles,),
            key="m",
            sets=_moved,
        ),
        Transition(
            "remove_tile",
            "Remove a tile",
            ("draft",),
            None,
            who=_WRITER,
            fields=(_which("Remove"),),
            guards=(_is_there,),
            early_guards=(_has_tiles,),
            sets=_removed,
        ),
        Transition(
            "publish",
            "Publish it",
            ("draft",),
            "published",
            who=_WRITER,
            fields=(Field("note", "What it shows on this day", Ask.LONG_TEXT, at_least=40, keep=False),),
            early_guards=(_shows_enough, _tells_service_levels),
            key="p",
            sets=_published,
            hint="The figures of this moment are frozen as a version. On screen it goes on counting.",
        ),
        Transition(
            "revise",
            "Build it further",
            ("published",),
            "draft",
            who=_WRITER,
            fields=(
                Field("reason", "What is to change, and who asked for it", Ask.LONG_TEXT, at_least=10, keep=False),
            ),
            key="r",
        ),
        Transition("describe", "Change what it is for", ("draft",), None, who=_WRITER, fields=_ABOUT, key="e"),
        Transition(
            "retire",
            "Retire it",
            ("draft", "published"),
            "retired",
            who=_WRITER,
            fields=(Field("reason", "Why", Ask.LONG_TEXT, at_least=10, keep=False),),
            tone="danger",
        ),
    ),
)
