"""What an article points to, and whether that is still there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import db
from itsm_sandbox.assets.assets.models import Asset
from itsm_sandbox.catalogue.services.models import Service
from itsm_sandbox.engine.choices import find_artefact_by_ref, find_artefact_numbered
from itsm_sandbox.engine.models import Artefact
from itsm_sandbox.engine.registry import find_type_at, get_type, type_of
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.rules.machine import is_out_of_date
from itsm_sandbox.knowledge.articles.rules.text import addresses_in, inner_target, names_in

_GONE = frozenset({"retired", "disposed", "missing", "stolen", "written_off", "cancelled", "dropped"})
_STEPS = "The steps themselves: follow them once, as they are written"

Item = dict[str, Any]
"""One thing: what, kind, seen (what the workplace knows of it), is_sound (None: only a person can tell)."""


def list_linked(workplace_id: int, content: Mapping[str, Any], today: date) -> list[Item]:
    """Its service, every device, article and record it names, every address in it, and the steps themselves."""
    items = []
    service = db.session.get(Service, content["service_id"]) if content.get("service_id") else None
    if service is not None:
        seen = f"{service.ref} is {_state(service)} in the catalogue."
        items.append(_item(service.name, "service", seen, is_sound=service.state not in _GONE))
    items += [_named(workplace_id, name, today) for name in names_in(content["body"])]
    items += [_address(workplace_id, address, today) for address in addresses_in(content["body"])]
    return [*items, _item(_STEPS, "steps", "Nobody but a person can tell.", is_sound=None)]


def list_broken(workplace_id: int, content: Mapping[str, Any], today: date) -> list[str]:
    """What it names and is not there, or no longer in use, as far as the workplace can tell."""
    return [item["what"] for item in list_linked(workplace_id, content, today) if item["is_sound"] is False]


def _named(workplace_id: int, name: str, today: date) -> Item:
    asset = db.session.scalar(select(Asset).where(Asset.workplace_id == workplace_id, Asset.tag == name))
    found: Artefact | None = asset or find_artefact_by_ref(workplace_id, name)
    if found is None:
        return _item(name, "name", "Neither a device in the register nor a record here has this name.", is_sound=None)
    return _about(found, name, today)


def _address(workplace_id: int, address: str, today: date) -> Item:
    target = inner_target(address, workplace_id, _kind_at)
    if target is None:
        return _item(address, "address", "Outside this workplace: open it and see.", is_sound=None)
    kind, number = target
    found = find_artefact_numbered(workplace_id, kind, number)
    if found is None:
        return _item(address, "address", f"There is no {get_type(kind).label.lower()} {number} here.", is_sound=False)
    return _about(found, address, today)


def _about(found: Artefact, what: str, today: date) -> Item:
    label = type_of(found).label.lower()
    if isinstance(found, Article):
        late = is_out_of_date(found.review_due_on, today)
        if found.state == "retired" or not (found.version_number or found.state == "published"):
            return _item(what, label, f"{found.ref} is {_state(found)}.", is_sound=False)
        seen = f"{found.ref} is in force{'; its own check is overdue' if late else ''}."
        return _item(what, label, seen, is_sound=not late)
    kind = "device" if found.kind == Asset.kind else label
    return _item(what, kind, f"{found.ref} is {_state(found)}.", is_sound=found.state not in _GONE)


def _state(found: Artefact) -> str:
    return found.state.replace("_", " ")


def _item(what: str, kind: str, seen: str, *, is_sound: bool | None) -> Item:
    return {"what": what, "kind": kind, "seen": seen, "is_sound": is_sound, "is_current": None, "action": ""}


def _kind_at(path: str) -> str | None:
    found = find_type_at(path)
    return found.kind if found else None
