"""The addresses that notifications of assessment, and of the packages below it, lead to."""

from functools import partial

from core.destinations import register
from core.routing import path_of

PAGES = {
    "enrolment": "assessment.show_enrolment",
    "evidence": "assessment.show_evidence",
    "home": "assessment.show_home",
    "unit": "assessment.show_unit",
    "void_proposal": "assessment.show_void",
    "workbench": "assessment.show_workbench",
}
for _kind, _endpoint in PAGES.items():
    register(_kind, partial(path_of, _endpoint))
