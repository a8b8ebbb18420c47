"""Project: all that this kind of artefact is."""

from itsm_sandbox.engine.models import Colleague
from itsm_sandbox.engine.navigation import Tab
from itsm_sandbox.engine.offers import OfferedList, people
from itsm_sandbox.engine.registry import ArtefactType, hides_from_users, register
from itsm_sandbox.engine.roles import WorkRole
from itsm_sandbox.projects.projects.frozen import FROZEN_TABLES
from itsm_sandbox.projects.projects.models import Project
from itsm_sandbox.projects.projects.queries import list_leaders
from itsm_sandbox.projects.projects.record_checks import RECORD_CHECKS
from itsm_sandbox.projects.projects.rules import MACHINE
from itsm_sandbox.projects.projects.rules.wording import FROZEN_WORDS
from itsm_sandbox.projects.projects.services import facts_of, keep_report, new_project, tell_leader, ties_to
from itsm_sandbox.projects.projects.simulation import plan_answers

register(
    ArtefactType(
        model=Project,
        machine=MACHINE,
        label="Project",
        path="projects",
        page="itsm_sandbox.show_project",
        blank=new_project,
        ties=ties_to,
        facts=facts_of,
        hides=hides_from_users,
        effects={"report_status": (keep_report,), "hand_over": (tell_leader,)},
        after=(plan_answers,),
        tab=Tab("projects", 1, "Projects", "list_projects", "briefcase", for_support=True),
        waits_for={"submitted": (WorkRole.ICT_OWNER, "waits for your decision on its case")},
        is_titled_openly=True,
        offers=(OfferedList("leaders", Colleague, people(list_leaders)),),
        record_checks=RECORD_CHECKS,
        frozen_words=FROZEN_WORDS,
        frozen_tables=FROZEN_TABLES,
    )
)
