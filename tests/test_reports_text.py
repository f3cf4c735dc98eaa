"""The text report, against files that a person has read. `ZONECHECK_GOLDEN=write` writes them anew."""

from __future__ import annotations

import io
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

import runs
from zonecheck.reports import Options
from zonecheck.reports.several_text import DETAILED_AT_MOST
from zonecheck.reports.terminal import cells
from zonecheck.reports.text import write_text
from zonecheck.results import Measurement, ProjectResult
from zonecheck.words import Language, Text

GOLDEN = Path(__file__).parent / "golden"
LAST_LINE = "辅助核查意见,不作为行政许可或处罚依据"

ZH = Options("zh")
EN = Options("en")


def text_of(*projects: ProjectResult, options: Options = ZH) -> str:
    stream = io.StringIO()
    write_text(runs.run_of(projects), stream, options)
    return stream.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "case", ["prohibited", "review", "conditional", "clear", "out_of_scope", "invalid", "several"]
)
def test_report_reads_as_the_one_a_person_has_read(case: str, language: Language) -> None:
    projects = [project for project in runs.EVERY_VERDICT if case in (project.verdict, "several")]
    stream = io.StringIO()
    write_text(
        runs.run_of(projects, errors=[runs.UNREADABLE][: len(projects) - 1]), stream, Options(language)
    )
    file = GOLDEN / f"{case}.{language}.txt"
    if os.environ.get("ZONECHECK_GOLDEN") == "write":
        file.write_text(stream.getvalue(), encoding="utf-8", newline="\n")
    assert stream.getvalue() == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("project", runs.EVERY_VERDICT, ids=lambda project: project.verdict)
def test_verdict_stands_first_and_the_disclaimer_last(project: ProjectResult) -> None:
    words = {
        "prohibited": "触及禁止性规定",
        "review": "须人工认定",
        "conditional": "有要求未满足",
        "clear": "未触及所核查的禁止性规定",
        "out_of_scope": "不在所载依据适用范围",
        "invalid": "无法核查",
    }
    first, *_, last = text_of(project).splitlines()
    assert first[2:] == words[project.verdict]
    assert last == LAST_LINE


@pytest.mark.parametrize("project", runs.EVERY_VERDICT, ids=lambda project: project.verdict)
def test_headline_counts_what_was_checked_and_what_was_not(project: ProjectResult) -> None:
    counted = f"核查依据 {project.checked} 项,另有 {project.not_checked} 项未核查,{project.open} 项待办"
    assert counted in text_of(project)


@pytest.mark.parametrize(
    "word", ["通过", "合规", "准入", "compliant", "permitted", "approved project", "pass"]
)
def test_no_report_says_more_than_was_checked(word: str) -> None:
    for language in ("zh", "en"):
        shown = text_of(*runs.EVERY_VERDICT, options=Options(language, explain=True))
        assert word not in shown.lower()


def test_site_without_declared_accuracy_is_printed_as_not_declared() -> None:
    assert "误差 800 m(图层 800 m + 场地 未声明)" in text_of(runs.PROHIBITED)
    assert "site not declared" in text_of(runs.PROHIBITED, options=EN)


def test_only_a_normative_document_touched_is_said_in_the_headline() -> None:
    assert "  触及规范性文件的禁止性要求\n" in text_of(runs.ONLY_NORMATIVE)
    assert "触及规范性文件的禁止性要求" not in text_of(runs.PROHIBITED)


def test_indicative_bank_lines_are_said_in_the_headline() -> None:
    assert "岸线为示意数据" in text_of(runs.PROHIBITED)
    assert "岸线为示意数据" not in text_of(runs.CLEAR)


def test_open_rule_stands_once_among_the_things_to_do_with_its_clause() -> None:
    shown = text_of(runs.PROHIBITED)
    assert "◇ 核对场地是否涉及生态保护红线\n      须另行核对 · 随政发〔2018〕4号 二(三)" in shown
    assert "生态保护红线内的建设项目" not in shown


def test_open_finding_without_an_entry_to_do_is_still_shown() -> None:
    shown = text_of(replace(runs.PROHIBITED, to_do=()))
    assert "◇ 须另行核对  生态保护红线内的建设项目" in shown


def test_reasoning_and_what_does_not_apply_are_shown_only_when_asked_for() -> None:
    plain, explained = text_of(runs.PROHIBITED), text_of(runs.PROHIBITED, options=Options("zh", explain=True))
    for words in ("推理", "禁止:距重要河流不超过1000 m", "· 不涉及  高新区化工园区内新建重化工或造纸项目"):
        assert words not in plain
        assert words in explained


def test_hostile_names_stay_on_their_line_and_steer_nothing() -> None:
    shown = text_of(runs.HOSTILE) + text_of(runs.HOSTILE, runs.CLEAR)
    assert [c for c in shown if not c.isprintable() and c != "\n"] == []
    assert not any(line.startswith("□") for line in shown.splitlines())
    assert "[red]b[/nope]" in shown


def test_colour_comes_only_when_asked_for_and_changes_no_word() -> None:
    painted = text_of(*runs.EVERY_VERDICT, options=Options("zh", color=True))
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == text_of(*runs.EVERY_VERDICT)


@pytest.mark.parametrize("width", [50, 72, 88, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, language: Language) -> None:
    for project in runs.EVERY_VERDICT:
        shown = text_of(project, options=Options(language, width=width, explain=True))
        assert max(cells(line) for line in shown.splitlines()) <= width


def test_table_of_several_projects_is_aligned_in_cells() -> None:
    table = text_of(*runs.EVERY_VERDICT).split("\n\n", 1)[0].splitlines()
    assert len(table) == len(runs.EVERY_VERDICT)
    assert len({cells(line) for line in table}) == 1


def test_details_are_capped_worst_first_and_the_rest_is_counted() -> None:
    many = [replace(runs.REVIEW, index=n) for n in range(DETAILED_AT_MOST + 5)]
    shown = text_of(*many, runs.PROHIBITED, runs.CLEAR)
    assert shown.index(f"[{len(many) + 1}]") < shown.index("[1]")
    assert "另有 6 个项目的详情未在此列出" in shown


def test_reading_of_a_term_is_printed_in_full_once_and_named_again_where_it_is_used_again() -> None:
    second = replace(runs.RIVER, rule="suizhou-2018-4/river-other")
    shown = text_of(replace(runs.PROHIBITED, findings=(runs.RIVER, second)))
    assert shown.count("农药、涂料等") == 1
    assert shown.count("口径  「重化工」未见以行业代码作出的定义") == 2
    assert shown.count("(全文见上)") == 1


def test_declared_distance_is_shown_as_stated_not_as_measured() -> None:
    accuracy = replace(runs.BANK.accuracy, layer_m=5.0) if runs.BANK.accuracy else None
    declared = replace(runs.BANK, declared=True, baseline="bank", nearest_point=None, accuracy=accuracy)
    shown = text_of(replace(runs.PROHIBITED, findings=(replace(runs.RIVER, evidence=(declared,)),)))
    assert "申报  距府河 100.251 m,在限值 1000 m 以内,余量 99.749 m(据申报)" in shown
    assert "误差 5 m\n" in shown
    assert "量测" not in shown


def test_layer_that_cannot_answer_says_why() -> None:
    absent = Measurement(
        "within",
        "unknown",
        "rivers",
        None,
        None,
        1000.0,
        None,
        None,
        None,
        None,
        note=Text("图层已过期", "stale"),
    )
    shown = text_of(replace(runs.REVIEW, findings=(replace(runs.UNDECIDED, evidence=(absent,)),)))
    assert "量测  据河流图层不能判定\n          图层已过期\n" in shown


def test_values_that_read_alike_and_lead_to_the_same_verdict_stand_once() -> None:
    twice = replace(runs.SETTLE_INDUSTRY, values=runs.SETTLE_INDUSTRY.values * 2)
    shown = text_of(replace(runs.REVIEW, settle=(twice,)))
    assert shown.count("如 2614 有机化学原料制造") == 1


def test_run_without_any_project_still_shows_errors_scope_and_last_line() -> None:
    stream = io.StringIO()
    summary = write_text(runs.run_of([], errors=[runs.UNREADABLE]), stream, ZH)
    assert "broken.geojson: 文件在第3行第7列中断" in stream.getvalue()
    assert stream.getvalue().endswith(LAST_LINE + "\n")
    assert summary.projects == 0


def test_scope_lists_documents_by_rank_and_names_what_was_not_checked() -> None:
    shown = text_of(runs.CLEAR)
    assert shown.index("《中华人民共和国长江保护法》") < shown.index(
        "《关于促进开发区改革和创新发展的实施意见》"
    )
    assert "未核查    随州市府澴河流域保护条例" in shown
    assert "来自 my/layers.yaml" in shown


def test_brackets_and_braces_in_names_are_printed_as_they_are() -> None:
    assert "[/b]{x}%s" in text_of(replace(runs.CLEAR, name="[/b]{x}%s"))
