"""Lessons learnt: whose they are, and whether an article has changed since one was collected."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.db import db
from itsm_sandbox.models import Article, Colleague, Lesson
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.rules.lessons import MACHINE
from itsm_sandbox.rules.roles import Tie
from itsm_sandbox.services.problems import hides_from_users
from itsm_sandbox.services.rooms import ROOMS, Room


def new_lesson(author: Colleague | None) -> Lesson:
    """An empty one for `begin`."""
    return Lesson(title="", source="", author_id=author.id if author else None)


def _facts(lesson: Lesson) -> Mapping[str, Any]:
    def changed_since(article_id: int) -> datetime | None:
        article = db.session.get_one(Article, article_id)
        return article.changed_at if article.changed_at > lesson.created_at else None

    return {"changed_since": changed_since}


def _ties(lesson: Lesson, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.AUTHOR}) if lesson.author_id == colleague.id else frozenset()


ROOMS[ArtefactKind.LESSON] = Room(
    Lesson,
    MACHINE,
    "itsm_sandbox.show_lesson",
    blank=new_lesson,
    ties=_ties,
    facts=_facts,
    hides=hides_from_users,
)
