"""JSON and JSON lines: schema, order of keys, the same bytes, no figure that is none."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

import runs
from zonecheck.errors import Problem
from zonecheck.reports import FORMATS, Options
from zonecheck.results import Finding, ProjectResult
from zonecheck.words import same

ZH = Options("zh")
TOP = [
    "schema",
    "zonecheck",
    "versions",
    "on",
    "packs",
    "layers",
    "decisions",
    "scope",
    "summary",
    "projects",
    "errors",
]
PROJECT = [
    "source",
    "index",
    "id",
    "name",
    "on",
    "outline",
    "verdict",
    "checked",
    "not_checked",
    "open",
    "findings",
]
FINDING = [
    "rule",
    "effect",
    "outcome",
    "because",
    "citation",
    "message",
    "facts",
    "missing",
    "decision",
    "evidence",
]
EVIDENCE = [
    "predicate",
    "truth",
    "layer",
    "feature",
    "distance_m",
    "limit_m",
    "margin_m",
    "accuracy",
    "baseline",
]


def written(
    name: str, *projects: ProjectResult, options: Options = ZH, errors: tuple[Problem, ...] = ()
) -> str:
    stream = io.StringIO()
    FORMATS[name](runs.run_of(projects, errors=errors), stream, options)
    return stream.getvalue()


def document(*projects: ProjectResult, options: Options = ZH) -> dict[str, Any]:
    return json.loads(written("json", *projects, options=options))


def schema() -> dict[str, Any]:
    text = files("zonecheck").joinpath("schemas/result-1.schema.json").read_text(encoding="utf-8")
    return json.loads(text)


@pytest.mark.parametrize("options", [ZH, Options("en"), Options("zh", explain=True)])
@pytest.mark.parametrize("projects", [(), (runs.CLEAR,), (*runs.EVERY_VERDICT, runs.HOSTILE)])
def test_every_run_keeps_to_the_published_schema(
    projects: tuple[ProjectResult, ...], options: Options
) -> None:
    checker = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())
    text = written("json", *projects, options=options, errors=(runs.UNREADABLE,))
    assert [error.message for error in checker.iter_errors(json.loads(text))] == []


@pytest.mark.parametrize(
    "path", [(), ("projects", 0), ("projects", 0, "findings", 0), ("packs", 0), ("summary",)]
)
def test_the_schema_refuses_an_unknown_key_and_a_missing_one(path: tuple[str | int, ...]) -> None:
    for spoil in (lambda part: part.update(surprise=1), lambda part: part.popitem()):
        result = document(runs.PROHIBITED)
        part: Any = result
        for step in path:
            part = part[step]
        spoil(part)
        assert not jsonschema.Draft202012Validator(schema()).is_valid(result)


def test_the_schema_describes_every_property() -> None:
    def bare(node: Any) -> list[str]:
        if isinstance(node, list):
            return [name for item in node for name in bare(item)]
        if not isinstance(node, dict):
            return []
        own = node.get("properties", {})
        nameless = [k for k, v in own.items() if not v.keys() & {"description", "$ref", "anyOf"}]
        return nameless + [name for value in node.values() for name in bare(value)]

    assert bare(schema()) == []


def test_keys_stand_in_the_order_of_the_contract() -> None:
    result = document(runs.PROHIBITED)
    project = result["projects"][0]
    measurement = project["findings"][0]["evidence"][0]
    assert list(result)[: len(TOP)] == TOP
    assert list(project)[: len(PROJECT) + 2] == [*PROJECT, "settle", "errors"]
    assert list(project["findings"][0])[: len(FINDING)] == FINDING
    assert list(project["findings"][0]["citation"])[:4] == ["document", "rank", "article", "quote"]
    assert list(measurement)[: len(EVIDENCE) + 1] == [*EVIDENCE, "nearest_point"]
    assert list(measurement["accuracy"])[:4] == ["layer_m", "site_m", "datum_m", "rounding_m"]
    assert list(result["packs"][0])[:4] == ["id", "rank", "in_force", "sha256"]
    assert list(result["layers"][0])[:5] == ["id", "sha256", "vintage", "baseline", "accuracy_m"]


@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
def test_the_same_run_gives_the_same_bytes(name: str) -> None:
    assert written(name, *runs.EVERY_VERDICT) == written(name, *runs.EVERY_VERDICT)
    assert written(name, *runs.EVERY_VERDICT).endswith("\n")


def test_lengths_are_rounded_to_a_millimetre_and_points_to_nine_decimals() -> None:
    bank = document(runs.PROHIBITED)["projects"][0]["findings"][0]["evidence"][0]
    assert (bank["distance_m"], bank["margin_m"]) == (100.251, 99.749)
    assert bank["nearest_point"] == [113.381220457, 31.70001]
    assert bank["accuracy"] == {
        "layer_m": 800,
        "site_m": 0,
        "datum_m": 0,
        "rounding_m": 0,
        "site_declared": False,
    }
    assert '"limit_m": 1000,' in written("json", runs.PROHIBITED)


@pytest.mark.parametrize("figure", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_a_figure_that_is_no_number_is_refused_not_written(name: str, figure: float) -> None:
    bad = replace(runs.RIVER, evidence=(replace(runs.BANK, distance_m=figure),))
    with pytest.raises(ValueError, match="not JSON compliant"):
        written(name, replace(runs.PROHIBITED, findings=(bad,)))


def test_summary_counts_every_verdict() -> None:
    assert document(*runs.EVERY_VERDICT, runs.CLEAR)["summary"] == {
        "projects": 7,
        "prohibited": 1,
        "review": 1,
        "conditional": 1,
        "clear": 2,
        "out_of_scope": 1,
        "invalid": 1,
    }


def test_what_does_not_apply_and_the_reasoning_come_only_with_explain() -> None:
    def outcomes(options: Options) -> set[str]:
        return {
            finding["outcome"]
            for finding in document(runs.PROHIBITED, options=options)["projects"][0]["findings"]
        }

    assert "not_applicable" not in outcomes(ZH)
    assert "open" in outcomes(ZH)
    assert "not_applicable" in outcomes(Options("zh", explain=True))
    assert document(runs.PROHIBITED)["projects"][0]["findings"][1]["explanation"] == []


def test_json_lines_begin_with_the_run_and_end_with_the_summary() -> None:
    lines = [
        json.loads(line)
        for line in written("jsonl", *runs.EVERY_VERDICT, errors=(runs.UNREADABLE,)).splitlines()
    ]
    assert [line["type"] for line in lines] == ["run", *["project"] * 6, "summary"]
    assert all(next(iter(line)) == "type" for line in lines)
    assert lines[-1]["projects"] == 6
    assert lines[-1]["errors"] == [{"source": "broken.geojson", "message": "文件在第3行第7列中断"}]


def test_json_lines_and_json_hold_the_same_projects() -> None:
    lines = [json.loads(line) for line in written("jsonl", *runs.EVERY_VERDICT).splitlines()[1:-1]]
    assert [{**line} for line in lines] == [
        {"type": "project", **p} for p in document(*runs.EVERY_VERDICT)["projects"]
    ]


def test_json_lines_are_written_while_projects_still_come() -> None:
    stream = io.StringIO()
    seen: list[str] = []

    def projects() -> Any:
        yield runs.PROHIBITED
        seen.append(stream.getvalue())
        yield runs.CLEAR

    FORMATS["jsonl"](replace(runs.run_of([]), projects=projects()), stream, ZH)
    assert "DEMO-01" in seen[0]


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_hostile_names_come_back_unchanged_and_steer_no_terminal(name: str) -> None:
    shown = written(name, replace(runs.HOSTILE, name=runs.HOSTILE_NAME + "\ud800"))
    assert [c for c in shown if not c.isprintable() and c != "\n"] == []
    project = json.loads(shown)["projects"][0] if name == "json" else json.loads(shown.splitlines()[1])
    assert project["name"] == runs.HOSTILE_NAME + "\ud800"
    assert "随政发〔2018〕4号" in shown


def test_errors_that_come_up_while_projects_are_read_are_in_the_document() -> None:
    run = runs.run_of([])

    def projects() -> Any:
        yield runs.CLEAR
        run.errors.append(Problem("late.geojson", same("late")))

    stream = io.StringIO()
    FORMATS["json"](replace(run, projects=projects()), stream, ZH)
    assert json.loads(stream.getvalue())["errors"] == [{"source": "late.geojson", "message": "late"}]


def test_a_whole_document_is_indented_evenly() -> None:
    text = written("json", runs.PROHIBITED, runs.CLEAR)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_findings_keep_the_order_in_which_they_came() -> None:
    findings: list[Finding] = list(runs.CONDITIONAL.findings)
    shown = document(runs.CONDITIONAL)["projects"][0]["findings"]
    assert [entry["rule"] for entry in shown] == [finding.rule for finding in findings]
