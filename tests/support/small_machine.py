"""One small machine in the place of the assets' own, for tests of what every kind of artefact shares."""

import pytest

from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.engine import registry
from itsm_sandbox.engine.machine import Ask, Case, Field, Machine, State, Transition
from itsm_sandbox.engine.registry import ArtefactType
from itsm_sandbox.engine.roles import Tie, WorkRole


def _has_place(case: Case) -> str | None:
    return None if case.get("location") else "Say where it stands first."


MACHINE = Machine(
    "asset",
    (State("in_stock", "In stock", "none", "box"), State("in_use", "In use", "met", "check")),
    (
        Transition(
            "add", "Add", ("",), "in_stock", who=(Tie.ANYONE,), fields=(Field("tag", "Tag"), Field("type", "Kind"))
        ),
        Transition(
            "place",
            "Place it",
            ("in_stock",),
            None,
            who=(Tie.ANYONE,),
            fields=(Field("location", "Where", at_least=3),),
        ),
        Transition(
            "hand_out",
            "Hand it out",
            ("in_stock",),
            "in_use",
            who=(WorkRole.FIRST_LEVEL,),
            fields=(
                Field("custodian_id", "To whom", Ask.ROW, offers="people"),
                Field("note", "Note", required=False, keep=False),
            ),
            early_guards=(_has_place,),
        ),
        Transition("lose", "Report it lost", ("in_use",), "in_stock", who=(WorkRole.MAINTENANCE,)),
    ),
)
ASSET = ArtefactType(model=Asset, machine=MACHINE, label="Asset", path="assets", page="itsm_sandbox.show_asset")


def use_small_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let assets have the small machine, and nothing else of their kind, until the test ends."""
    monkeypatch.setitem(registry._TYPES, Asset.kind, ASSET)
    monkeypatch.setitem(registry._BY_PATH, ASSET.path, ASSET)
