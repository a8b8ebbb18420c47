"""The blueprint that the pages of programmes, enrolments and evidence are added to."""

from flask import Blueprint

bp = Blueprint("portfolio", __name__)
