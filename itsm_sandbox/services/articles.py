"""Articles: what other work writes down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from itsm_sandbox.models import Article, Colleague, Workplace
from itsm_sandbox.rules.articles import ARTICLE
from itsm_sandbox.rules.kinds import ArtefactKind
from itsm_sandbox.services.acting import begin
from itsm_sandbox.services.rooms import ROOMS, Room


def write_article(workplace: Workplace, given: Mapping[str, Any], *, actor: Colleague, at: datetime) -> Article:
    """Write down what other work found out, in a locked workplace."""
    article = _blank_article()
    begin(workplace, article, "write", given, actor=actor, at=at)
    return article


def _blank_article(_author: Colleague | None = None) -> Article:
    return Article(type="", title="")


ROOMS[ArtefactKind.ARTICLE] = Room(Article, ARTICLE, "itsm_sandbox.show_article", blank=_blank_article)
