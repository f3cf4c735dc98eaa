"""Does `zonecheck rules` say what is asked, in both languages, with the right status?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


def record(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    status, out, _ = said(capsys, *arguments, "-f", "json")
    assert status == 0
    return json.loads(out)["result"]


@pytest.mark.parametrize("name", load.bundled())
def test_coverage_accounts_for_every_sentence_of_the_source(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (found,) = record(capsys, "coverage", name)
    source = load.read(name).source
    assert source
    told = [sentence for each in found["provisions"] for sentence in each["sentences"]]
    assert [sentence.text for sentence in source.sentences] == told
    assert all(each["rules"] or each["reason"]["zh"] for each in found["provisions"])
    assert found["counts"]["unaccounted"] == 0


def test_coverage_prints_every_provision_with_its_rules_or_the_reason_and_counts_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = said(capsys, "coverage", "suizhou-2018-4", "--lang", "zh")
    assert status == 0
    pack = load.load("suizhou-2018-4")
    for provision in pack.provisions:
        assert f"\n  {provision.at}  " in out
    assert "      禁止  river-1km：" in out
    assert "      不设规则：人才保障措施，不是项目核查事项。" in out
    assert "      未核查：投资强度：指标表未取得。" in out
    assert f"共 {len(pack.provisions)} 条：" in out
    assert f"0 条无着落；规则 {len(pack.rules)} 条（" in out
    assert "另知而未收录：鄂办文〔2016〕34号" in out


def test_coverage_of_all_packs_names_each_and_an_unknown_one_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert [each["pack"] for each in record(capsys, "coverage")] == load.bundled()
    status, out, err = said(capsys, "coverage", "nope", "--lang", "en")
    assert (status, out) == (2, "")
    assert "there is no rule pack nope" in err


def test_coverage_of_a_pack_that_forgets_a_sentence_ends_with_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = small_pack.write(tmp_path / "pack", source=small_pack.SOURCE + "\n## 三\n\n禁止甲。\n")
    status, out, err = said(capsys, "coverage", str(folder), "--lang", "en")
    assert (status, out) == (2, "")
    assert "the sentence 三 is in none of the provisions" in err


def test_show_prints_the_decision_as_a_table_and_the_cases_by_outcome(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = said(capsys, "show", "tailings-tributary", "--lang", "zh")
    assert status == 0
    rows = [line.split() for line in out.splitlines()]
    assert ["适用", "禁止情形", "但书", "结果", "结论", "说明"] in rows
    assert ["是", "是", "否", "不符合（violated）", "触及禁止性规定"] in rows
    assert ["—", "—", "是", "属但书除外（exempt）", "—"] in rows
    assert "罚则" in out
    assert "属但书除外（exempt）" in out.split("用例")[1]


@pytest.mark.parametrize("name", [rule.id for pack in load.bundled() for rule in load.load(pack).rules])
def test_every_outcome_of_the_table_of_a_rule_has_a_case(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    found = record(capsys, "show", name)
    in_table = {line["outcome"] for line in found["decision"]}
    assert {case["outcome"] for case in found["cases"]} <= in_table
    assert in_table - {case["outcome"] for case in found["cases"]} <= {"undetermined", "open"}
    assert found["quote"] or found["summary"]
    assert found["demand"]["zh"]


def test_show_finds_a_rule_in_a_folder_and_refuses_an_id_of_two(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = small_pack.write(tmp_path / "pack")
    found = record(capsys, "show", f"{folder}/river")
    assert found["id"] == "small/river"
    assert [case["name"] for case in found["cases"]] == ["河边"]
    status, out, err = said(capsys, "show", "control-unit", "--lang", "en")
    assert (status, out) == (2, "")
    assert "eco-environment-code/control-unit, yangtze-protection-law/control-unit" in err


def test_the_reasoning_names_each_question_in_words_with_what_was_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["examples/01-chemical-by-fuhe.geojson", "--explain", "--lang", "zh"])
    out = capsys.readouterr().out
    assert "是    建设性质为新建、迁建（新建）" in out
    assert "是    行业属于重化工（2614 有机化学原料制造）" in out
    assert (
        "是    距府河、漂水、㵐水不超过1000\xa0m（府河 " in out
        or "是    距府河、漂水、㵐水不超过1000 m（府河 " in out
    )
    assert "距长江流域的河流不超过1000" in out
    for machine in ("basin =", "图层 rivers", "图层 parks", "recognised", "eliminated", "为direct"):
        assert machine not in out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_help_of_each_command_is_in_the_language_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    status, out, _ = said(capsys, "--lang", lang, "--help")
    assert status == 0
    assert ("规则包" in out) == (lang == "zh")
