"""What CI systems read: each finding once, on its line, graded, and nothing from an input taken for a command."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

import runs
from zonecheck.errors import Problem
from zonecheck.reports import FORMATS, FileWriter, Options
from zonecheck.reports.locate import Fingerprints, path_of, uri_of
from zonecheck.results import Decided, ProjectResult
from zonecheck.words import Text, same

ZH = Options("zh")
EVERY = (*runs.EVERY_VERDICT, runs.HOSTILE)
SCHEMAS = Path(os.environ.get("ZONECHECK_SCHEMAS", Path(__file__).parents[2] / "shared" / "schemas"))


def published(name: str) -> Path:
    """A schema as its publisher gives it; not part of this repository."""
    path = SCHEMAS / name
    if not path.is_file():
        pytest.skip(f"{name} is not at hand; name its folder in ZONECHECK_SCHEMAS")
    return path


def written(
    name: str, *projects: ProjectResult, options: Options = ZH, errors: tuple[Problem, ...] = ()
) -> str:
    stream = io.StringIO()
    writer = FORMATS[name]
    assert not isinstance(writer, FileWriter)
    summary = writer(runs.run_of(projects, errors=errors), stream, options)
    assert summary.projects == len(projects)
    return stream.getvalue()


def sarif(*projects: ProjectResult, options: Options = ZH) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(written("sarif", *projects, options=options))["runs"][0]
    return run


def junit(*projects: ProjectResult) -> ElementTree.Element:
    return ElementTree.fromstring(written("junit", *projects))


def gitlab(*projects: ProjectResult) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(written("gitlab", *projects))
    return issues


def decided(decides: Any) -> ProjectResult:
    decision = Decided(decides, "水利局", "随水函〔2026〕1号", "实测岸线", runs.DAY, runs.DAY)
    return replace(runs.REVIEW, findings=(replace(runs.UNDECIDED, decision=decision),))


@pytest.mark.parametrize("profile", ["full", "github"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif_is_valid_by_the_oasis_schema(profile: Any, language: Any) -> None:
    schema = json.loads(published("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    log = written(
        "sarif", *EVERY, options=Options(language, sarif_profile=profile), errors=(runs.UNREADABLE,)
    )
    jsonschema.Draft4Validator(schema).validate(json.loads(log))


def test_sarif_tells_every_outcome_by_kind_and_gives_a_level_to_failures_only() -> None:
    results = [entry for project in runs.EVERY_VERDICT for entry in sarif(project)["results"]]
    told = {(entry["properties"]["outcome"], entry["kind"], entry["level"]) for entry in results}
    assert told >= {
        ("violated", "fail", "error"),
        ("unmet", "fail", "warning"),
        ("undetermined", "open", "none"),
        ("open", "open", "none"),
        ("satisfied", "pass", "none"),
        ("exempt", "pass", "none"),
        ("met", "pass", "none"),
        ("not_applicable", "notApplicable", "none"),
    }


def test_sarif_calls_it_a_review_where_only_discretion_is_left() -> None:
    finding = replace(runs.UNDECIDED, because=("discretion",))
    (entry,) = sarif(replace(runs.REVIEW, findings=(finding,)))["results"]
    assert (entry["kind"], entry["level"]) == ("review", "none")


def test_sarif_for_github_holds_nothing_that_asks_nothing_of_anybody() -> None:
    results = sarif(*EVERY, options=Options("zh", sarif_profile="github"))["results"]
    assert {(entry["properties"]["outcome"], entry["level"]) for entry in results} == {
        ("violated", "error"),
        ("undetermined", "warning"),
        ("unmet", "warning"),
    }


def test_sarif_for_github_has_only_places_in_files_and_keeps_projects_of_one_line_apart() -> None:
    options = Options("zh", sarif_profile="github")
    results = sarif(runs.PROHIBITED, runs.PROHIBITED, options=options)["results"]
    assert all("relatedLocations" not in entry for entry in results)
    hashes = [entry["partialFingerprints"]["primaryLocationLineHash"] for entry in results]
    assert len(set(hashes)) == len(hashes)


def test_sarif_for_github_keeps_the_gravest_and_counts_what_github_would_not_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zonecheck.reports.sarif._MOST_ON_GITHUB", 2)
    run = sarif(runs.REVIEW, runs.PROHIBITED, options=Options("en", sarif_profile="github"))
    assert [entry["level"] for entry in run["results"]] == ["error", "error"]
    left_out = run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    assert "takes 2 results of a run" in left_out
    assert len(sarif(runs.REVIEW, runs.PROHIBITED)["results"]) > 2


def test_sarif_results_point_at_the_line_of_their_project_and_at_a_rule_and_an_article_that_exist() -> None:
    run = sarif(*EVERY)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    articles = {(book["name"], article["id"]) for book in run["taxonomies"] for article in book["taxa"]}
    assert len(rules) == len(set(rules))
    for entry in run["results"]:
        assert rules[entry["ruleIndex"]] == entry["ruleId"]
        assert {(taxon["toolComponent"]["name"], taxon["id"]) for taxon in entry["taxa"]} <= articles
    (start,) = {
        entry["locations"][0]["physicalLocation"]["region"]["startLine"]
        for entry in sarif(runs.REVIEW)["results"]
    }
    assert start == 31


def test_sarif_marks_are_unique_and_stay_the_same_when_another_project_is_added() -> None:
    twice = sarif(runs.PROHIBITED, runs.PROHIBITED)["results"]
    marks = [entry["partialFingerprints"]["zonecheck/v1"] for entry in twice]
    assert len(set(marks)) == len(marks)
    later = sarif(runs.CLEAR, runs.PROHIBITED)["results"][-len(runs.PROHIBITED.findings) :]
    assert [entry["partialFingerprints"]["zonecheck/v1"] for entry in later] == marks[: len(later)]


def test_sarif_says_what_could_not_be_read_and_that_the_run_is_not_complete() -> None:
    (invocation,) = sarif(runs.INVALID)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "外环自相交" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert sarif(runs.CLEAR)["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize("decides", ["satisfied", "not_applicable", "waived"])
def test_sarif_suppresses_what_a_person_decided_and_says_who(decides: str) -> None:
    (entry,) = sarif(decided(decides))["results"]
    (suppression,) = entry["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert "水利局" in suppression["justification"]


def test_a_decision_that_the_rule_is_touched_is_a_failure_everywhere() -> None:
    project = decided("violated")
    (entry,) = sarif(project)["results"]
    assert (entry["kind"], entry["level"], entry["suppressions"]) == ("fail", "error", [])
    assert junit(project).find(".//failure") is not None
    assert gitlab(project)[-1]["severity"] == "critical"
    assert "\n::error " in written("github", project)


def test_junit_is_valid_by_the_schema_of_jenkins() -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml checks XML by a schema")
    schema = etree.XMLSchema(etree.parse(str(published("junit-10.xsd"))))
    for projects in (EVERY, ()):
        document = written("junit", *projects, errors=(runs.UNREADABLE,))
        schema.assertValid(etree.fromstring(document.encode()))


@pytest.mark.parametrize(
    ("outcome", "mark"),
    [
        ("violated", "failure"),
        ("undetermined", "error"),
        ("unmet", "failure"),
        ("open", "skipped"),
        ("not_applicable", "skipped"),
        ("satisfied", "system-out"),
        ("met", "system-out"),
        ("exempt", "system-out"),
    ],
)
def test_junit_marks_a_case_by_its_outcome(outcome: Any, mark: str) -> None:
    root = junit(replace(runs.CLEAR, findings=(replace(runs.RIVER, outcome=outcome),)))
    (case,) = root.iter("testcase")
    assert [child.tag for child in case] == [mark]
    assert runs.CLAUSE.quote in (case[0].text or "")


def test_junit_skips_what_was_decided_and_never_fails_advice() -> None:
    assert junit(decided("satisfied")).find(".//skipped") is not None
    advice = replace(runs.EIA_MISSING, effect="advise")
    assert junit(replace(runs.CONDITIONAL, findings=(advice,))).find(".//failure") is None


def test_junit_counts_what_it_holds_and_names_no_case_twice() -> None:
    root = junit(*EVERY, *EVERY)
    cases = list(root.iter("testcase"))
    assert root.get("tests") == str(len(cases))
    assert root.get("errors") == str(sum(case.find("error") is not None for case in cases))
    names = [(case.get("classname"), case.get("name")) for case in junit(*EVERY).iter("testcase")]
    assert len(set(names)) == len(names)


def test_junit_of_a_file_that_could_not_be_read_is_an_error_and_no_empty_report() -> None:
    root = ElementTree.fromstring(written("junit", errors=(runs.UNREADABLE,)))
    (suite,) = root.iter("testsuite")
    assert (suite.get("name"), suite.get("errors")) == ("broken.geojson", "1")


def test_github_gives_the_summary_first_and_a_command_for_each_finding_on_its_line() -> None:
    lines = written("github", *runs.EVERY_VERDICT).splitlines()
    assert lines[0].startswith("::notice title=核查意见::共核查 6 个项目:触及禁止性规定 1")
    assert any(line.startswith("::error file=examples/site.geojson,line=4,title=") for line in lines)
    assert any(line.startswith("::warning file=examples/site.geojson,line=31,title=") for line in lines)
    kinds = [line.split()[0] for line in lines[1:]]
    assert (kinds.count("::error"), kinds.count("::warning")) == (3, 3)


def test_no_name_in_an_input_gives_github_a_command_or_a_property() -> None:
    name = "x\n::set-output name=a::b\r%0A::error::,file=/etc/passwd:1"
    hostile = replace(runs.PROHIBITED, name=name, source="a,line=9::b.geojson")
    lines = written("github", hostile).split("\n")
    clean = written("github", replace(hostile, name="x", source="a.geojson")).split("\n")
    assert [line.split(" ")[0] for line in lines] == [line.split(" ")[0] for line in clean]
    properties = [line.split("::")[1] for line in lines if line]
    assert all(part.count(",") == clean[at].split("::")[1].count(",") for at, part in enumerate(properties))


def test_gitlab_issues_are_graded_and_each_has_a_mark_of_its_own() -> None:
    issues = gitlab(*EVERY, *EVERY)
    marks = [issue["fingerprint"] for issue in issues]
    assert len(set(marks)) == len(marks)
    grades = {(issue["check_name"], issue["severity"]) for issue in issues}
    assert ("zonecheck/scope", "info") in grades
    assert (runs.RIVER.rule, "critical") in grades
    assert (runs.UNDECIDED.rule, "major") in grades
    assert ("zonecheck/unreadable", "blocker") in grades
    assert all(issue["location"]["lines"]["begin"] >= 1 for issue in issues)
    assert [issue["check_name"] for issue in issues].count("zonecheck/scope") == 1


def test_gitlab_finds_the_line_of_a_file_that_could_not_be_read() -> None:
    problem = Problem("in/broken.geojson:7", Text("文件中断", "the file ends"))
    issue = json.loads(written("gitlab", errors=(problem,)))[1]
    assert issue["location"] == {"path": "in/broken.geojson", "lines": {"begin": 7}}


@pytest.mark.parametrize("name", ["sarif", "gitlab", "github", "junit"])
def test_control_characters_of_an_input_do_not_reach_a_ci_log(name: str) -> None:
    text = written(name, runs.HOSTILE, replace(runs.PROHIBITED, name="a\x1b]0;t\x07\ufffe\ud800b"))
    assert not {"\x1b", "\x07", "\u202e", "\u2028", "\x9b"} & set(text)


@pytest.mark.parametrize(
    ("source", "path", "uri"),
    [
        ("./a b/府河.geojson", "a b/府河.geojson", "a%20b/%E5%BA%9C%E6%B2%B3.geojson"),
        ("in\\site.geojson", "in/site.geojson", "in/site.geojson"),
        ("C:\\in\\a.geojson", "C:/in/a.geojson", "file:///C:/in/a.geojson"),
        ("/in/a.geojson", "/in/a.geojson", "file:///in/a.geojson"),
        ("-", "stdin", "stdin"),
    ],
)
def test_paths_are_named_as_machines_want_them(source: str, path: str, uri: str) -> None:
    assert (path_of(source), uri_of(source)) == (path, uri)


def test_a_mark_that_was_given_is_not_given_again() -> None:
    marks = Fingerprints()
    assert marks.of(runs.CLEAR, "rule") != marks.of(runs.CLEAR, "rule")
    assert Fingerprints().of(runs.CLEAR, "rule") == Fingerprints().of(replace(runs.CLEAR, name="new"), "rule")


def test_a_title_in_one_language_stays_plain_text() -> None:
    project = replace(runs.PROHIBITED, findings=(replace(runs.RIVER, title=same("a\tb")),))
    assert "a b" in written("github", project)
