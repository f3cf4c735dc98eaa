"""Does `zonecheck rules` say what is asked, in both languages, with the right status?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import small_pack
from zonecheck.cli import run
from zonecheck.packs import load


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(["rules", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize(("lang", "rank"), [("zh", "规范性文件"), ("en", "normative document")])
def test_list_names_every_bundled_pack_with_its_rank(
    capsys: pytest.CaptureFixture[str], lang: str, rank: str
) -> None:
    status, out, _ = said(capsys, "list", "--lang", lang)
    assert status == 0
    line = next(line for line in out.splitlines() if line.startswith("suizhou-2018-4 "))
    assert "随政发〔2018〕4号" in line
    assert rank in line


@pytest.mark.parametrize("name", ["river-1km", "suizhou-2018-4/river-1km"])
def test_show_prints_the_clause_its_reading_and_what_it_forbids(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status, out, _ = said(capsys, "show", name, "--lang", "zh")
    assert status == 0
    assert "沿府河、漂水、氵厥水等重要河流岸线1公里范围内禁止新建重化工项目" in out
    assert "按全市适用解释" in out
    assert "距府河、漂水、㵐水不超过1000" in out
    assert "属解释性意见" in out


def test_show_of_a_pack_prints_its_doubt_and_what_it_leaves_unchecked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = said(capsys, "show", "suizhou-2018-4", "--lang", "zh")
    assert status == 0
    assert "标注“有效”不等于现行有效" in out
    assert "随州市府澴河流域保护条例" in out


def test_show_of_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, "show", "nope", "--lang", "en")
    assert (status, out) == (2, "")
    assert "there is no rule or pack nope" in err


def test_lint_of_a_sound_pack_ends_well(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = small_pack.write(tmp_path / "pack")
    status, out, _ = said(capsys, "lint", str(folder), "--lang", "en")
    assert (status, out) == (0, f"{folder}: no problem found\n")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "应为大于 0 的数，实为'-5'"), ("en", "expected a number above 0, got '-5'")]
)
def test_lint_of_a_faulty_pack_names_file_and_line_and_ends_with_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str, words: str
) -> None:
    folder = small_pack.write(tmp_path / "pack", ("at_most_m: 1000", "at_most_m: -5"))
    status, out, _ = said(capsys, "lint", str(folder), "--lang", lang)
    line = small_pack.line_of("at_most_m: 1000")
    assert status == 2
    assert f"{folder}/pack.yaml:{line}: at_most_m: {words}" in out


def test_a_check_with_a_faulty_pack_checks_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = small_pack.write(tmp_path / "pack", ("at_most_m: 1000", "at_most_m: -5"))
    project = tmp_path / "project.geojson"
    project.write_text('{"type": "Point", "coordinates": [113.4, 31.7]}', encoding="utf-8")
    status = run(["check", str(project), "--pack", str(folder), "--lang", "en"])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert "at_most_m: expected a number above 0" in err


@pytest.mark.parametrize("option", [[], ["--cases"]])
def test_schema_is_json_schema(capsys: pytest.CaptureFixture[str], option: list[str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    status, out, _ = said(capsys, "schema", *option)
    assert status == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))


def test_coverage_prints_every_provision(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "coverage", "suizhou-2018-4", "--lang", "zh")
    assert status == 0
    rows = [line for line in out.splitlines() if line[:1] in "一二三四"]
    assert len(rows) == len(load.load("suizhou-2018-4").provisions)
    assert all(len(row.split(maxsplit=1)) == 2 for row in rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_help_of_each_command_is_in_the_language_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    status, out, _ = said(capsys, "--lang", lang, "--help")
    assert status == 0
    assert ("规则包" in out) == (lang == "zh")
