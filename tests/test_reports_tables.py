"""CSV and Markdown: every finding in its row, and nothing from the input taken for a formula or for markup."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

import runs
from zonecheck.reports import FORMATS, Options
from zonecheck.reports.conformity import rows
from zonecheck.reports.csv_table import COLUMNS
from zonecheck.reports.figures import gathered
from zonecheck.reports.markdown import plain
from zonecheck.reports.settling import settled_by, undetermined
from zonecheck.results import ProjectResult

ZH = Options("zh")
NO_FIGURES = dict.fromkeys(("distance_m", "limit_m", "margin_m", "accuracy", "nearest_point"))


def written(name: str, *projects: ProjectResult, options: Options = ZH) -> str:
    stream = io.StringIO()
    FORMATS[name](runs.run_of(projects), stream, options)
    return stream.getvalue()


def rows_of(*projects: ProjectResult) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv", *projects))))


def test_csv_has_a_row_for_every_finding_and_one_for_a_project_without() -> None:
    rows = rows_of(runs.PROHIBITED, runs.INVALID)
    assert [row["outcome"] for row in rows] == [*(f.outcome for f in runs.PROHIBITED.findings), ""]
    assert rows[-1]["errors"] == "外环自相交"
    assert None not in rows[0]


def test_csv_shows_what_does_not_apply_with_its_reason() -> None:
    (row,) = [row for row in rows_of(runs.CLEAR) if row["outcome"] == "not_applicable"]
    assert (row["words"], row["message"]) == ("不涉及", "行业1431,非重化工、非造纸。")


def test_csv_carries_day_packs_and_layers_in_every_row() -> None:
    for row in rows_of(*runs.EVERY_VERDICT):
        assert (row["on"], row["packs"], row["layers"]) == (
            "2026-11-23",
            "suizhou-2018-4 yangtze-2020",
            "rivers parks",
        )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\r@", "＝", "＠", "\u202e="])
def test_csv_text_is_never_a_formula(start: str) -> None:
    cell = rows_of(replace(runs.CLEAR, name=start + "1+1"))[0]["name"]
    assert cell.startswith("'")


def test_csv_numbers_stay_numbers_even_when_negative() -> None:
    assert rows_of(runs.REVIEW)[0]["margin_m"] == "-490.73"


def test_csv_rows_are_all_as_long_as_the_header() -> None:
    table = list(csv.reader(io.StringIO(written("csv", *runs.EVERY_VERDICT, runs.HOSTILE))))
    assert {len(row) for row in table} == {len(COLUMNS)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("[x](http://e)", r"\[x\](http\://e)"),
        ("<b>", r"\<b\>"),
        ("a\n# b", r"a \# b"),
        ("- x", r"\- x"),
        ("1. x", r"1\. x"),
        ("2) x", r"2\) x"),
        ("www.e.cn", r"www\.e.cn"),
        ("`*_~$!&{}\\", r"\`\*\_\~\$\!\&\{\}" + "\\\\"),
    ],
)
def test_markdown_text_is_never_markup(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_markdown_table_has_one_row_for_each_finding_by_rank_of_document() -> None:
    table = [line for line in written("markdown", runs.PROHIBITED).splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(runs.PROHIBITED.findings)
    assert table[2].startswith("| 1 | 中华人民共和国长江保护法 第二十六条第二款")
    assert any("· 不涉及" in row for row in table)


def test_hostile_name_makes_no_row_or_heading_in_markdown() -> None:
    hostile = replace(runs.HOSTILE, name="x |\n| y | z\n# h\n- [l](javascript:1)")
    lines = written("markdown", hostile).splitlines()
    plain_lines = written("markdown", replace(hostile, name="x")).splitlines()
    assert [line[:2] for line in lines] == [line[:2] for line in plain_lines]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markdown_ends_with_the_disclaimer_and_counts_first(language: str) -> None:
    shown = written("markdown", *runs.EVERY_VERDICT, options=Options(language))  # type: ignore[arg-type]
    ends = {"zh": "辅助核查意见,不作为行政许可或处罚依据\n", "en": "administrative permits or penalties\n"}
    assert shown.endswith(ends[language])


def test_a_document_gives_its_title_rank_and_day_once_and_then_only_the_place() -> None:
    first, second = replace(runs.RIVER), replace(runs.DUTY_OPEN, citation=runs.DUTY_CLAUSE)
    project = replace(runs.PROHIBITED, findings=(first, second, replace(first, citation=runs.YANGTZE)))
    shown = [[line.zh for line in row.document] for row in rows(project, runs.run_of([]))]
    assert shown == [
        ["中华人民共和国长江保护法 第二十六条第二款", "法律,2021-03-01起施行"],
        [
            "《关于促进开发区改革和创新发展的实施意见》",
            "随政发〔2018〕4号 二(三)",
            "规范性文件,2018-02-15起施行",
        ],
        ["随政发〔2018〕4号 二(三)"],
    ]


def test_a_row_that_does_not_apply_says_why_and_leaves_out_what_has_no_bearing() -> None:
    finding = replace(
        runs.RIVER, outcome="not_applicable", evidence=(replace(runs.CHEMICAL, truth="no"), runs.NEAR)
    )
    (row,) = rows(replace(runs.CLEAR, findings=(finding,)), runs.run_of([]))
    assert [line.zh for line in row.situation] == ["行业属于重化工:否(2614)", "距漂水 1310.000\u00a0m"]


def test_each_doubt_names_who_can_settle_it() -> None:
    finding = replace(runs.UNDECIDED, because=("missing_attribute", "accuracy", "coverage"))
    found = rows(replace(runs.REVIEW, findings=(finding, runs.DUTY_OPEN)), runs.run_of([]))
    (row,) = undetermined(found)
    assert settled_by(row).zh == "建设单位补充申报;补充实测岸线或完整图层后重新核查,岸线由水行政主管部门确定"


def test_a_row_that_does_not_apply_outside_the_parks_names_them_together() -> None:
    away = [
        replace(runs.BANK, predicate="intersects", truth="no", feature=name, **NO_FIGURES)
        for name in ("甲园区", "乙园区")
    ]
    finding = replace(runs.DUTY_OPEN, outcome="not_applicable", evidence=tuple(away), because=())
    (row,) = rows(replace(runs.CLEAR, findings=(finding,)), runs.run_of([]))
    assert [line.zh for line in row.situation] == ["与甲园区、乙园区不相交"]


def test_figures_are_never_told_together() -> None:
    assert list(gathered([runs.NEAR, runs.NEAR, runs.BANK])) == [runs.NEAR, runs.NEAR, runs.BANK]
