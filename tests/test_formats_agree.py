"""One run in every format: the same projects, verdicts, outcomes and distances, whoever reads them."""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import geopandas
import pytest

from worlds import ask, site_at
from zonecheck.reports import FORMATS, FileWriter, Options
from zonecheck.reports.vocabulary import VERDICT
from zonecheck.reports.write import Target, write_files
from zonecheck.results import Measurement, Run
from zonecheck.screening import Request, screen

EXAMPLES = Path(__file__).parents[1] / "examples"
FUHE = "119.987"  # metres, as printed, of the first example

pytestmark = pytest.mark.slow  # every format of every example, maps and all

Told = Counter[tuple[str, str]]  # rule and outcome


@pytest.fixture(scope="module")
def run() -> Run:
    request = Request(paths=[str(EXAMPLES)], today=date(2026, 11, 23))
    found = screen(request).run
    return replace(found, projects=tuple(found.projects))


@pytest.fixture(scope="module")
def folder(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format of one run."""
    place = tmp_path_factory.mktemp("all")
    write_files(run, [Target(name, place / f"report.{name}") for name in FORMATS], FORMATS, Options("zh"))
    return place


def text(folder: Path, name: str) -> str:
    return (folder / f"report.{name}").read_text(encoding="utf-8-sig")


def verdicts(run: Run) -> list[str]:
    return [project.verdict for project in run.projects]


def told(run: Run, *, but: tuple[str, ...] = ()) -> Told:
    findings = [finding for project in run.projects for finding in project.findings]
    return Counter((finding.rule, finding.outcome) for finding in findings if finding.outcome not in but)


def words(run: Run) -> Counter[str]:
    return Counter(VERDICT[project.verdict].zh for project in run.projects)


def distances(run: Run) -> list[float | None]:
    """The first figure of the worst finding of each project."""
    found = []
    for project in run.projects:
        evidence = project.findings[0].evidence if project.findings else ()
        figure = next((entry for entry in evidence if isinstance(entry, Measurement)), None)
        found.append(round(figure.distance_m, 3) if figure and figure.distance_m is not None else None)
    return found


def test_the_formats_for_data_hold_every_verdict_in_order(folder: Path, run: Run) -> None:
    by_line = [json.loads(line) for line in text(folder, "jsonl").splitlines()]
    gpkg = geopandas.read_file(folder / "report.gpkg", layer="projects")
    held = {
        "json": [project["verdict"] for project in json.loads(text(folder, "json"))["projects"]],
        "jsonl": [record["verdict"] for record in by_line if record["type"] == "project"],
        "geojson": [f["properties"]["verdict"] for f in json.loads(text(folder, "geojson"))["features"]],
        "gpkg": gpkg["verdict"].tolist(),
        "parquet": geopandas.read_parquet(folder / "report.parquet")["verdict"].tolist(),
        "csv": [row["verdict"] for row in _first_rows(folder)],
    }
    assert held == dict.fromkeys(held, verdicts(run))


def _first_rows(folder: Path) -> list[dict[str, str]]:
    rows = list(csv.DictReader(text(folder, "csv").splitlines()))
    return list({(row["source"], row["index"]): row for row in reversed(rows)}.values())[::-1]


def test_the_formats_with_maps_hold_the_same_distances(folder: Path, run: Run) -> None:
    features = json.loads(text(folder, "geojson"))["features"]
    frames = [
        geopandas.read_file(folder / "report.gpkg", layer="projects"),
        geopandas.read_parquet(folder / "report.parquet"),
    ]
    assert [feature["properties"]["distance_m"] for feature in features] == distances(run)
    for frame in frames:
        figures = frame["distance_m"].astype(object).where(frame["distance_m"].notna(), None)
        assert figures.tolist() == distances(run)


def test_the_formats_with_rules_hold_every_outcome(folder: Path, run: Run) -> None:
    rows = csv.DictReader(text(folder, "csv").splitlines())
    results = json.loads(text(folder, "sarif"))["runs"][0]["results"]
    layer = geopandas.read_file(folder / "report.gpkg", layer="findings")
    assert Counter((row["rule"], row["outcome"]) for row in rows if row["rule"]) == told(run)
    assert Counter((r["ruleId"], r["properties"]["outcome"]) for r in results) == told(run)
    assert Counter(zip(layer["rule"], layer["outcome"], strict=True)) == told(run)
    shown = told(run, but=("not_applicable",))
    assert _in_json(json.loads(text(folder, "json"))["projects"]) == shown


def _in_json(projects: list[dict[str, Any]]) -> Told:
    return Counter((f["rule"], f["outcome"]) for project in projects for f in project["findings"])


def test_the_formats_for_ci_hold_what_asks_something_of_somebody(folder: Path, run: Run) -> None:
    kinds = Counter(outcome for _, outcome in told(run).elements())
    commands = Counter(line.split(" ")[0] for line in text(folder, "github").splitlines())
    invalid = verdicts(run).count("invalid")
    assert commands["::error"] == kinds["violated"] + invalid
    grades = Counter(issue["severity"] for issue in json.loads(text(folder, "gitlab")))
    assert (grades["critical"], grades["blocker"]) == (kinds["violated"], invalid)
    root = ElementTree.fromstring(text(folder, "junit"))
    assert root.get("failures") == str(kinds["violated"] + kinds["unmet"] - _advice_unmet(run))
    assert root.get("errors") == str(kinds["undetermined"] + invalid)


def _advice_unmet(run: Run) -> int:
    found = [finding for project in run.projects for finding in project.findings]
    return sum(finding.effect == "advise" and finding.outcome == "unmet" for finding in found)


def _document(folder: Path) -> str:
    document = docx.Document(str(folder / "report.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


READERS: dict[str, Callable[[Path], str]] = {
    "text": lambda folder: text(folder, "text"),
    "markdown": lambda folder: text(folder, "markdown").replace("\\", ""),
    "html": lambda folder: html.unescape(text(folder, "html")),
    "docx": _document,
}


@pytest.mark.parametrize("name", READERS)
def test_what_people_read_holds_each_verdict_as_often_and_the_figure(
    folder: Path, run: Run, name: str
) -> None:
    shown = READERS[name](folder).replace("\u00a0", " ")
    for words_zh, count in words(run).items():
        assert shown.count(words_zh) >= count, words_zh
    assert FUHE in shown
    assert "辅助核查意见" in shown


@pytest.mark.parametrize(
    "name", [name for name, writer in FORMATS.items() if not isinstance(writer, FileWriter)]
)
def test_every_text_names_the_first_distance_to_the_millimetre_and_holds_no_nan(
    folder: Path, name: str
) -> None:
    shown = text(folder, name)
    assert re.search(r"119\\?\.987", shown)
    assert not re.search(r"\bNaN\b|\bInfinity\b", re.sub(r"<script.*?</script>", "", shown, flags=re.DOTALL))


@pytest.mark.parametrize(("encoding", "told"), [("gbk", True), ("UTF_8", False)])
def test_an_encoding_named_for_files_that_lay_down_their_own_is_told_to_be_of_no_use(
    capsys: Any, tmp_path: Path, encoding: str, told: bool
) -> None:
    sites = geopandas.GeoDataFrame({"id": ["P1"]}, geometry=[site_at(5000)], crs=4490)
    sites.to_file(tmp_path / "p.gpkg", driver="GPKG")
    answers = {
        language: ask(capsys, tmp_path / "p.gpkg", "--encoding", encoding, "--lang", language)
        for language in ("zh", "en")
    }
    words = {
        "zh": f"--encoding 不用于 {tmp_path / 'p.gpkg'}:这种格式已规定文字编码",
        "en": f"--encoding was not used for {tmp_path / 'p.gpkg'}: such files lay down how text is written",
    }
    for language, answer in answers.items():
        assert (words[language] in answer.err.splitlines()) == told
