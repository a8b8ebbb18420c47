"""Proving what is of the workplace itself: its settings, its people, and the tables that freeze with its own events."""

from sqlalchemy import select

from core.db import db
from itsm_sandbox.engine.frozen_tables import FrozenTable
from itsm_sandbox.engine.machine import plain
from itsm_sandbox.engine.models import Colleague, Workplace
from itsm_sandbox.engine.replay import Mismatch, Story, same
from itsm_sandbox.workplace.hours.frozen import FROZEN_HOURS

OWN_TABLES: tuple[FrozenTable, ...] = (FROZEN_HOURS,)


def compare_settings(workplace: Workplace, story: Story) -> None:
    for name, value in story.workplace.items():
        if not same(plain(getattr(workplace, name)), value):
            raise Mismatch(f"The workplace’s {name} is not what its log says.")


def compare_people(workplace_id: int, story: Story) -> None:
    people = db.session.scalars(select(Colleague).where(Colleague.workplace_id == workplace_id).order_by(Colleague.id))
    left_over = dict(story.people)
    for row in people:
        said = left_over.pop(row.id, None)
        if said is None:
            raise Mismatch(f"No event says that {row.name} joined.")
        if row.name != said.name:
            raise Mismatch(f"{said.name} is not called {row.name}.")
        if row.roles != said.roles:
            raise Mismatch(f"The roles of {row.name} are not those that events gave them.")
        if (row.left_at is not None) != said.has_left:
            raise Mismatch(f"Whether {row.name} has left is not what the log says.")
    for gone in left_over.values():
        raise Mismatch(f"The log tells of {gone.name}, who is not there.")
