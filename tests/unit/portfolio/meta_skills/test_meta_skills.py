from datetime import UTC, datetime, timedelta

from portfolio.meta_skills.rules import MetaSkill, SkillRating, TaggedEvidence, side_by_side

START = datetime(2026, 9, 1, tzinfo=UTC)
ADAPTING = MetaSkill(1, "Adapting", "Changes course well.", "Self-management")
CURIOSITY = MetaSkill(2, "Curiosity", "Asks why.", "Innovation")


def said(number: int, *, skill: int = 1, rating: int = 3, author: str = "") -> SkillRating:
    return SkillRating(number, skill, rating, "It happened.", "Do more.", START + timedelta(days=number), author=author)


def test_each_series_stays_apart_and_in_the_order_of_time() -> None:
    groups = side_by_side(
        [ADAPTING, CURIOSITY],
        own=[said(3, rating=4), said(1, rating=2)],
        others=[said(2, rating=5, author="Fiona")],
        evidence=[TaggedEvidence(1, 9, "Printer rebuilt", "I changed the plan.", START)],
        invitations=[(1, "SR"), (1, "SR"), (2, "AM")],
    )

    view = groups["Self-management"][0]
    assert [one.rating for one in view.own] == [2, 4]
    assert [one.rating for one in view.others] == [5]
    assert [one.evidence_id for one in view.evidence] == [9]
    assert view.invited_by == ["SR"]
    assert groups["Innovation"][0].own_latest is None


def test_of_each_other_person_the_newest_word_is_shown() -> None:
    groups = side_by_side(
        [ADAPTING],
        own=[],
        others=[said(1, author="Fiona"), said(2, author="Dev"), said(5, author="Fiona", rating=1)],
        evidence=[],
        invitations=[],
    )

    latest = groups["Self-management"][0].others_latest
    assert [(one.author, one.rating) for one in latest] == [("Fiona", 1), ("Dev", 3)]


def test_an_invitation_to_a_skill_that_is_not_loaded_is_passed_over() -> None:
    groups = side_by_side([ADAPTING], own=[], others=[], evidence=[], invitations=[(77, "SR")])

    assert groups["Self-management"][0].invited_by == []
