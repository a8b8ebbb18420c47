import re
import zipfile
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from demo.content import list_centres, password
from tests.architecture.source import PACKAGES
from tests.support.server import free_port, started
from tests.support.wheel import Installed, build_wheel, install_wheel, list_sources

pytestmark = [pytest.mark.any_database, pytest.mark.timeout(300)]

IN_THE_WHEEL = (*(f"{package}/" for package in PACKAGES), "templates/", "static/dist/", "migrations/")
MODULES = {"app.py", "serve.py", "touchstone.py"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install_wheel(wheel, tmp_path_factory.mktemp("installed"))


def test_the_wheel_holds_every_file_of_every_package_and_nothing_else(wheel: Path) -> None:
    sources = {name for name in list_sources() if name.startswith(IN_THE_WHEEL) or name in MODULES}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {name for name in sources if not Path(name).name.startswith(".")}


def test_a_centre_begins_and_is_served_from_the_wheel_alone(installed: Installed) -> None:
    port = free_port()
    (installed.folder / ".env").write_text(f"PORT={port}\nWORKERS=1\n", encoding="utf-8")

    begun = installed.run("init")
    assert begun.returncode == 0, begun
    assert (installed.folder / "instance" / "touchstone.sqlite3").is_file()
    assert not (installed.packages / "instance").exists()
    looked = installed.run("doctor")
    assert (looked.returncode, "wrong" in looked.stdout) == (0, False), looked

    made = installed.run("demo", "--without-workplaces")
    assert (made.returncode, password() in made.stdout) == (0, True), made

    command = [str(installed.programs / "touchstone"), "serve"]
    log = installed.folder / "server.log"
    with started(command, port, cwd=installed.folder, environment=installed.environment, log=log) as url:
        person = next(member for member in list_centres()[0].people if member.role == "apprentice")
        visitor = build_opener(HTTPCookieProcessor(CookieJar()))
        assert '"ready"' in read(visitor, f"{url}/readyz")
        form = {
            "csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', read(visitor, f"{url}/sign-in"))[0],
            "email": person.email,
            "password": password(),
        }
        page = read(visitor, f"{url}/sign-in", form)
        assert person.name in page
        assert "Sign out" in page
        (style,) = re.findall(r'href="(/static/dist/app\.\w+\.css)"', page)
        assert "--tblr-" in read(visitor, url + style)


def read(visitor: OpenerDirector, url: str, form: dict[str, str] | None = None) -> str:
    data = urlencode(form).encode() if form else None
    with visitor.open(url, data, timeout=30) as response:
        text: str = response.read().decode()
        return text
