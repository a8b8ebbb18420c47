"""The names from which the people of generated workplaces are made."""

from math import gcd

import pytest

from itsm_sandbox.generator.data_files import read
from itsm_sandbox.generator.people import login_of


@pytest.mark.parametrize("country", ["SCT", "ENG"])
def test_names_differ_and_meet_again_only_after_all_have_met(country: str) -> None:
    given, family = read("names")[country]["given"], read("names")[country]["family"]
    assert len(set(given)) == len(given)
    assert len(set(family)) == len(family)
    assert gcd(len(given), len(family)) == 1


def test_two_with_the_same_letters_get_logins_of_their_own() -> None:
    taken: set[str] = set()
    names = ("Morag Kerr", "Mhairi Kerr", "Ann McKay")
    assert [login_of(name, taken) for name in names] == ["mkerr", "mkerr2", "amckay"]
