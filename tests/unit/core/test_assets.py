"""Built files are found by name, served compressed and for ever, and their absence is said in a sentence."""

import gzip
import json
from pathlib import Path

import pytest
from flask import Flask

from core import assets


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    dist = tmp_path / "dist"
    dist.mkdir()
    files = {"app.css": "app.0a1b2c3d.css", "icons.svg": "icons.0a1b2c3d.svg"}
    (dist / "manifest.json").write_text(json.dumps({"files": files, "icons": ["check"]}), encoding="utf-8")
    (dist / "app.0a1b2c3d.css").write_text("b{}", encoding="utf-8")
    (dist / "app.0a1b2c3d.css.gz").write_bytes(gzip.compress(b"b{}"))
    app = Flask("site", static_folder=str(tmp_path), static_url_path="/static")
    app.testing = True
    assets.init_app(app)
    return app


def render(site: Flask, source: str) -> str:
    with site.test_request_context():
        return site.jinja_env.from_string(source).render()


def test_an_asset_is_found_by_the_name_it_had(site: Flask) -> None:
    assert render(site, "{{ asset('app.css') }}") == "/static/dist/app.0a1b2c3d.css"


def test_an_icon_is_drawn_from_the_sprite_and_hidden_from_screen_readers(site: Flask) -> None:
    drawn = render(site, """{{ icon("check", 16, 'a"b') }}""")
    assert 'href="/static/dist/icons.0a1b2c3d.svg#check"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert 'class="icon a&#34;b"' in drawn


def test_an_icon_that_was_not_built_is_reported(site: Flask) -> None:
    with pytest.warns(RuntimeWarning, match="run make assets"):
        render(site, "{{ icon('no-such-icon') }}")


@pytest.mark.parametrize(("accepts", "encoding"), [("gzip, br", "gzip"), ("identity", None)])
def test_a_built_file_is_kept_by_the_browser_for_ever(site: Flask, accepts: str, encoding: str | None) -> None:
    answer = site.test_client().get(
        "/static/dist/app.0a1b2c3d.css", headers={"Accept-Encoding": accepts}, buffered=True
    )
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.headers.get("Content-Encoding") == encoding


def test_other_static_files_are_not_kept_for_ever(site: Flask) -> None:
    answer = site.test_client().get("/static/dist/manifest.json", buffered=True)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_new_build_is_noticed_without_a_restart(site: Flask) -> None:
    manifest = Path(str(site.static_folder)) / "dist" / "manifest.json"
    manifest.write_text(json.dumps({"files": {"app.css": "app.99999999.css"}, "icons": []}), encoding="utf-8")
    assert render(site, "{{ asset('app.css') }}").endswith("app.99999999.css")


def test_starting_without_a_build_says_what_to_run(tmp_path: Path) -> None:
    app = Flask("site", static_folder=str(tmp_path))
    with pytest.raises(assets.AssetsMissing, match="Run make setup"):
        assets.init_app(app)
