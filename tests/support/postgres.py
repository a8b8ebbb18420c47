"""A private PostgreSQL for one test run, reached only through a socket in its own folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg

SERVER_PROGRAMS = Path("/usr/lib/postgresql")
UNPRIVILEGED_USERS = ("postgres", "nobody")

SHORT_LIVED = "-c fsync=off -c full_page_writes=off -c autovacuum=off -c jit=off"  # nothing outlives the tests


class PostgresMissing(RuntimeError):
    """PostgreSQL's server programs are not on this machine."""


def find_programs() -> Path:
    """Return the folder with `initdb` and `pg_ctl`: the newest Debian keeps, else wherever PATH finds them."""
    folders = sorted(SERVER_PROGRAMS.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    if found := shutil.which("initdb"):
        return Path(found).parent
    raise PostgresMissing("PostgreSQL is not installed; as root: apt-get install postgresql")


class PrivateCluster:
    """Starts on construction, answers when it returns, and leaves nothing behind after `stop()`.

    PostgreSQL refuses to run as root, so root hands the folder to an unprivileged user.
    """

    def __init__(self) -> None:
        self.programs = find_programs()
        self.folder = Path(tempfile.mkdtemp(prefix="touchstone-pg-", dir="/tmp"))
        self._identity = self._unprivileged_identity()
        if self._identity:
            os.chown(self.folder, self._identity["user"], self._identity["group"])
        self._count = 0
        try:
            self._run("initdb", "--no-sync", "--auth=trust", "--username=touchstone", "--encoding=UTF8", "--locale=C")
            options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' {SHORT_LIVED}"
            self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder}/log", f"--options={options}")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def create_database(self, template: str = "template1") -> str:
        """Make a database, empty or copied from the one named, and return its name."""
        self._count += 1
        name = f"test_{self._count}"
        with self._administer() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return name

    def drop_database(self, name: str) -> None:
        with self._administer() as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def address(self, name: str) -> str:
        return f"postgresql+psycopg://touchstone@/{name}?host={self.folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--silent")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _administer(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), user="touchstone", dbname="postgres", autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments, "--pgdata", str(self.folder / "data")]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **self._identity,
        )
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program} failed: {done.stderr}{log.read_text() if log.exists() else ''}")

    @staticmethod
    def _unprivileged_identity() -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        for name in UNPRIVILEGED_USERS:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        raise PostgresMissing("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")
