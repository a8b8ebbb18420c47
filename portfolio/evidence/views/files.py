"""The one way to a file: permission first, then headers that keep what it holds from acting in our name."""

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from accounts.permissions import require
from accounts.session import acting, login_required
from core import storage
from portfolio.blueprint import bp
from portfolio.evidence.queries import get_file
from portfolio.evidence.rules.media import is_shown_inline
from portfolio.permissions import POLICY

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors 'self'"
_PDF_POLICY = f"{_POLICY}; object-src 'self'"  # a browser's own PDF viewer does not open in a sandbox


@bp.get("/files/<int:file_id>/<path:name>")
@login_required
def show_file(file_id: int, name: str) -> ResponseReturnValue:
    file = get_file(file_id)
    require(POLICY, "read_version", acting(), file.version)
    if file.version.evidence.files_erased_at is not None:
        raise storage.NoSuchFile
    store = storage.current()
    store.size(file.sha256)  # raises when the file is not kept
    inline = is_shown_inline(file.media_type) and "download" not in request.args
    response = send_file(
        store.path(file.sha256),
        mimetype=file.media_type,
        as_attachment=not inline,
        download_name=file.name,
        conditional=True,
        etag=False,
        max_age=None,
    )
    return _guarded(response, file.media_type)


@bp.errorhandler(RequestedRangeNotSatisfiable)
def refuse_part(error: RequestedRangeNotSatisfiable) -> ResponseReturnValue:
    """A player reads the length from the headers of this answer, so it stays as it is and becomes no page."""
    return error.get_response()


def _guarded(response: Response, media_type: str) -> Response:
    response.headers.remove("Last-Modified")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    is_pdf = media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = _PDF_POLICY if is_pdf else f"{_POLICY}; sandbox"
    return response
