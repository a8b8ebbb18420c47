"""What the log says of each published version of an article."""

from collections.abc import Iterable

from itsm_sandbox.engine.frozen_tables import FrozenTable, Moment, Row
from itsm_sandbox.knowledge.articles.models import FROZEN, ArticleVersion


def _published(moment: Moment) -> Iterable[Row]:
    """What was written before versions were kept has no number, and no version either."""
    columns = moment.columns
    if not columns["version_number"]:
        return []
    return [
        {
            "number": columns["version_number"],
            "content": {name: columns[name] for name in FROZEN},
            "change_note": columns["change_note"],
            "author_id": columns["author_id"],
            "published_at": moment.event.at,
            "published_by_id": moment.event.actor_id,
        }
    ]


def _begun_anew(moment: Moment) -> Iterable[Row]:
    """The version in force is kept before another is written, where it was not kept when it was published."""
    number = moment.columns["version_number"]
    return [] if any(row["number"] == number for row in moment.earlier(ArticleVersion)) else _published(moment)


FROZEN_TABLES = (
    FrozenTable(
        model=ArticleVersion,
        owner="article_id",
        key=("number",),
        label="version {number} of {ref}",
        rows={
            "write": _published,
            "follow": _published,
            "publish_version": _published,
            "revise": _begun_anew,
            "plan_version": _begun_anew,
        },
    ),
)
