"""Does `zonecheck init` begin a folder that works as it stands, and does it put together a project that says what was typed?"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from pyproj import Geod

from worlds import ask
from zonecheck.cli.check import check
from zonecheck.cli.settings import Settings, defaults
from zonecheck.formats.features import Fault
from zonecheck.geodesy.datum import from_wgs84
from zonecheck.projects.vocabulary import VOCABULARY, by_name, read_in_full
from zonecheck.starting.example import example
from zonecheck.starting.outline import corners, geometry, rounding_m

TOP = Path(__file__).parents[1]
GRS80 = Geod(ellps="GRS80")


def begun(folder: Path, capsys: Any, *options: str, lang: str = "en") -> Path:
    answer = ask(capsys, "init", folder, "--lang", lang, *options)
    assert answer.status == 0, answer.err
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_that_was_begun_is_checked_with_its_configuration_as_it_stands(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.chdir(begun(tmp_path, capsys, lang=lang))
    answer = ask(capsys, "projects", "-f", "json", "--on", "2026-11-28")
    assert (answer.status, answer.project["verdict"]) == (0, "clear")
    assert answer.project["errors"] == []
    assert answer.json["language"] == lang
    assert answer.json["decisions"][0]["source"].endswith("zonecheck-decisions.yaml")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_attribute_stands_in_the_example_and_can_be_read(lang: Any) -> None:
    properties = example(lang)["properties"]
    found = {key: by_name(key) for key in properties}
    assert [each.key for each in found.values() if each] == list(VOCABULARY)
    problems = [
        problem
        for key, each in found.items()
        if each
        for problem in read_in_full(each, properties[key]).problems
    ]
    assert problems == []


def test_every_setting_of_the_configuration_is_an_option_once_its_mark_is_removed(
    tmp_path: Path, capsys: Any
) -> None:
    text = (begun(tmp_path, capsys) / "zonecheck.toml").read_text(encoding="utf-8")
    opened = "\n".join(line.removeprefix("# ") if " = " in line and not line.endswith(".") else line
                       for line in text.splitlines())  # fmt: skip
    values = tomllib.loads(opened)
    assert defaults(Settings(tmp_path / "zonecheck.toml", values), check)
    options = {name[2:] for param in check.params for name in param.opts if name.startswith("--")}
    assert set(values) == options - {"debug", "color", "quiet", "help"}


@pytest.mark.parametrize(
    ("service", "path"), [("github", ".github/workflows/zonecheck.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_the_job_for_ci_is_yaml_that_runs_options_which_exist(
    tmp_path: Path, capsys: Any, service: str, path: str
) -> None:
    text = (begun(tmp_path, capsys, "--ci", service) / path).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    command = " ".join(text[text.index("-m zonecheck check") :].splitlines()[:2]).split()[2:]
    options = {each for each in command if each.startswith("-") and not each.startswith("---")} - {"-"}
    known = {name for param in check.params for name in param.opts}
    assert options <= known


def test_no_job_is_written_where_none_is_wanted(tmp_path: Path, capsys: Any) -> None:
    begun(tmp_path, capsys, "--ci", "none")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "projects",
        "zonecheck-decisions.yaml",
        "zonecheck.toml",
    ]


@pytest.mark.parametrize("there", ["zonecheck.toml", "zonecheck-decisions.yaml", "projects/example.geojson"])
def test_nothing_is_overwritten_and_nothing_else_is_written(tmp_path: Path, capsys: Any, there: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine", encoding="utf-8")
    answer = ask(capsys, "init", tmp_path, "--lang", "en")
    assert (answer.status, "exists and is not overwritten" in answer.err) == (2, True)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [tmp_path / there]
    assert files[0].read_text(encoding="utf-8") == "mine"


def typed(lines: Sequence[str], folder: Path, *options: str) -> tuple[int, str]:
    """The program at a terminal of its own, answered line by line; its status and all that stood on the terminal."""
    import pty  # noqa: PLC0415  not on Windows

    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "PYTHONPATH": str(TOP / "src"),
        "PYTHONUTF8": "1",
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "zonecheck", "init", "--ask", "site.geojson", *options],
        cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    screen = b""
    for line in [*lines, None]:
        screen += _until_quiet(ours)
        if line is not None:
            os.write(ours, line.encode() + b"\n")
    os.close(ours)
    return process.wait(timeout=60), screen.decode("utf-8", "replace")


def _until_quiet(terminal: int) -> bytes:
    """What is printed until a question waits for its answer, or the program has ended."""
    seen = b""
    while not seen.endswith(b": ") and select.select([terminal], [], [], 30)[0]:
        try:
            more = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        seen += more
    return seen


needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal on Windows")


@pytest.mark.slow
@needs_terminal
def test_a_project_typed_at_a_terminal_in_degrees_minutes_and_seconds_is_read_as_it_was_meant(
    tmp_path: Path, capsys: Any
) -> None:
    status, screen = typed(
        [
            "示例项目",
            "2026-001", "2026-13-01", "2026-11-28", "曾都区", "C26X4", "C2614", "2017", "新键", "新建", "拟建", "", "无",
            "是", "是", "是",
            "1", "2",
            "31.718222,113.374211",
            "E113度22分27.160秒,N31度43分05.600秒", "E113度22分31.160秒,N31度43分05.600秒",
            "", "113.375322,31.719222; 113.374211,31.719222", "",
            "0.5", "否",
        ],
        tmp_path,
        "--lang", "zh",
    )  # fmt: skip
    assert status == 0, screen
    for told in (
        "2026-13-01",
        "C26X4",
        "有机化学原料制造",
        "新键",
        "纬度写在了前面",
        "至少要 3 个不同的拐点",
    ):
        assert told in screen
    feature = json.loads((tmp_path / "site.geojson").read_text(encoding="utf-8"))
    assert feature["properties"]["行业代码"] == "C2614"
    ring = feature["geometry"]["coordinates"][0]
    assert len(ring) == 5
    first = min(
        ring, key=lambda point: GRS80.inv(*point, 113 + 22 / 60 + 27.16 / 3600, 31 + 43 / 60 + 5.6 / 3600)[2]
    )
    assert GRS80.inv(*first, 113 + 22 / 60 + 27.16 / 3600, 31 + 43 / 60 + 5.6 / 3600)[2] < 0.001
    answer = ask(capsys, tmp_path / "site.geojson", "-f", "json")
    assert answer.project["errors"] == []
    assert answer.project["verdict"] == "review"
    evidence = answer.finding("river-1km")["evidence"]
    assert {entry["accuracy"]["site_m"] for entry in evidence if "accuracy" in entry} == {0.5}


@needs_terminal
def test_one_point_from_a_web_map_is_converted_and_its_digits_are_its_accuracy(tmp_path: Path) -> None:
    lon, lat = from_wgs84(np.array([[113.3742, 31.7182]]), "gcj02")[0]
    status, screen = typed(
        ["Point", "", "", "", "C1432", "", "new", "", "", "none", "2", "3", f"{lon:.4f},{lat:.4f}", "80", "", "no"],
        tmp_path,
        "--lang", "en",
    )  # fmt: skip
    assert status == 0, screen
    feature = json.loads((tmp_path / "site.geojson").read_text(encoding="utf-8"))
    assert GRS80.inv(*feature["geometry"]["coordinates"], 113.3742, 31.7182)[2] < 8
    assert feature["properties"]["extent_m"] == 80
    assert 5 < feature["properties"]["accuracy_m"] < 10
    assert "chemical_reaction" not in feature["properties"]


@needs_terminal
def test_a_file_that_is_there_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "site.geojson").write_text("mine", encoding="utf-8")
    status, screen = typed([], tmp_path, "--lang", "en")
    assert (status, "point" in screen) == (2, False)
    assert (tmp_path / "site.geojson").read_text(encoding="utf-8") == "mine"


def test_questions_that_are_not_answered_to_the_end_write_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zonecheck", "init", "--ask", str(tmp_path / "a.geojson")],
        input="name\n", capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, list(tmp_path.iterdir())) == (130, [])
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("written", "metres"),
    [
        ("113.37,31.71", 730),
        ("113°22′27″,31°43′05″", 20.2),
        ("E113°22′27.16″,N31°43′05.60″", 0.21),
        ("113.374211,31.718222", 0.074),
    ],
)
def test_what_the_digits_leave_open_is_never_said_too_small(written: str, metres: float) -> None:
    (corner,) = corners(written)
    lon, lat = corner.position
    half = corner.unit / 2
    off = GRS80.inv(lon, lat, lon + half, lat + half)[2]
    assert off <= rounding_m([corner]) <= off * 1.02 + 0.001
    assert rounding_m([corner]) == pytest.approx(metres, rel=0.06)


def test_an_outline_that_crosses_itself_is_refused() -> None:
    bow_tie = corners("113.1,31.1; 113.2,31.2; 113.2,31.1; 113.1,31.2")
    with pytest.raises(Fault, match="crosses itself"):
        geometry("polygon", bow_tie, "cgcs2000")
