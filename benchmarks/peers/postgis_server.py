"""How does one get a PostGIS for a while? A server in a temporary folder, of an unprivileged user, gone when it is done.

It listens on no network, only on a socket in that folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "256MB",
    "max_parallel_workers_per_gather": "2",
    "fsync": "off",
    "jit": "off",
}


@dataclass(frozen=True)
class Server:
    """A running server; SQL is given to `psql`."""

    folder: Path
    user: str | None

    def psql(self, *commands: str, data: bytes | None = None) -> str:
        options = [part for command in commands for part in ("-c", command)]
        line = [
            "psql",
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            str(self.folder),
            "-d",
            "postgres",
        ]
        done = subprocess.run(
            [*line, *options], input=data, capture_output=True, user=self.user, check=False, cwd=self.folder
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return done.stdout.decode()


def missing() -> str | None:
    """Why there can be no server here, None where there can."""
    if tools() is None:
        return "no PostgreSQL server here (Debian: apt-get install postgresql postgis)"
    if not any(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        return "PostgreSQL is here without PostGIS (Debian: apt-get install postgis)"
    return None


def tools() -> Path | None:
    """Where initdb and pg_ctl are: the newest version that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    if found:
        return found[-1].parent
    other = shutil.which("initdb")
    return Path(other).parent if other else None


@contextmanager
def running() -> Iterator[Server]:
    """A server with PostGIS in its one database."""
    binaries = tools()
    if binaries is None:
        raise RuntimeError(missing())
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="postgis-"))
    if user:
        shutil.chown(folder, user)
    try:
        _run([str(binaries / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-E", "UTF8"], user)
        options = " ".join(
            [f"-k {folder}", *(f"-c {key}={value or chr(39) * 2}" for key, value in SETTINGS.items())]
        )
        control = [str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w"]
        _run([*control, "-o", options, "-l", str(folder / "log"), "start"], user)
        try:
            server = Server(folder, user)
            server.psql("CREATE EXTENSION postgis")
            yield server
        finally:
            _run([*control, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: another user then runs it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(command: list[str], user: str | None) -> None:
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, user=user, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
