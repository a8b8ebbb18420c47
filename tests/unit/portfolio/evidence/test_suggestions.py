"""The suggestions for the demo's evidence, whose claims are known."""

from collections.abc import Iterator, Sequence

from demo.content import list_apprentices
from portfolio.evidence.rules.suggestions import suggest
from standards.rules import CriterionText
from tests.unit.standards.importers.published import GRID, NOS, PROFILE, criteria_of, framework_of


def titles_with_claims() -> Iterator[tuple[str, set[str], Sequence[CriterionText]]]:
    """The title of each piece of evidence, the codes that were claimed with it, and the criteria to choose from."""
    frameworks = [criteria_of(framework_of(file)) for file in (PROFILE, NOS, GRID)]
    for apprentice in list_apprentices():
        for piece in apprentice.evidence:
            claimed = {claim.code for claim in piece.versions[0].claims}
            offered = next((all_of for all_of in frameworks if claimed <= {one.code for one in all_of}), None)
            assert offered, piece.title
            yield piece.title, claimed, offered


def test_the_least_score_drops_what_nobody_claimed_and_nothing_that_somebody_did() -> None:
    dropped: list[str] = []
    for title, claimed, offered in titles_with_claims():
        kept = {one.code for one in suggest(title, offered)}
        lost = {one.code for one in suggest(title, offered, least=0)} - kept
        assert not lost & claimed, title
        dropped += lost
    assert dropped


def test_the_words_of_a_title_find_some_of_what_was_claimed_for_every_second_piece() -> None:
    found = [
        bool({one.code for one in suggest(title, offered)} & claimed)
        for title, claimed, offered in titles_with_claims()
    ]
    assert sum(found) * 2 > len(found)
