"""The blueprint that all pages of assessment are added to."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)
