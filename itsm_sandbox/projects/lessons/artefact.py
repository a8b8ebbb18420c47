"""Lesson learned: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.projects.lessons.models import Lesson
from itsm_sandbox.projects.lessons.record_checks import RECORD_CHECKS
from itsm_sandbox.projects.lessons.rules import MACHINE
from itsm_sandbox.projects.lessons.services import facts_of, new_lesson, ties_to

register(
    ArtefactType(
        model=Lesson,
        machine=MACHINE,
        label="Lesson learned",
        path="lessons",
        page="itsm_sandbox.show_lesson",
        blank=new_lesson,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        tab=Tab("projects", 2, "Lessons", "list_lessons", "bulb", for_support=True),
        is_titled_openly=True,
        record_checks=RECORD_CHECKS,
    )
)
