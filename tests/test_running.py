"""What must hold around a run: no network, no path that nobody typed, no file named after an input, pinned dependencies."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from worlds import HEAVY, ask, site_at, write_project, write_rivers
from zonecheck.reports import FORMATS

TOP = Path(__file__).parents[1]
PINS = {
    re.sub(r"[-_.]+", "-", name).lower(): version
    for name, version in re.findall(
        r"^([\w.-]+)==([\w.]+)", (TOP / "constraints.txt").read_text("utf-8"), re.MULTILINE
    )
}

WATCHED = """
import socket, sys
def refuse(*_, **__):
    raise SystemExit("the network was asked")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from zonecheck.cli import run
status = run(sys.argv[1:])
from pyproj.network import is_network_enabled
print("network", is_network_enabled(), file=sys.stderr)
sys.exit(status)
"""


def test_no_run_asks_the_network_even_where_the_environment_tells_proj_to(tmp_path: Path) -> None:
    project = write_project(tmp_path, site_at(5000), crs=4547, **HEAVY)
    arguments = [str(project), "--layers", str(write_rivers(tmp_path)), "-f", "json"]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, "PROJ_NETWORK": "ON"},
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "network False"
    assert json.loads(done.stdout)["versions"].keys() >= {"proj", "geos"}


def everything_in(file: Path) -> bytes:
    """The bytes of a file, of a zipped one those of its members."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return file.read_bytes()


@pytest.mark.slow
def test_no_report_holds_a_path_that_nobody_typed(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path, site_at(500), **HEAVY)
    write_rivers(tmp_path)
    monkeypatch.chdir(tmp_path)
    outputs = [word for form in FORMATS for word in ("-o", f"{form}=out.{form}")]
    answer = ask(capsys, "project.geojson", "--layers", "layers.yaml", "--explain", *outputs)
    private = [str(tmp_path), str(TOP), str(Path.home()), sys.prefix, os.uname().nodename]
    said = {"stdout": answer.out.encode(), "stderr": answer.err.encode()}
    said |= {form: everything_in(tmp_path / f"out.{form}") for form in FORMATS}
    found = [(where, path) for where, text in said.items() for path in private if path.encode() in text]
    assert [each for each in found if len(each[1]) > 5] == []
    assert answer.status == 1


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "..\\evil", "con", "a\x00b", "a/b.json"])
def test_no_file_is_named_after_a_project(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / "one" / "two"
    folder.mkdir(parents=True)
    write_project(folder, site_at(500), **HEAVY, id=name, 项目名称=name)
    monkeypatch.chdir(folder)
    ask(capsys, "project.geojson", "-o", "out.csv", "-o", "out.json", "-o", "out.md", "-o", "junit=out.xml")
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    names = {"out.csv", "out.scope.json", "out.json", "out.md", "out.xml", "project.geojson"}
    assert made == {f"one/two/{each}" for each in names}


def test_every_dependency_is_pinned_to_one_version() -> None:
    text = (TOP / "constraints.txt").read_text("utf-8")
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    assert [line for line in lines if line and not re.fullmatch(r"[\w.-]+==[\w.]+(\s*;.*)?", line)] == []
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]["dev"]
    wanted = {re.split(r"[\s;<>=!~\[]", each)[0].lower() for each in [*project["dependencies"], *extras]}
    assert {re.sub(r"[-_.]+", "-", each) for each in wanted} - set(PINS) - {"tzdata", "zonecheck"} == set()


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {re.sub(r"[-_.]+", "-", each.name).lower(): each.version for each in metadata.distributions()}
    other = {name: (installed[name], pin) for name, pin in PINS.items() if installed.get(name, pin) != pin}
    assert other == {}


def test_no_tool_that_fetches_code_while_it_runs_is_used() -> None:
    """No address in the source but those that identify a format, and nothing that could open one."""
    allowed = re.compile(
        r"www\.opengis\.net|json\.schemastore|json-schema\.org|docs\.oasis-open|w3\.org|example\.|openxmlformats|qgis"
    )
    found = [
        f"{path.name}: {address}"
        for path in (TOP / "src").rglob("*.py")
        for address in re.findall(r"https?://[^\s\"')\]]+", path.read_text("utf-8"))
        if not allowed.search(address)
    ]
    imports = [
        path.name
        for path in (TOP / "src").rglob("*.py")
        if re.search(
            r"^\s*(import|from) (urllib\.request|http\.client|requests|httpx|ftplib|socket)\b",
            path.read_text("utf-8"),
            re.M,
        )
    ]
    assert (found, imports) == ([], [])


SPY = {
    "spy.py": "print('the spy was loaded', flush=True)\nplugin = None\n",
    "spy-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: spy\nVersion: 1.0\n",
    "spy-1.0.dist-info/entry_points.txt": "[pydantic]\nspy = spy:plugin\n",
}
MODEL = "import pydantic\nclass Model(pydantic.BaseModel):\n    name: str\n"


def test_no_package_that_happens_to_be_installed_takes_part_in_reading(tmp_path: Path) -> None:
    for name, content in SPY.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert "the spy was loaded" in _beside(tmp_path, "-c", MODEL).stdout
    example = TOP / "examples" / "01-chemical-by-fuhe.geojson"
    done = _beside(tmp_path, "-m", "zonecheck", str(example))
    assert done.returncode == 1
    assert "the spy was loaded" not in done.stdout + done.stderr


def test_what_was_registered_for_the_end_of_the_process_is_carried_out(tmp_path: Path) -> None:
    registered = "import atexit\natexit.register(print, 'the end')\n"
    (tmp_path / "sitecustomize.py").write_text(registered, encoding="utf-8")
    done = _beside(tmp_path, "-m", "zonecheck", "--version")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "the end"


def _beside(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with what lies in the folder installed beside everything else."""
    paths = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
