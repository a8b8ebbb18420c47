"""Addresses of the built front-end files and the icons, read from the manifest that static/build.mjs writes."""

import json
import re
import warnings
from pathlib import Path

from flask import Flask, Response, request, url_for
from markupsafe import Markup

ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
HASHED = re.compile(r"dist/[\w-]+\.\w{8}\.(css|js|svg|woff2)")
MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
YEAR = 365 * 24 * 60 * 60


class AssetsMissing(SystemExit):
    """The front-end files have not been built."""


class Assets:
    """The built files by the name they had before hashing. In debug mode a new build is noticed without a restart."""

    def __init__(self, manifest: Path, *, watch: bool) -> None:
        self._path = manifest
        self._watch = watch
        self._read_at = 0
        self._files: dict[str, str] = {}
        self._icons: frozenset[str] = frozenset()
        self._drawn: dict[tuple[str, int, str], Markup] = {}
        self._read()

    def asset(self, name: str) -> str:
        """`asset("app.css")` is the address of the built file."""
        self._notice_new_build()
        return url_for("static", filename=f"dist/{self._files[name]}")

    def icon(self, name: str, size: int = 20, cls: str = "") -> Markup:
        """A decorative icon: the words beside it, or an aria-label, say what it means."""
        self._notice_new_build()
        key = (name, size, cls)
        if key not in self._drawn:
            if name not in self._icons:
                sentence = f"The icon {name} is not in the sprite: add it to static/src/icons.json and run make assets."
                warnings.warn(sentence, RuntimeWarning, stacklevel=2)
            self._drawn[key] = Markup(
                '<svg class="icon{}" width="{}" height="{}" aria-hidden="true"><use href="{}#{}"/></svg>'
            ).format(f" {cls}" if cls else "", size, size, self.asset("icons.svg"), name)
        return self._drawn[key]

    def list_missing(self) -> list[str]:
        """Return the files that the manifest names and that are not there."""
        return sorted(file for file in self._files.values() if not (self._path.parent / file).is_file())

    def _notice_new_build(self) -> None:
        if self._watch and self._path.stat().st_mtime_ns != self._read_at:
            self._read()

    def _read(self) -> None:
        try:
            self._read_at = self._path.stat().st_mtime_ns
            manifest = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise AssetsMissing("The front-end files are not built yet. Run make setup.") from None
        self._files = manifest["files"]
        self._icons = frozenset(manifest["icons"])
        self._drawn = {}


def init_app(app: Flask) -> None:
    """Give templates `asset` and `icon`, and serve built files compressed and for ever."""
    static = Path(str(app.static_folder))
    assets = Assets(static / "dist" / "manifest.json", watch=app.debug or app.testing)
    app.extensions["assets"] = assets
    app.jinja_env.globals.update(asset=assets.asset, icon=assets.icon)

    def serve_static(filename: str) -> Response:
        if not HASHED.fullmatch(filename):
            return app.send_static_file(filename)
        response = _send_smallest(app, static, filename)
        response.cache_control.public = True
        response.cache_control.no_cache = None
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
        return response

    app.view_functions["static"] = serve_static


def list_missing(app: Flask) -> list[str]:
    """Return the built files that pages ask for and that are not there."""
    assets: Assets = app.extensions["assets"]
    return assets.list_missing()


def _send_smallest(app: Flask, static: Path, filename: str) -> Response:
    """Send the file, or the copy that was compressed when it was built if the browser takes that encoding."""
    for encoding, ending in ENCODINGS:
        if request.accept_encodings.quality(encoding) and (static / (filename + ending)).is_file():
            response = app.send_static_file(filename + ending)
            response.headers["Content-Encoding"] = encoding
            response.headers.pop("Content-Disposition", None)
            response.mimetype = MEDIA_TYPES[filename.rsplit(".", 1)[1]]
            response.vary.add("Accept-Encoding")
            return response
    return app.send_static_file(filename)
