import pytest

from accounts.models import Membership
from accounts.permissions import Answer, Permission, require
from core.errors import NotAllowed, NotFound

POLICY = {
    "see_void": Permission(lambda _who, _subject: Answer.NO, "see the proposal to make this evidence void"),
    "see_home": Permission(lambda _who, _subject: Answer.HIDDEN, "see an apprentice’s home page"),
}


def test_a_refusal_says_in_words_what_is_not_theirs_to_do() -> None:
    with pytest.raises(
        NotAllowed, match=r"Your role here does not let you see the proposal to make this evidence void\."
    ):
        require(POLICY, "see_void", Membership(), None)


def test_what_is_hidden_is_not_named() -> None:
    with pytest.raises(NotFound) as refusal:
        require(POLICY, "see_home", Membership(), None)
    assert "home" not in str(refusal.value)
