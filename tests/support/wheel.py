"""A wheel of this checkout, and an environment in which Touchstone is there from that wheel alone."""

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tests.support.server import ROOT

# What a checkout's own settings say must not reach what is installed.
KEPT_OF_THE_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True)
class Installed:
    """The programs of an environment, and a folder to work in."""

    programs: Path
    packages: Path
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {name: os.environ[name] for name in KEPT_OF_THE_ENVIRONMENT if name in os.environ}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `touchstone <words>` in the folder."""
        command = [str(self.programs / "touchstone"), *words]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )


def list_sources() -> list[str]:
    """Every file of the checkout that is not ignored, and the built front-end files."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    built = [str(path.relative_to(ROOT)) for path in (ROOT / "static" / "dist").iterdir()]
    return sorted({name for name in (*names, *built) if name and (ROOT / name).is_file()})


def build_wheel(folder: Path) -> Path:
    """Build from a copy, in which nothing of an earlier build is left."""
    for name in list_sources():
        (folder / "checkout" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / "checkout" / name)
    out = ("--out-dir", str(folder / "wheel"))
    _uv("build", "--wheel", "--no-build-isolation", "--python", sys.executable, *out, str(folder / "checkout"))
    (wheel,) = (folder / "wheel").glob("*.whl")
    return wheel


def install_wheel(wheel: Path, folder: Path) -> Installed:
    """Install it alone. The libraries it needs are seen where the tests have them, so nothing is fetched."""
    _uv("venv", "--python", sys.executable, str(folder / "environment"))
    python = folder / "environment" / "bin" / "python"
    _uv("pip", "install", "--no-deps", "--python", str(python), str(wheel))
    (packages,) = (folder / "environment" / "lib").glob("python3*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (folder / "centre").mkdir()
    return Installed(python.parent, packages, folder / "centre")


def _uv(*words: str) -> None:
    """Run uv: make takes the machine's, or brings one into the environment of the tests."""
    program = shutil.which("uv", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert program, "uv is missing: run make setup"
    subprocess.run([program, "--offline", "--quiet", *words], check=True)
