"""What holds for any text and any framework."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.importers.document import raw_lines
from standards.rules import MalformedDocument, one_space, search_words
from standards.services import SOURCES, Source
from tests.unit.standards.importers.published import GRID, NOS, PROFILE, criteria_of, framework_of, text_of


@pytest.mark.parametrize("file", [NOS, PROFILE, GRID])
def test_every_statement_is_in_the_published_text_word_for_word(file: str) -> None:
    published = re.sub(r"\s+", " ", text_of(file))
    for criterion in criteria_of(framework_of(file)):
        assert criterion.statement in published, criterion.code
        assert criterion.statement == one_space(criterion.statement)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_codes_are_unique_and_sub_statements_follow_their_stem(source: Source) -> None:
    criteria = criteria_of(framework_of(source.file))
    seen: set[str] = set()
    for criterion in criteria:
        assert criterion.code not in seen
        assert criterion.parent is None or criterion.parent in seen
        seen.add(criterion.code)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
@given(text=st.text())
def test_any_other_text_is_refused_and_nothing_else_happens(source: Source, text: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        source.read(text, "any.txt")
    assert 1 <= refused.value.line <= len(raw_lines(text))


@given(st.text())
def test_one_space_changes_nothing_but_white_space(text: str) -> None:
    assert "".join(one_space(text).split()) == "".join(text.split())
    assert one_space(one_space(text)) == one_space(text)


@given(st.text())
def test_search_words_are_few_and_can_be_stored(text: str) -> None:
    words = search_words(text)
    assert sum(map(len, words)) <= 100
    assert not any("\0" in word for word in words)
