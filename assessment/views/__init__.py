"""Pages of assessment, on one blueprint."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)

from assessment.views import evidence, judging, progress, units  # noqa: E402, F401 -- a module adds its pages to `bp`
