"""How far apart does PostGIS say that two shapes are? A server of its own from the system's packages, thrown away after.

`start` answers a server or, in words, why there is none. It listens on a socket in its folder, never on the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PLACES = "/usr/lib/postgresql/*/bin/postgres"


@dataclass(frozen=True)
class Server:
    programs: Path
    folder: Path
    who: dict

    def ask(self, statement):
        """The lines of an answer."""
        command = [
            self.programs / "psql",
            "-h",
            self.folder,
            "-U",
            "tester",
            "-d",
            "postgres",
            "-qAtX",
            "-v",
            "ON_ERROR_STOP=1",
        ]
        done = subprocess.run(
            command, input=statement, capture_output=True, text=True, check=True, cwd=self.folder, **self.who
        )
        return done.stdout.split("\n")[:-1]

    def distances(self, pairs):
        """Metres between the shapes of each pair (well-known text), on the spheroid."""
        rows = ", ".join(f"({number}, '{a}', '{b}')" for number, (a, b) in enumerate(pairs))
        asked = f"""
            SELECT ST_Distance(ST_GeogFromText('SRID=4326;' || a), ST_GeogFromText('SRID=4326;' || b), true)
            FROM (VALUES {rows}) AS pairs(number, a, b) ORDER BY number;
        """
        return [float(each) for each in self.ask("SET extra_float_digits = 3;" + asked)]

    def stop(self):
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _control(self, *arguments):
        command = [self.programs / "pg_ctl", "-D", self.folder / "data", "-w", *arguments]
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            **self.who,
        )

    def begin(self):
        made = [
            self.programs / "initdb",
            "-D",
            self.folder / "data",
            "-U",
            "tester",
            "--auth=trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self.who)
        settings = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self._control("start", "-l", self.folder / "log", "-o", settings)
        self.ask("CREATE EXTENSION postgis;")


def start():
    programs = sorted(Path("/").glob(PLACES.lstrip("/")))
    if not programs:
        return "no PostgreSQL is installed (Debian: apt-get install postgresql-postgis)"
    home = programs[-1].parent
    if not Path(f"/usr/share/postgresql/{home.parent.name}/extension/postgis.control").exists():
        return "PostgreSQL is installed without PostGIS (Debian: apt-get install postgresql-postgis)"
    folder = Path(tempfile.mkdtemp(prefix="zonecheck-postgis-"))
    who = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        who = {"user": "postgres", "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}
    server = Server(home, folder, who)
    server.begin()
    return server
