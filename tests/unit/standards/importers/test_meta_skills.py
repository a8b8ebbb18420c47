"""The meta-skills and the self-evaluation scale, read from our own data files."""

import json
from typing import Any

import pytest

from standards.importers.meta_skills import read_meta_skills, read_scale
from standards.rules import CriterionKind, MalformedDocument
from standards.services import read_meta_skill_scale
from tests.unit.standards.importers.published import META_SKILLS, criteria_of, framework_of, line_of, text_of


def test_twelve_meta_skills_stand_in_three_groups() -> None:
    framework = framework_of(META_SKILLS)
    assert framework.key == "meta-skills"
    assert {unit.code: [criterion.code for criterion in unit.criteria] for unit in framework.units} == {
        "SELF": ["Focussing", "Integrity", "Adapting", "Initiative"],
        "SOCIAL": ["Communicating", "Feeling", "Collaborating", "Leading"],
        "INNOVATION": ["Curiosity", "Creativity", "Sense making", "Critical thinking"],
    }
    assert all(criterion.kind is CriterionKind.META_SKILL for criterion in criteria_of(framework))


def test_the_scale_counts_from_one_with_a_label_and_a_description_each() -> None:
    steps = read_meta_skill_scale()
    assert [step.value for step in steps] == [1, 2, 3, 4, 5]
    assert all(step.label and step.description for step in steps)


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ('"name": "Leading"', '"name": "Feeling"', None, "“Feeling” is there more than once."),
        ('"name": "Leading"', '"name": ""', None, "“name” should be a text that is not empty."),
        ('"title": "Innovation",', '"title": "Innovation"', '      "goal": "Finding', "This is not JSON"),
        ('"version": "1"', '"version": 1', None, "“version” should be a text"),
    ],
)
def test_a_malformed_data_file_is_refused_with_file_and_line(old: str, new: str, at: str | None, said: str) -> None:
    text = text_of(META_SKILLS)
    assert old in text
    broken = text.replace(old, new, 1)
    with pytest.raises(MalformedDocument) as refused:
        read_meta_skills(broken, META_SKILLS)
    assert refused.value.file == META_SKILLS
    assert refused.value.sentence.startswith(said)
    assert refused.value.line >= 1
    assert at is None or refused.value.line == line_of(broken, at)


@pytest.mark.parametrize("content", [[], {}, {"groups": []}, {"groups": ["x"]}, "text", 3])
def test_json_of_another_shape_is_refused(content: Any) -> None:
    with pytest.raises(MalformedDocument):
        read_meta_skills(json.dumps(content), META_SKILLS)


def test_a_scale_with_a_gap_is_refused_at_its_line() -> None:
    steps = (
        '{"steps": [\n{"value": 1, "label": "a", "description": "b"},\n{"value": 3, "label": "c", "description": "d"}]}'
    )
    with pytest.raises(MalformedDocument, match=r"scale\.json, line 3: “value” should be 2"):
        read_scale(steps, "scale.json")
