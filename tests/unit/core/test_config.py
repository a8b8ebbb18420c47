import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import serve
from core import config

ROOT = Path(__file__).parents[3]


class Recorder(dict[str, str]):
    """An environment in which nothing is set, and which keeps the names that are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(name)
        return default


def names_read(folder: Path) -> set[str]:
    environ = Recorder()
    config.instance_folder(folder, environ)
    config.load(folder, environ)
    serve.read_settings(environ)
    return environ.asked


def test_the_example_lists_every_setting_that_is_read_and_no_other(tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^# ([A-Z_]+)=", text, re.MULTILINE)) == sorted(names_read(tmp_path))


def test_each_setting_of_the_example_has_a_sentence(tmp_path: Path) -> None:
    blocks = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")[1:]
    for block in blocks:
        *words, setting = block.split("\n")
        assert words, block
        assert words[-1].endswith("."), block
        assert re.match(r"# [A-Z_]+=", setting), block
    assert len(blocks) == len(names_read(tmp_path))


def test_the_page_about_deploying_names_every_setting(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names_read(tmp_path)) if f"`{name}`" not in page] == []


def test_what_stands_empty_in_the_file_counts_as_not_set(tmp_path: Path) -> None:
    empty = dict.fromkeys(names_read(tmp_path), "")
    assert config.load(tmp_path, empty) == config.load(tmp_path, {})
    assert serve.read_settings(empty) == serve.read_settings({})
    assert config.instance_folder(tmp_path, empty) == config.instance_folder(tmp_path, {})


def test_the_instance_folder_lies_beside_a_checkout(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    assert config.instance_folder(tmp_path, {}) == tmp_path / "instance"


def test_what_is_installed_keeps_it_in_the_folder_where_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.instance_folder(Path("/somewhere/site-packages"), {}) == tmp_path / "instance"


def test_the_instance_folder_may_be_named_from_where_one_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.instance_folder(ROOT, {"INSTANCE_FOLDER": "centre"}) == tmp_path / "centre"


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"SMTP_PORT": "many"}, "SMTP_PORT must be a whole number, not 'many'."),
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL must start with sqlite:/// or postgresql://."),
        ({"PUBLIC_URL": "touchstone"}, "PUBLIC_URL must be an address such as https://touchstone.example.org."),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_with_a_sentence(
    tmp_path: Path, environ: Mapping[str, str], sentence: str
) -> None:
    with pytest.raises(config.BadSetting, match=f"^{re.escape(sentence)}$"):
        config.load(tmp_path, environ)


def test_the_server_refuses_a_port_that_is_no_number() -> None:
    with pytest.raises(config.BadSetting, match="PORT must be a whole number"):
        serve.read_settings({"PORT": "http"})


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PORT=6001\nWORKERS=7\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLASK_SKIP_DOTENV", raising=False)
    monkeypatch.setenv("PORT", "6002")
    monkeypatch.setenv("WORKERS", "placeholder")  # so that what the file sets is taken away again afterwards
    monkeypatch.delenv("WORKERS")
    serve.read_env_file()
    settings = serve.read_settings()
    assert (settings.port, settings.workers) == (6002, 7)
