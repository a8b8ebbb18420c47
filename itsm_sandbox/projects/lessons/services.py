"""Lessons learnt: whose they are, and whether an article has changed since one was collected."""

from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.roles import Tie
from itsm_sandbox.projects.lessons.models import Lesson
from itsm_sandbox.projects.lessons.queries import find_published_since
from itsm_sandbox.projects.lessons.rules import LessonFacts


def new_lesson(author: Colleague | None) -> Lesson:
    """An empty one for `begin`."""
    return Lesson(title="", source="", author_id=author.id if author else None)


def facts_of(lesson: Lesson) -> LessonFacts:
    return LessonFacts(changed_since=lambda article_id: find_published_since(article_id, lesson.created_at))


def ties_to(lesson: Lesson, colleague: Colleague) -> frozenset[Tie]:
    return frozenset({Tie.AUTHOR}) if lesson.author_id == colleague.id else frozenset()
