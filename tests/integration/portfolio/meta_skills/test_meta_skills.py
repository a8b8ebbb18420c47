import pytest
from sqlalchemy import func, select

from core.db import db
from core.errors import FieldErrors, NotAllowed, NotFound
from portfolio.evidence.services.submission import submit_evidence
from portfolio.meta_skills import queries as meta_skills
from portfolio.meta_skills.models import SelfEvaluation
from portfolio.meta_skills.services import evaluate_self, give_meta_skill_feedback
from tests.conftest import QueryCounter
from tests.factories import MembershipFactory
from tests.factories.portfolio import World, make_draft, make_meta_skills, make_world, save_over
from tests.support.people import PersonClient, sign_in

pytestmark = pytest.mark.usefixtures("database")

WORDS = {"rating": "3", "reflection": "I listened before I answered.", "next_step": "Ask one more question."}


def say(world: World, skill_id: int, *, rating: int = 3, is_shared: bool = False) -> SelfEvaluation:
    return evaluate_self(
        world.enrolment.id,
        skill_id,
        by=world.apprentice,
        rating=rating,
        reflection="I listened before I answered.",
        next_step="Ask one more question.",
        is_shared=is_shared,
    )


def page_of(world: World, skill_id: int | None = None) -> str:
    path = f"/enrolments/{world.enrolment.id}/meta-skills"
    return f"{path}/{skill_id}" if skill_id else path


def test_self_evaluations_stand_beside_one_another(client: PersonClient) -> None:
    world, skill = make_world(), make_meta_skills()[0]
    sign_in(client, world.apprentice)
    say(world, skill.id, rating=2)

    answer = client.post(page_of(world, skill.id), data={**WORDS, "rating": "4"}, follow_redirects=True)

    assert answer.status_code == 200
    assert "Saved." in answer.text
    own = meta_skills.list_own(world.enrolment.id, only_shared=False)
    assert [(one.rating, one.is_shared) for one in own] == [(2, False), (4, False)]


def test_what_is_not_shared_is_the_apprentices_alone(client: PersonClient) -> None:
    world, skill = make_world(), make_meta_skills()[0]
    say(world, skill.id)

    for other in (world.assessor, world.line_manager, world.verifier, world.admin):
        sign_in(client, other)
        assert "I listened before" not in client.get(page_of(world, skill.id)).text
    say(world, skill.id, is_shared=True)
    sign_in(client, world.line_manager)
    assert "I listened before" in client.get(page_of(world, skill.id)).text


def test_nothing_typed_is_lost_when_something_is_missing(client: PersonClient) -> None:
    world, skill = make_world(), make_meta_skills()[0]
    sign_in(client, world.apprentice)

    answer = client.post(page_of(world, skill.id), data={**WORDS, "next_step": " "})

    assert answer.status_code == 422
    assert "Say what you will do next." in answer.text
    assert "I listened before I answered." in answer.text
    assert db.session.scalar(select(func.count(SelfEvaluation.id))) == 0


def test_a_form_sent_twice_is_kept_once(client: PersonClient) -> None:
    world, skill = make_world(), make_meta_skills()[0]
    sign_in(client, world.apprentice)

    for _ in range(2):
        client.post(page_of(world, skill.id), data={**WORDS, "request_key": "the-same-key"})

    assert db.session.scalar(select(func.count(SelfEvaluation.id))) == 1


def test_a_step_that_the_scale_does_not_have_is_refused() -> None:
    world, skill = make_world(), make_meta_skills()[0]

    with pytest.raises(FieldErrors, match="Choose one of the steps"):
        say(world, skill.id, rating=9)


def test_the_assessor_and_the_line_manager_may_say_what_they_saw(client: PersonClient) -> None:
    world, skill = make_world(), make_meta_skills()[0]
    sign_in(client, world.line_manager)

    client.post(page_of(world, skill.id), data={"rating": "5", "comment": "Calm with a cross caller."})
    give_meta_skill_feedback(world.enrolment.id, skill.id, by=world.assessor, rating=4, comment="Asks first.")

    sign_in(client, world.apprentice)
    page = client.get(page_of(world, skill.id)).text
    assert "Calm with a cross caller." in page
    assert "Asks first." in page


def test_a_verifier_reads_but_does_not_write() -> None:
    world, skill = make_world(), make_meta_skills()[0]

    with pytest.raises(NotAllowed):
        give_meta_skill_feedback(world.enrolment.id, skill.id, by=world.verifier, rating=4, comment="Good.")


def test_nobody_speaks_as_the_apprentice() -> None:
    world, skill = make_world(), make_meta_skills()[0]

    with pytest.raises(NotAllowed):
        evaluate_self(
            world.enrolment.id, skill.id, by=world.assessor, rating=3, reflection="x", next_step="y", is_shared=True
        )


def test_strangers_find_nothing(client: PersonClient) -> None:
    world, skill = make_world(), make_meta_skills()[0]
    stranger = MembershipFactory.create(provider_admin=True)
    sign_in(client, stranger)

    assert client.get(page_of(world)).status_code == 404
    assert client.post(page_of(world, skill.id), data=WORDS).status_code == 404
    with pytest.raises(NotFound):
        evaluate_self(
            world.enrolment.id, skill.id, by=stranger, rating=3, reflection="x", next_step="y", is_shared=True
        )


def test_a_skill_that_does_not_exist_is_not_found(client: PersonClient) -> None:
    world = make_world()
    make_meta_skills()
    sign_in(client, world.apprentice)

    assert client.get(page_of(world, world.criteria[0])).status_code == 404


def test_evidence_shows_a_skill_once_it_is_submitted(client: PersonClient) -> None:
    world, skill = make_world(), make_meta_skills()[0]
    evidence = make_draft(world, title="A mailbox put right")
    save_over(evidence.id, by=world.apprentice, tags=[(skill.id, "I listened first.")])
    sign_in(client, world.apprentice)
    assert "A mailbox put right" not in client.get(page_of(world)).text

    submit_evidence(evidence.id, by=world.apprentice)

    assert "A mailbox put right" in client.get(page_of(world)).text
    sign_in(client, world.line_manager)
    page = client.get(page_of(world, skill.id)).text
    assert "A mailbox put right" in page
    assert "I listened first." not in page


def test_the_page_asks_as_often_for_one_word_as_for_many(client: PersonClient, query_counter: QueryCounter) -> None:
    world, skills = make_world(), make_meta_skills()
    sign_in(client, world.apprentice)
    counts = []
    for words in (1, 12):
        for number in range(words):
            say(world, skills[number % 2].id)
        before = len(query_counter)
        assert client.get(page_of(world)).status_code == 200
        counts.append(len(query_counter) - before)

    assert counts[0] == counts[1]
    assert counts[0] <= 12
