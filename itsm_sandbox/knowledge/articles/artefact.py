"""Article: all that this kind of artefact is."""

from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.offers import OfferedList, not_retired
from itsm_sandbox.engine.registry import ArtefactType, register
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.knowledge.articles.frozen import FROZEN_TABLES
from itsm_sandbox.knowledge.articles.models import Article
from itsm_sandbox.knowledge.articles.record_checks import FROZEN_WORDS, RECORD_CHECKS
from itsm_sandbox.knowledge.articles.rules.machine import ARTICLE
from itsm_sandbox.knowledge.articles.services import (
    facts_of,
    freeze_version,
    hides_article,
    keep_what_is_in_force,
    new_article,
    settle,
)
from itsm_sandbox.knowledge.articles.simulation import plan_answers

register(
    ArtefactType(
        model=Article,
        machine=ARTICLE,
        label="Article",
        path="articles",
        page="itsm_sandbox.show_article",
        blank=new_article,
        facts=facts_of,
        hides=hides_article,
        effects={
            "write": (freeze_version,),
            "follow": (freeze_version,),
            "publish_version": (freeze_version, settle),
            "revise": (keep_what_is_in_force,),
            "plan_version": (keep_what_is_in_force,),
        },
        after=(plan_answers,),
        tab=Tab("knowledge", 1, "Articles", "list_articles", "book"),
        waits_for={"approved": (WorkRole.SINGLE_POINT_OF_CONTACT, "is approved and can be published")},
        is_titled_openly=True,
        offers=(OfferedList("articles", Article, not_retired(Article, Article.title)),),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
        ids_in={"editors": "colleague"},
        frozen_tables=FROZEN_TABLES,
    )
)
