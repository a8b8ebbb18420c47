"""Pages of programmes, enrolments, evidence and its files."""

from flask import Blueprint

bp = Blueprint("portfolio", __name__)

from portfolio.views import (  # noqa: E402, F401 -- these add their pages to `bp`
    drafts,
    enrolments,
    evidence,
    files,
    meta_skills,
    programmes,
)
