"""Pages of assessment, on one blueprint."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)

from assessment.views import evidence, judging, progress, records, units  # noqa: E402, F401 -- each adds to `bp`
