"""The ready-made files for CI: what they run exists, and a run through them ends with the status of the check."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
import yaml
from click.testing import CliRunner

from zonecheck.cli.app import app

TOP = Path(__file__).parents[1]
FUHE = "examples/01-chemical-by-fuhe.geojson"
FOOD = "examples/07-food-plant.geojson"

BASH = pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="needs bash")


def read(name: str) -> Any:
    return yaml.safe_load((TOP / name).read_text(encoding="utf-8"))


def environment(**settings: str) -> dict[str, str]:
    """This environment with its own Python first, and no trace of a CI that runs the test."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "ZONECHECK_"))}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}", **settings}


def on_github(tmp_path: Path, paths: str, **settings: str) -> subprocess.CompletedProcess[str]:
    given = {"ZONECHECK_PATHS": paths, "ZONECHECK_REPORTS": str(tmp_path / "reports"), "ZONECHECK_LANG": "en"}
    written = {"GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    return subprocess.run(
        ["bash", "ci/github.sh"], cwd=TOP, env=environment(**{**given, **written, **settings}),
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@BASH
def test_the_action_annotates_writes_reports_and_ends_with_the_status_of_the_check(tmp_path: Path) -> None:
    done = on_github(tmp_path, f"{FUHE}\n{FOOD}", ZONECHECK_SUMMARY="true")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::notice title=Result of the check::2 projects")
    assert f"::error file={FUHE},line=1," in done.stdout
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [
        "junit.xml", "zonecheck.html", "zonecheck.md", "zonecheck.sarif",
    ]  # fmt: skip
    assert "status=1" in (tmp_path / "output").read_text(encoding="utf-8")
    assert (tmp_path / "summary").read_text(encoding="utf-8").startswith("# Result of the check")


@BASH
def test_the_action_writes_no_summary_and_no_reports_unless_asked(tmp_path: Path) -> None:
    done = on_github(tmp_path, FOOD, ZONECHECK_REPORTS="")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


@BASH
def test_inputs_of_the_action_are_data_and_never_commands(tmp_path: Path) -> None:
    paths = f"$(touch {tmp_path}/owned)\n; touch {tmp_path}/owned\n--version"
    done = on_github(tmp_path, paths)
    assert done.returncode == 2
    assert not (tmp_path / "owned").exists()
    assert "${{" not in (TOP / "ci" / "github.sh").read_text(encoding="utf-8")
    scripts = [step.get("run", "") for step in read("action.yml")["runs"]["steps"]]
    assert not any("${{" in script for script in scripts)


def test_every_input_of_the_action_reaches_the_script() -> None:
    action = read("action.yml")
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(action["runs"])))
    assert used == set(action["inputs"])
    script = (TOP / "ci" / "github.sh").read_text(encoding="utf-8")
    assert all(name in script for name in action["runs"]["steps"][-1]["env"])


@BASH
def test_the_job_for_gitlab_runs_and_writes_what_it_promises(tmp_path: Path) -> None:
    job = read("ci/gitlab-template.yml")[".zonecheck"]
    shutil.copy(TOP / FUHE, tmp_path / "site.geojson")
    settings = {**job["variables"], "ZONECHECK_PATHS": "site.geojson"}
    (script,) = job["script"]
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment(**settings), capture_output=True, check=False
    )
    assert done.returncode == 1, done.stderr.decode()
    promised = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert {*promised, "site.geojson"} == {path.name for path in tmp_path.iterdir()}
    issues = json.loads((tmp_path / job["artifacts"]["reports"]["codequality"]).read_bytes())
    assert {issue["location"]["path"] for issue in issues} == {"site.geojson"}


def test_hooks_run_commands_that_exist_with_options_that_exist() -> None:
    for hook in read(".pre-commit-hooks.yaml"):
        program, *words = hook["entry"].split()
        assert program == "zonecheck"
        done = CliRunner().invoke(app, [*words, "--help"])
        assert done.exit_code == 0, done.output


def test_the_hook_takes_project_files_and_no_others() -> None:
    files = next(hook["files"] for hook in read(".pre-commit-hooks.yaml") if hook["id"] == "zonecheck")
    assert re.search(files, "a/site.geojson")
    assert not re.search(files, "package.json")


@pytest.mark.slow
@pytest.mark.parametrize("page", ["docs/api.md", "docs/api.zh.md"])
def test_the_python_on_the_page_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (TOP / page).read_text(encoding="utf-8"), re.DOTALL)
    sites = geopandas.GeoDataFrame(geometry=[shapely.box(113.326, 31.714, 113.33, 31.716)], crs=4490)
    sites.to_file(tmp_path / "sites.gpkg")
    shutil.copytree(TOP / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    space: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), space)
    assert space["results"][0].verdict == "prohibited"
    assert (tmp_path / "conformity.docx").stat().st_size > 10_000
