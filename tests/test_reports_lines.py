"""Lines of JSON from moulds: byte for byte what the whole record gives, whatever projects have alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import batches
import runs
from zonecheck.reports import Options
from zonecheck.reports.encoding import encode
from zonecheck.reports.lines import Lines
from zonecheck.reports.record import project_record
from zonecheck.results import Finding, Measurement, ProjectResult
from zonecheck.screening import screen
from zonecheck.words import same

PROJECTS = (*runs.EVERY_VERDICT, runs.ONLY_NORMATIVE, runs.HOSTILE)
STRANGE = ("100 %s %(x)s %%", "\x00gap\x00", '"\x00gap\x00"', "\u202e\u2028", "\ud800", None)


def the_same(projects: Sequence[ProjectResult], options: Options) -> None:
    lines = Lines(options)
    for project in projects:
        whole = encode({"type": "project", **project_record(project, options)}, None)
        assert lines.line(project) == whole


@pytest.mark.parametrize("explain", [False, True])
def test_lines_of_a_run_are_those_of_the_whole_records(tmp_path: Path, explain: bool) -> None:
    asked = batches.request(batches.write(tmp_path), explain=explain)
    projects = list(screen(asked).run.projects)
    assert len(projects) == 28
    for language in ("zh", "en"):
        the_same(projects, Options(language, explain=explain))


def test_plain_records_give_the_same_lines(tmp_path: Path) -> None:
    asked = batches.request(batches.write(tmp_path))
    full, plain = (list(screen(replace(asked, plain=each)).run.projects) for each in (False, True))
    lines = Lines(Options("zh"))
    assert list(map(lines.line, plain)) == list(map(lines.line, full))
    assert {each.site for each in plain} == {None}


def test_projects_of_every_sort_are_written_as_their_whole_records() -> None:
    the_same([*PROJECTS, *PROJECTS], Options("en"))
    the_same([*PROJECTS, *PROJECTS], Options("zh", explain=True))


def every_change(project: ProjectResult) -> Iterator[ProjectResult]:
    """The project with each of its fields as in another one."""
    for other in PROJECTS:
        for name in ProjectResult.__dataclass_fields__:
            yield replace(project, **{name: getattr(other, name)})


def test_projects_that_differ_in_one_thing_only_are_told_apart() -> None:
    the_same([changed for project in PROJECTS for changed in every_change(project)], Options("zh"))


def findings() -> list[Finding]:
    return [finding for project in PROJECTS for finding in project.findings]


def test_findings_that_differ_in_one_thing_only_are_told_apart() -> None:
    project = next(each for each in PROJECTS if each.findings)
    changed = [
        replace(project, findings=(replace(one, **{name: getattr(other, name)}),))
        for one in findings()
        for other in findings()
        for name in Finding.__dataclass_fields__
    ]
    the_same(changed, Options("zh"))


def test_measurements_that_differ_in_one_thing_only_are_told_apart() -> None:
    project = next(each for each in PROJECTS if each.findings)
    entries = [
        entry for finding in findings() for entry in finding.evidence if isinstance(entry, Measurement)
    ]
    odd = [
        replace(entries[0], note=same("%s"), limit_m=0.5, declared=True, nearest_point=None, margin_m=None)
    ]
    changed = [
        replace(one, **{name: getattr(other, name)})
        for one in entries
        for other in (*entries, *odd)
        for name in Measurement.__dataclass_fields__
    ]
    (finding, *_) = project.findings
    the_same([replace(project, findings=(replace(finding, evidence=tuple(changed)),))], Options("en"))


def test_what_reads_like_a_gap_or_a_place_in_a_text_is_written_as_it_is() -> None:
    changed = [
        replace(
            project,
            id=text,
            source=text or "",
            findings=tuple(
                replace(each, rule=text or "", message=same(text or "")) for each in project.findings
            ),
        )
        for project in PROJECTS
        for text in STRANGE
    ]
    the_same(changed, Options("zh"))


@pytest.mark.parametrize("figure", [float("nan"), float("inf")])
def test_a_figure_that_is_no_number_is_refused(figure: float) -> None:
    wrong = replace(runs.RIVER, evidence=(replace(runs.BANK, distance_m=figure),))
    with pytest.raises(ValueError, match="not JSON compliant"):
        Lines(Options("zh")).line(replace(runs.PROHIBITED, findings=(wrong,)))
