"""Reviews of the first-line process with their figures and actions."""

from datetime import date, timedelta
from typing import Any

import pytest

from itsm_sandbox.engine.models import WorkEvent
from itsm_sandbox.engine.perform import Refused, create, perform
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.problems.reviews.models import ProcessReview
from itsm_sandbox.problems.reviews.services import numbers_of
from tests.factories import MembershipFactory
from tests.factories.problems import PERIOD, log_many, make_review, set_time
from tests.factories.tickets import make_ticket
from tests.factories.workplaces import MONDAY, Workroom, make_workroom, seat
from tests.support.people import PersonClient, sign_in

FINDINGS = (
    "The first answer came late in the mornings, since nobody looked at the portal before ten; the rest was kept."
)
ACTION = {"what": "Look at the portal at nine each morning", "due_on": date(2026, 9, 14)}
THIS_WEEK = {"title": "First-line support this week", "from_on": date(2026, 9, 1), "to_on": date(2026, 9, 7)}


@pytest.fixture
def workroom(database: None) -> Workroom:
    return make_workroom(MembershipFactory.create())


def do(workroom: Workroom, review: ProcessReview, event: str, **given: Any) -> WorkEvent:
    return perform(workroom.workplace.id, ProcessReview.kind, review.number, event, given, by=workroom.apprentice)


def numbers(figures: dict[str, Any], metric: str) -> dict[str, Any]:
    found = next(one for one in figures["metrics"] if one["id"] == metric)
    return {number["label"]: number["value"] for number in found["numbers"]}


def test_figures_are_those_of_both_periods_and_freeze_when_agreed(workroom: Workroom) -> None:
    make_ticket(workroom, "resolved")
    review = create(workroom.workplace.id, ProcessReview.kind, "start", THIS_WEEK, by=workroom.apprentice)
    live = numbers_of(review)
    assert [one["id"] for one in live["now"]["metrics"]] == ["M6", "M7", "M8", "M9", "M10", "M11", "M12", "M13"]
    assert (live["before"]["from_on"], live["before"]["to_on"]) == ("2026-08-25", "2026-08-31")
    do(workroom, review, "record_findings", findings=FINDINGS)
    do(workroom, review, "add_action", owner_id=workroom.desk.id, **ACTION)
    do(workroom, review, "agree_actions", agreed_with="Elspeth Grant, ICT owner")
    assert review.figures == live
    log_many(workroom, "wifi", [MONDAY - timedelta(hours=2)])
    make_ticket(workroom, "resolved")
    assert numbers_of(review) == live


def test_an_action_is_done_by_its_owner_and_then_the_review_closes(workroom: Workroom) -> None:
    other = MembershipFactory.create(centre=workroom.apprentice.centre)
    owner = seat(workroom, other, WorkRole.FIRST_LEVEL)
    review = make_review(workroom)
    do(workroom, review, "record_findings", findings=FINDINGS)
    do(workroom, review, "add_action", owner_id=owner.id, **ACTION)
    assert review.actions[0]["owner"] == other.person.name
    done = {"number": 1, "outcome": "The portal is looked at when the doors open."}

    def finish(by: Any) -> WorkEvent:
        return perform(workroom.workplace.id, ProcessReview.kind, review.number, "finish_action", done, by=by)

    with pytest.raises(Refused, match="It is being prepared; this can be done while it is under way"):
        finish(other)
    do(
        workroom,
        review,
        "request_procedure_change",
        procedure_change="Part 2 should say that the portal is read at nine.",
    )
    do(workroom, review, "agree_actions", agreed_with="Elspeth Grant, ICT owner")
    effect = "First answers came within the hour in the week after, which the figures show."
    with pytest.raises(Refused, match="Action 1 is still open"):
        do(workroom, review, "close", effect=effect)
    set_time(workroom, MONDAY + timedelta(days=1))
    finish(other)
    assert review.actions[0]["done_on"] == "2026-09-08"
    do(workroom, review, "close", effect=effect)
    assert review.state == "closed"


def test_the_pages(workroom: Workroom, client: PersonClient) -> None:
    sign_in(client, workroom.apprentice)
    home = f"/workplaces/{workroom.workplace.id}"
    assert "No reviews yet" in client.get(f"{home}/reviews").text
    assert 'value="2026-08-01"' in client.get(f"{home}/reviews/add").text
    page = client.post(f"{home}/reviews/add", data={**PERIOD}, follow_redirects=True).text
    assert "REV-0001 is started." in page
    assert "M8" in page
    assert client.post(f"{home}/reviews/1/do/record_findings", data={"findings": FINDINGS}).status_code == 302
    added = {**ACTION, "owner_id": workroom.desk.id}
    assert client.post(f"{home}/reviews/1/do/add_action", data=added).status_code == 302
    page = client.get(f"{home}/reviews/1").text
    assert "Due 14 Sep 2026" in page
    assert "0 of 1 done" in client.get(f"{home}/reviews").text
    refused = client.post(f"{home}/reviews/add", data={**PERIOD, "to_on": "2026-07-01"})
    assert refused.status_code in {409, 422}
    assert "The last day comes after the first." in refused.text
    assert client.get(f"{home}/reviews/2").status_code == 404


def test_a_step_on_an_action_begins_beside_it_and_names_it_by_its_words(
    workroom: Workroom, client: PersonClient
) -> None:
    review = make_review(workroom)
    do(workroom, review, "record_findings", findings=FINDINGS)
    for what in (ACTION["what"], "Teach the trainee to set priorities"):
        do(workroom, review, "add_action", **{**ACTION, "what": what, "owner_id": workroom.desk.id})
    sign_in(client, workroom.apprentice)
    place = f"/workplaces/{workroom.workplace.id}/reviews/1"
    draft = client.get(place).text
    assert f'href="{place}/do/remove_action?number=2"' in draft
    assert 'Leave it out<span class="visually-hidden">: 2. Teach the trainee to set priorities</span>' in draft
    do(workroom, review, "agree_actions", agreed_with="Elspeth Grant, ICT owner")
    do(workroom, review, "finish_action", number=1, outcome="The portal is looked at when the doors open.")
    page = client.get(place).text
    assert f'href="{place}/do/finish_action?number=2"' in page
    assert f'href="{place}/do/finish_action?number=1"' not in page
    assert f'href="{place}/do/postpone_action"' not in page
    form = client.get(f"{place}/do/postpone_action?number=2").text
    assert "<strong>2. Teach the trainee to set priorities</strong>" in form
    assert 'value="2026-09-14"' in form
    assert '<option selected value="2">2. Teach' in client.get(f"{place}/do/finish_action").text
    sent = {"number": "2", "due_on": "2026-09-21", "reason": "She is ill this week.", "revision": review.revision}
    assert client.post(f"{place}/do/postpone_action", data=sent).status_code == 302
    assert review.actions[1]["due_on"] == "2026-09-21"
    assert "<dt>Action</dt><dd>2. Teach the trainee to set priorities</dd>" in client.get(place).text
