"""What a world knows of its own work: versions of its articles, processes, a plan, a draft in review, feedback."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from itsm_sandbox.engine.history_writer import HistoryWriter, Subject
from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.generator.data_files import read
from itsm_sandbox.generator.people import People
from itsm_sandbox.knowledge.articles.models import FROZEN, Article, ArticleVersion
from itsm_sandbox.knowledge.articles.rules.machine import ANSWERED, ARTICLE, SENT_ON
from itsm_sandbox.knowledge.feedback import rules as feedback
from itsm_sandbox.knowledge.feedback.models import Feedback
from itsm_sandbox.knowledge.planned_procedures import rules as procedure_plans
from itsm_sandbox.knowledge.planned_procedures.models import ProcedurePlan
from itsm_sandbox.knowledge.support_processes import rules as support_processes
from itsm_sandbox.knowledge.support_processes.models import SupportProcess

_READ_BEFORE = timedelta(hours=23, minutes=40)
_PLANNED_BEFORE = timedelta(days=11)
_HANDED_IN_BEFORE = timedelta(days=3)


def write_at_once(history: HistoryWriter, given: dict[str, object], author: Colleague, at: datetime) -> Subject:
    """An article in force, with its first version kept."""
    article = history.create(Article, ARTICLE, "write", given, actor=author, at=at)
    history.words["articles"][article.id] = article.word
    content = {name: article.values[name] for name in FROZEN}
    row = {"article_id": article.id, "number": article.values["version_number"], "content": content, "change_note": ""}
    history.add(ArticleVersion, {**row, "author_id": author.id, "published_at": at, "published_by_id": author.id})
    return article


def fill_knowledge(
    history: HistoryWriter, people: People, articles: dict[str, Subject], services: dict[str, Subject], *,
    begins: datetime, ends: datetime,
) -> None:  # fmt: skip
    """Who stays when members come in, the engineers of the second level, write what is still open."""
    history.words.setdefault("article", history.words["articles"])
    processes = _record_processes(history, people, articles, begins + timedelta(days=2, hours=2))
    _plan(history, people, processes, ends - _PLANNED_BEFORE)
    _hand_in(history, people, services, ends - _HANDED_IN_BEFORE)
    _say(history, people, articles, ends - timedelta(days=20))


def tell_readers(
    history: HistoryWriter, people: People, articles: dict[str, Subject], tickets: Sequence[Subject]
) -> None:
    """Who looked something up in the portal: those who then reported it, and for each of them others who need not."""
    found: dict[int, list[tuple[datetime, int | None]]] = {}
    for ticket in tickets:
        for article_id in ticket.entries[0].data["given"].get("tried_ids", ()):
            at = ticket.entries[0].at
            told = found.setdefault(article_id, [])
            told += [(at - _READ_BEFORE * ahead, None) for ahead in range(1, 2 + len(told) % 3)]
            told.append((at, ticket.id))
    for article in articles.values():
        told = sorted(found.get(article.id, ()), key=lambda one: one[0])
        for place, (at, ticket_id) in enumerate(told):
            if at <= article.last_at:
                continue
            if ticket_id is not None:
                history.apply(article, SENT_ON, {"ticket_id": ticket_id}, actor=None, at=at)
            else:
                reader = people.users[place * 7 % len(people.users)]
                history.apply(article, ANSWERED, {"looked_for": ""}, actor=reader, at=at)


def _record_processes(
    history: HistoryWriter, people: People, articles: dict[str, Subject], at: datetime
) -> list[Subject]:
    words = history.words.setdefault("support_process", {})
    found = []
    for row in read("knowledge")["processes"]:
        at += timedelta(minutes=4)
        given = {name: row[name] for name in ("name", "trigger", "frequency", "category", "risk", "harm")}
        given["article_id"] = articles[row["article"]].id if row["article"] else None
        process = history.create(
            SupportProcess, support_processes.MACHINE, "record", given, actor=people.contact, at=at
        )
        words[process.id] = process.word
        found.append(process)
    return found


def _plan(history: HistoryWriter, people: People, processes: list[Subject], at: datetime) -> None:
    engineer = people.second["systems"][0]
    for row in read("knowledge")["plans"]:
        at += timedelta(minutes=9)
        given = {name: row[name] for name in ("title", "type", "category", "why")}
        given["process_id"] = processes[row["process"]].id
        plan = history.create(ProcedurePlan, procedure_plans.MACHINE, "create", given, actor=engineer, at=at)
        if "priority" in row:
            placed = {"priority": row["priority"], "reason": row["reason"], "author_id": engineer.id}
            placed["due_on"] = (at + timedelta(weeks=row["weeks"])).date()
            history.apply(plan, "prioritise", placed, actor=engineer, at=at + timedelta(minutes=3))


def _hand_in(history: HistoryWriter, people: People, services: dict[str, Subject], at: datetime) -> None:
    """Somebody else's draft, with something for its reviewer and its tester to find."""
    engineer = people.second["systems"][0]
    row = read("knowledge")["in_review"]
    given = {name: row[name] for name in ("title", "type", "category", "body")}
    given |= {"audience": "staff", "service_id": services[row["service"]].id}
    article = history.create(Article, ARTICLE, "draft", given, actor=engineer, at=at)
    history.words["articles"][article.id] = article.word
    told = {"change_note": row["change_note"]}
    history.apply(article, "submit_review", told, actor=engineer, at=at + timedelta(hours=1))


def _say(history: HistoryWriter, people: People, articles: dict[str, Subject], at: datetime) -> None:
    for place, row in enumerate(read("knowledge")["feedback"]):
        at += timedelta(days=2, minutes=17)
        article, giver = articles[row["article"]], people.users[place * 3]
        given = {"article_id": article.id, "type": row["type"], "text": row["text"], "giver_id": giver.id}
        history.create(
            Feedback, feedback.MACHINE, "record_feedback", given, actor=giver, at=at, facts=_facts_of(article)
        )


def _facts_of(article: Subject) -> feedback.FeedbackFacts:
    """Of feedback on it; nobody has asked for a change yet."""
    return feedback.FeedbackFacts(
        about=lambda _article_id: (article.word, article.values["version_number"]), is_open_request=lambda _id: False
    )
