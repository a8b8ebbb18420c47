"""What tickets can be about, in two levels: data, with what each demands of the service desk."""

import json
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Subcategory:
    code: str
    label: str
    first_line_fixable: bool  # counts for first-contact resolution
    needs_identity: bool  # who asks must be checked before it is acted on


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    label: str
    subcategories: tuple[Subcategory, ...]


def _read() -> tuple[Category, ...]:
    data = json.loads(
        (resources.files("itsm_sandbox.desk.tickets.data") / "categories.json").read_text(encoding="utf-8")
    )
    return tuple(
        Category(one["code"], one["label"], tuple(Subcategory(**part) for part in one["subcategories"])) for one in data
    )


CATEGORIES = _read()
SUBCATEGORIES = {part.code: part for category in CATEGORIES for part in category.subcategories}
PARENTS = {part.code: category.code for category in CATEGORIES for part in category.subcategories}
"""The category that each subcategory belongs to."""

CATEGORY_CHOICES = tuple((category.code, category.label) for category in CATEGORIES)
SUBCATEGORY_CHOICES = tuple(
    (part.code, f"{category.label}: {part.label}") for category in CATEGORIES for part in category.subcategories
)
FIRST_LINE_FIXABLE = frozenset(part.code for part in SUBCATEGORIES.values() if part.first_line_fixable)

_LABELS = dict(CATEGORY_CHOICES)


def needs_identity(subcategory: str | None) -> bool:
    part = SUBCATEGORIES.get(subcategory or "")
    return part is not None and part.needs_identity


def category_words(category: str, subcategory: str = "") -> str:
    """ "Printing: toner or paper"; what is not known reads as it is stored."""
    part = SUBCATEGORIES.get(subcategory)
    name = _LABELS.get(category, category)
    return f"{name}: {part.label[0].lower()}{part.label[1:]}" if part else name
