from dataclasses import replace

import pytest

from portfolio.evidence.rules.manifest import content_hash
from portfolio.programmes.rules import DEFAULT_DECLARATIONS, next_edition, wrong_with_declarations
from tests.unit.portfolio.evidence.test_rules import MANIFEST, SALT

NOW = replace(DEFAULT_DECLARATIONS, number=3)


def test_a_choice_that_stays_keeps_its_key_and_a_new_one_gets_one_never_used() -> None:
    edition = next_edition(
        NOW, "Mine.", "Seen.", ["  I did not  use AI ", "", "I asked a colleague", "I did not use AI"]
    )

    assert edition.number == 4
    assert edition.ai_use == {"none": "I did not use AI", "choice-4-2": "I asked a colleague"}
    assert wrong_with_declarations(edition) == {}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("", "Seen.", ["a", "b"]), "authenticity"),
        (("x" * 1001, "Seen.", ["a", "b"]), "authenticity"),
        (("Mine.", " ", ["a", "b"]), "recording"),
        (("Mine.", "Seen.", ["a"]), "ai_use"),
        (("Mine.", "Seen.", [str(number) for number in range(11)]), "ai_use"),
        (("Mine.", "Seen.", ["a", "b" * 201]), "ai_use"),
    ],
)
def test_words_that_will_not_do_are_named_beside_their_field(words: tuple[str, str, list[str]], field: str) -> None:
    assert list(wrong_with_declarations(next_edition(NOW, *words))) == [field]


def test_the_sentences_agreed_to_are_part_of_the_hash_and_older_versions_keep_theirs() -> None:
    assert content_hash(MANIFEST, SALT) == "74de66f2e4a7a5211cec5f09f1e8f72bd5110d639b9e98f265592e5edf871e4d"
    agreed = replace(MANIFEST, declared="This is my own work.", ai_declared="I did not use AI")
    hashes = {
        content_hash(one, SALT)
        for one in (MANIFEST, agreed, replace(agreed, declared="Mine."), replace(agreed, ai_declared="I used AI"))
    }
    assert len(hashes) == 4
