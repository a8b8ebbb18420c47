"""A frozen artefact as a tagged PDF that a person reads: what it is, who did what, and what the record shows."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import resources
from typing import Any

import typst

from core.formatting import iso_when
from itsm_sandbox.engine.charts.chart import chart_from
from itsm_sandbox.engine.charts.drawing import svg

_TEMPLATE = (resources.files("itsm_sandbox.evidence.paper") / "paper.typ").read_bytes()
_UNPRINTABLE = re.compile(
    "[^\t\n\r -~\u00a0-\u017f\u0386-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0401-\u044f\u0451-\u045f"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u20ac\u2116\u2122\u2190-\u2193\u2212]"
)
_UNUSED = str.maketrans("", "", "\u00ad\ufeff")


def pdf_of(content: Mapping[str, Any], sha256: str) -> bytes:
    """The paper of a snapshot whose JSON has this hash; the same content gives the same bytes."""
    paper = {**_printable(paper_of(content, sha256)), "charts": _charts(content)}
    taken_at = datetime.fromisoformat(content["taken"]["recorded_at"])
    return typst.compile(
        _TEMPLATE,
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=int(taken_at.timestamp()),
    )


def paper_of(content: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    """What the template prints, every value a text."""
    artefact, taken = content["artefact"], content["taken"]
    events = content["events"]
    mine = [_event(event) for event in events if event["is_mine"]]
    others = [_event(event) for event in events if not event["is_mine"]]
    return {
        "title": _heading(artefact),
        "description": _description(content),
        "is_live": content["origin"] == "live",
        "ref": artefact["ref"],
        "person": taken["by"],
        "first_name": taken["by"].split(maxsplit=1)[0],
        "kind": artefact["kind_label"],
        "footer": f"SHA-256 of the data file {sha256[:16]}…",
        "about": _about(content),
        "fields": artefact["fields"],
        "mine": mine,
        "others": others,
        "clocks": content["clocks"],
        "facts": [fact["sentence"] for fact in content["facts"]],
        "related": content["related"],
        "timeline": [_row(event) for event in events],
        "check": _check(content, sha256),
    }


def _description(content: Mapping[str, Any]) -> str:
    if content["origin"] == "live":
        return f"{content['artefact']['kind_label']} from {content['source']['name']}"
    return f"{content['artefact']['kind_label']} of the practice workplace {content['workplace']['name']}"


def _place(content: Mapping[str, Any]) -> dict[str, str]:
    """Where it was made, or from which file it came."""
    if content["origin"] == "simulated":
        return {"Workplace": f"{content['workplace']['name']}, a practice workplace"}
    source = content["source"]
    return {
        "Origin": "Live: real work, as the apprentice exported it from the tool of their own workplace",
        "Source file": f"{source['name']}, row {source['row']}",
        "SHA-256 of it": source["sha256"],
        "Names": "Names, e-mail addresses and phone numbers of others are masked; the file was not kept.",
    }


def _charts(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Pictures with what they show in a sentence. Papers from before there were any have none."""
    figures = [chart_from(plain) for plain in content.get("charts", ())]
    return [
        {"svg": svg(figure).decode(), "alt": _printable(f"{figure.title}. {figure.sentence}")} for figure in figures
    ]


def _heading(artefact: Mapping[str, Any]) -> str:
    return artefact["ref"] if artefact["title"] == artefact["ref"] else f"{artefact['ref']}: {artefact['title']}"


def _about(content: Mapping[str, Any]) -> list[dict[str, str]]:
    taken, assistance = content["taken"], content["assistance"]
    simulated = sorted({event["by"] for event in content["events"] if event["is_simulated"]})
    rows = {
        "Apprentice": taken["by"],
        **_place(content),
        "State": content["artefact"]["state_label"],
        "Assistance": f"{assistance['value'].capitalize()}. {assistance['why']}",
        "Simulated colleagues": ", ".join(simulated) or "None took part",
        "Frozen": f"{iso_when(taken['recorded_at'])}; in the workplace it was {iso_when(taken['at'])}",
        "Workplace’s clock": content["workplace"]["clock"],
    }
    return [{"label": label, "shown": shown} for label, shown in rows.items()]


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    moved = event["from"] != event["to"]
    state = f"{_move(event)}." if moved else ""
    return {
        "number": str(event["number"]),
        "label": event["label"],
        "when": iso_when(event["at"]),
        "who": _who(event),
        "role_label": event["role_label"] or "the workplace",
        "state": state,
        "simulated_approval": event["is_simulated_approval"],
        "lines": _lines(event),
    }


def _lines(event: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was told, and what changed with its value before."""
    changes = {change["name"]: change for change in event["changes"]}
    lines = [{"label": told["label"], "shown": told["shown"]} for told in event["told"] if told["name"] not in changes]
    for change in changes.values():
        before, after = change["before_shown"], change["after_shown"]
        if (before or after) and not any(line["label"] == change["label"] for line in lines):
            shown = f"{before} → {after or 'nothing'}" if before else after
            lines.append({"label": change["label"], "shown": shown})
    return lines


def _row(event: Mapping[str, Any]) -> Sequence[str]:
    what = f"{event['label']}: {_move(event)}" if event["from"] != event["to"] else event["label"]
    return (str(event["number"]), iso_when(event["at"]), iso_when(event["recorded_at"]), _who(event), what)


def _move(event: Mapping[str, Any]) -> str:
    return f"{event['from']} → {event['to']}" if event["from"] else str(event["to"])


def _who(event: Mapping[str, Any]) -> str:
    return f"{event['by']} (simulated)" if event["is_simulated"] else str(event["by"])


def _check(content: Mapping[str, Any], sha256: str) -> list[str]:
    log, ref = content["log"], content["artefact"]["ref"]
    return [
        f"The data file {ref}.json beside this paper holds everything above word for word. Its SHA-256 is {sha256}.",
        f"In the workplace’s log these are events between number {log['first']} and number {log['last']}.",
        f"The last of them carries the hash {log['hash']}, which stands for everything before it in the log.",
        "Characters that cannot be printed here are shown by their Unicode number; the data file has them as they are.",
    ]


def _printable(value: Any) -> Any:
    """The value with every character that the paper's font lacks written as its Unicode number."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", value.translate(_UNUSED))
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, list | tuple) else value
