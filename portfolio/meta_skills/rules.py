"""Three series about meta-skills, laid side by side and never averaged. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SkillRating:
    """One rating at one moment, by the apprentice or by someone else."""

    id: int
    skill_id: int
    rating: int
    text: str
    next_step: str
    at: datetime
    author: str = ""
    is_shared: bool = True


@dataclass(frozen=True, slots=True)
class TaggedEvidence:
    """A submitted piece of evidence tagged with a meta-skill."""

    skill_id: int
    evidence_id: int
    title: str
    how: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class MetaSkill:
    id: int
    name: str
    statement: str
    group: str


@dataclass(slots=True)
class SkillView:
    """One meta-skill with its three series, each oldest first, and the units that invite it."""

    skill: MetaSkill
    own: list[SkillRating] = field(default_factory=list)
    others: list[SkillRating] = field(default_factory=list)
    evidence: list[TaggedEvidence] = field(default_factory=list)
    invited_by: list[str] = field(default_factory=list)

    @property
    def own_latest(self) -> SkillRating | None:
        return self.own[-1] if self.own else None

    @property
    def others_latest(self) -> list[SkillRating]:
        """The newest word of each other person, newest first."""
        newest = {said.author: said for said in self.others}
        return sorted(newest.values(), key=lambda said: (said.at, said.id), reverse=True)


def side_by_side(
    skills: Sequence[MetaSkill],
    *,
    own: Iterable[SkillRating],
    others: Iterable[SkillRating],
    evidence: Iterable[TaggedEvidence],
    invitations: Iterable[tuple[int, str]],
) -> dict[str, list[SkillView]]:
    """Group the skills as published and give each its series. `invitations` are (skill id, unit code)."""
    views = {skill.id: SkillView(skill) for skill in skills}
    for said in sorted(own, key=lambda said: (said.at, said.id)):
        views[said.skill_id].own.append(said)
    for said in sorted(others, key=lambda said: (said.at, said.id)):
        views[said.skill_id].others.append(said)
    for shown in sorted(evidence, key=lambda shown: (shown.submitted_at, shown.evidence_id)):
        views[shown.skill_id].evidence.append(shown)
    for skill_id, unit in invitations:
        if skill_id in views and unit not in views[skill_id].invited_by:
            views[skill_id].invited_by.append(unit)
    groups: dict[str, list[SkillView]] = defaultdict(list)
    for view in views.values():
        groups[view.skill.group].append(view)
    return dict(groups)
