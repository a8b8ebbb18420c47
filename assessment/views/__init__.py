"""Pages of assessment, on one blueprint."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)

from assessment.views import (  # noqa: E402, F401 -- each adds its pages to `bp`
    evidence,
    judging,
    progress,
    records,
    units,
    voiding,
)
