"""Is content never passed off as wording, and wording never as content?"""

from __future__ import annotations

from pathlib import Path

import pytest

import small_pack
from zonecheck.errors import PackError
from zonecheck.packs import load
from zonecheck.packs.source import parse
from zonecheck.results import Citation

SOURCE = small_pack.SOURCE.replace("鼓励入园。", "大意：鼓励项目进入园区。")
CONTENT = "summary: {zh: 鼓励项目进入园区, en: projects are to go into parks}"


def problems(folder: Path, *replaced: tuple[str, str], source: str = SOURCE) -> list[str]:
    with pytest.raises(PackError) as error:
        load.load(str(small_pack.write(folder / "pack", *replaced, source=source)))
    return [problem("en").rpartition("pack/")[2] for problem in error.value.problems]


def test_content_is_cited_as_content_and_printed_as_such(tmp_path: Path) -> None:
    pack = load.load(str(small_pack.write(tmp_path / "pack", ("quote: 鼓励入园", CONTENT), source=SOURCE)))
    citation = pack.rules[-1].citation
    assert citation.quote == ""
    assert citation.words.zh == "条文大意（非原文）：鼓励项目进入园区"
    assert citation.words.en == "content, not the wording: projects are to go into parks"


def test_words_of_a_sentence_of_which_only_the_content_is_known_cannot_be_quoted(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ("quote: 鼓励入园", "quote: 鼓励项目进入园区"))
    assert found.endswith("these words do not stand under 二 in source.md")


def test_content_that_the_source_does_not_give_is_refused(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ("quote: 鼓励入园", CONTENT.replace("园区", "城区")))
    assert found.endswith("a sentence of content starts with 大意：")


def test_wording_cannot_be_passed_off_as_content(tmp_path: Path) -> None:
    content = "summary: {zh: 鼓励入园, en: projects are to go into parks}"
    (found,) = problems(tmp_path, ("quote: 鼓励入园", content), source=small_pack.SOURCE)
    assert found.endswith("a sentence of content starts with 大意：")


@pytest.mark.parametrize("given", ["", f"quote: 鼓励入园, {CONTENT}"])
def test_a_citation_gives_the_words_or_the_content_and_not_both(tmp_path: Path, given: str) -> None:
    cites = ("cites: {at: 二, quote: 鼓励入园}", f"cites: {{at: 二, {given}}}")
    assert any("give exactly one of quote | summary" in each for each in problems(tmp_path, cites))


def test_a_document_need_not_say_by_whom_and_when_it_was_issued(tmp_path: Path) -> None:
    bare = ("{number: 某发〔2020〕1号, issuer: 某市人民政府, issued: 2020-01-01}", "{number: 某法}")
    assert load.load(str(small_pack.write(tmp_path / "pack", bare))).number == "某法"


def test_the_mark_of_content_is_no_part_of_it() -> None:
    (sentence,) = parse("## 一\n\n大意：不得开工。\n").sentences
    assert sentence.content == "不得开工。"
    assert Citation("甲", "law", "一", "不得开工").words.zh == "「不得开工」"
