"""Does what is installed work away from the repository, and does one check import no more than it needs?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
EXAMPLE = TOP / "examples" / "01-chemical-by-fuhe.geojson"
HEAVY = ("pandas", "geopandas", "pyarrow", "pyogrio", "rich", "jinja2", "numpy.ma")
NOT_ASKED_FOR = tuple(
    f"zonecheck.{module}"
    for module in (
        "api",
        "geodesy.change",
        "packs.decisions",
        "packs.cases",
        "reports.csv_table",
        "reports.markdown",
        "reports.html",
        "rules.decision",
    )
)

ONE_CHECK = """
import sys
from zonecheck.cli import main
sys.argv = ["zonecheck", {example!r}, "-f", {format!r}]
print(main(), *sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(("output", "needless"), [("text", ("pyproj",)), ("json", ())])
def test_one_check_imports_neither_heavy_libraries_nor_what_was_not_asked_for(
    output: str, needless: tuple[str, ...]
) -> None:
    script = ONE_CHECK.format(example=str(EXAMPLE), format=output, heavy=(*HEAVY, *NOT_ASKED_FOR, *needless))
    done = _run(sys.executable, "-c", script)
    assert "prohibited" in done.stdout or "触及禁止性规定" in done.stdout
    assert done.stderr.splitlines()[-1] == "1"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this project, built with the pinned backend of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    done = _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(TOP))
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_rules_data_schemas_and_templates_travel_in_the_wheel(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    tables = [path for folder in ("rules", "data") for path in (TOP / folder).rglob("*") if _travels(path)]
    wanted = {f"zonecheck/bundled/{path.relative_to(TOP).as_posix()}" for path in tables}
    wanted |= {
        path.relative_to(TOP / "src").as_posix() for path in (TOP / "src").rglob("*") if _travels(path)
    }
    assert wanted
    assert wanted - held == set()


def test_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"zonecheck"}


@pytest.mark.slow
def test_installed_wheel_checks_a_project_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    python = _empty_environment(tmp_path / "environment")
    _install(python, wheel)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(EXAMPLE, folder / "project.geojson")
    done = _run(str(python), "-m", "zonecheck", "project.geojson", "-f", "json", cwd=folder)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["projects"][0]["verdict"] == "prohibited"
    verified = _run(str(python), "-m", "zonecheck", "layers", "verify", cwd=folder)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _run(*command: str, cwd: Path = TOP) -> subprocess.CompletedProcess[str]:
    """A process without this repository on its path, and its whole output."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["PYTHONUTF8"] = "1"
    return subprocess.run(
        command, capture_output=True, check=False, cwd=cwd, encoding="utf-8", env=environment
    )


def _travels(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _empty_environment(folder: Path) -> Path:
    done = _run(sys.executable, "-m", "venv", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def _install(python: Path, wheel: Path) -> None:
    """Install the wheel; without an index only a continuous integration run takes that for a failure."""
    constraints = str(TOP / "constraints.txt")
    done = _run(str(python), "-m", "pip", "install", "--quiet", "-c", constraints, str(wheel))
    if done.returncode and "No matching distribution" in done.stderr and not os.environ.get("CI"):
        pytest.skip("pip reaches no index from which to install the dependencies")
    assert done.returncode == 0, done.stderr
