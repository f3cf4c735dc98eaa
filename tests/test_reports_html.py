"""The HTML report holds everything, leads nowhere, and lets nothing that it was given act."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import pictures
import runs
from zonecheck.errors import Problem
from zonecheck.reports import FORMATS, Options, Summary
from zonecheck.reports.html.gauge import gauges
from zonecheck.reports.html.packing import BLOCK, packed, unpacked
from zonecheck.reports.html.page import PACKED_FROM, write
from zonecheck.reports.html.phrases import phrases
from zonecheck.results import Run
from zonecheck.words import Language, same

ONE_POINT = Path(__file__).parents[1] / "examples" / "09-one-point.geojson"
EVERY = tuple(
    pictures.placed(project) if project.verdict != "invalid" else project for project in runs.EVERY_VERDICT
)
SCRIPT = '</title></script><script>window.pwned=1</script><img src=x onerror="window.pwned=2">'
LINK = "https://example.org/a?b=1&c=2 javascript:window.pwned=3"
HARMFUL = replace(EVERY[0], name=SCRIPT, id=LINK, source='"><svg onload=pwned()>.geojson')


def written(run: Run, language: Language = "zh", *, districts: bool = True, explain: bool = False) -> str:
    return report(run, Options(language, districts=districts, explain=explain))[0]


def report(run: Run, options: Options) -> tuple[str, Summary]:
    stream = io.StringIO()
    summary = write(run, stream, options)
    return stream.getvalue(), summary


class Page(HTMLParser):
    """Every element with its attributes, and the text outside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def one() -> str:
    return written(pictures.drawn(EVERY[0]))


def test_one_project_stands_there_in_full() -> None:
    text = Page(one()).text
    for expected in (
        "触及禁止性规定",
        "示例精细化工新建项目",
        "核查依据 14 项,另有 5 项未核查,2 项待办",
        "沿府河、漂水、氵厥水等重要河流岸线1公里范围内禁止新建重化工项目",
        "第二十六条第二款",
        "100.251\u00a0m",
        "处五十万元以上五百万元以下罚款",
        "核对场地是否涉及生态保护红线",
        "辅助核查意见,不作为行政许可或处罚依据",
        "示意图,界线不作划界、权属、执法依据",
        "随州市府澴河流域保护条例(未取得全文)",
    ):
        assert expected in text


def test_what_does_not_apply_is_shown_with_its_reason() -> None:
    text = Page(one()).text
    assert "不涉及的条款" in text
    assert "行业属于重化工:否(1431)" in text


def test_review_shows_what_would_settle_it() -> None:
    text = Page(written(pictures.drawn(EVERY[1]))).text
    assert "可改变结论的事项" in text
    assert "如 2681 肥皂及洗涤剂制造" in text
    assert "水行政主管部门" in text


@pytest.mark.parametrize(("language", "lang"), [("zh", "zh-CN"), ("en", "en")])
def test_page_says_its_language_and_quotes_stay_chinese(language: Language, lang: str) -> None:
    page = Page(written(pictures.drawn(*EVERY), language))
    assert page.all("html")[0]["lang"] == lang
    assert {each.get("lang") for each in page.all("dd") if each.get("class") == "quote"} == {"zh-CN"}


def test_english_page_has_no_chinese_of_its_own() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert not [key for key, text in phrases("en").items() if chinese.search(text)]
    assert phrases("en").keys() == phrases("zh").keys()


def test_policy_admits_only_the_style_and_the_script_of_the_page() -> None:
    text = one()
    (policy,) = [each["content"] for each in Page(text).all("meta") if "http-equiv" in each]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (held,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_nothing_on_the_page_leads_out_of_it() -> None:
    page = Page(written(pictures.drawn(*EVERY, HARMFUL)))
    for _tag, attributes in page.elements:
        for key in ("href", "src", "action", "srcset", "data", "poster", "xlink:href"):
            assert (attributes.get(key) or "#").startswith("#")
    assert {tag for tag, _ in page.elements} & {"a", "link", "iframe", "img", "object", "base"} == {"a"}
    assert len(page.all("a")) == 1


def test_no_element_carries_a_handler_or_a_style() -> None:
    page = Page(written(pictures.drawn(*EVERY, HARMFUL)))
    keys = {key for _, attributes in page.elements for key in attributes}
    assert not [key for key in keys if key.startswith("on") or key == "style"]


@pytest.mark.parametrize("others", [0, 3, PACKED_FROM])
def test_hostile_names_stay_text(others: int) -> None:
    text = written(pictures.drawn(HARMFUL, *pictures.many(others)))
    plain = Counter(
        tag for tag, _ in Page(written(pictures.drawn(EVERY[0], *pictures.many(others)))).elements
    )
    page = Page(text)
    assert SCRIPT in page.text
    assert Counter(tag for tag, _ in page.elements) == plain


def test_control_characters_and_reversals_are_taken_out() -> None:
    text = written(pictures.drawn(replace(EVERY[0], name=runs.HOSTILE_NAME)))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\u2028]", text)


def test_name_of_a_feature_is_text_on_the_map_too() -> None:
    river = replace(pictures.FEATURES[0], name="<script>pwned()</script>")
    atlas = pictures.Atlas(replace(pictures.DRAWING, features=(river,)))
    text = written(replace(pictures.drawn(EVERY[0]), atlas=atlas))
    assert "<script>pwned" not in text
    assert "&lt;script&gt;pwned" in text


def test_map_shows_site_river_limit_and_figure() -> None:
    page = Page(one())
    kinds = {kind for path in page.all("path") for kind in (path.get("class") or "").split()}
    assert {"site", "river-line", "limit", "firm", "doubt", "park", "district", "line-yes", "away"} <= kinds
    assert "299.400\u00a0m" in page.text


def test_districts_are_left_out_when_asked() -> None:
    page = Page(written(pictures.drawn(EVERY[0]), districts=False))
    assert not [each for each in page.all("path") if each.get("class") == "district"]
    assert "区县界" not in page.text


def test_command_leaves_the_districts_out(tmp_path: Path) -> None:
    """The site given as one point lies on a district line."""
    pages = [tmp_path / "with.html", tmp_path / "without.html"]
    for page, more in zip(pages, ([], ["--no-districts"]), strict=True):
        command = [sys.executable, "-m", "zonecheck", str(ONE_POINT), "-q", "-o", str(page), *more]
        subprocess.run(command, check=False, capture_output=True, timeout=120)
    held = ['class="district"' in page.read_text(encoding="utf-8") for page in pages]
    assert held == [True, False]


def test_project_without_a_place_says_so() -> None:
    assert "没有可绘制的位置" in Page(written(pictures.drawn(runs.INVALID))).text


def test_run_without_an_atlas_is_a_page_without_maps() -> None:
    page = Page(written(runs.run_of(EVERY)))
    assert not [each for each in page.all("svg") if "map" in (each.get("class") or "").split()]
    assert "触及禁止性规定" in page.text


def test_several_projects_have_a_list_a_count_and_an_overview() -> None:
    text, summary = report(pictures.drawn(*EVERY), Options("zh"))
    page = Page(text)
    assert [each["data-verdict"] for each in page.all("details")] == [each.verdict for each in EVERY]
    assert (summary.projects, summary.review) == (6, 1)
    assert len(page.all("use")) == 5
    assert "共 6 个项目" in page.text


def test_ids_are_unique_and_every_reference_has_its_target() -> None:
    page = Page(written(pictures.drawn(*EVERY)))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    asked = {str(each["href"])[1:] for tag, each in page.elements if "href" in each}
    asked |= {str(each["for"]) for each in page.all("label")}
    assert asked <= set(ids)


def test_file_that_could_not_be_read_is_named_on_top() -> None:
    run = replace(pictures.drawn(EVERY[0]), errors=[runs.UNREADABLE, Problem("<b>", same("x"))])
    page = Page(written(run))
    assert "broken.geojson: 文件在第3行第7列中断" in page.text
    assert "<b>: x" in page.text


def test_run_without_projects_is_still_a_page_with_its_scope() -> None:
    page = Page(written(pictures.drawn()))
    assert "核查范围" in page.text
    assert not page.all("details")


def test_many_projects_are_packed_and_nothing_is_lost() -> None:
    projects = pictures.many(PACKED_FROM + 10)
    text = written(pictures.drawn(*projects))
    blocks = re.findall(r'<script type="text/plain" class="block">([^<]+)</script>', text)
    bodies = [body for block in blocks for body in unpacked(block)]
    assert len(bodies) == len(projects)
    assert len(unpacked(blocks[0])) == BLOCK
    assert "如 2681 肥皂及洗涤剂制造" in Page(bodies[1]).text
    places = [
        (each["data-block"], each["data-item"]) for each in Page(text).all("div") if "data-item" in each
    ]
    assert places == [(str(n // BLOCK), str(n % BLOCK)) for n in range(len(projects))]


def test_thousand_projects_take_less_than_five_megabytes() -> None:
    text = written(pictures.drawn(*pictures.many(1000)))
    assert len(text.encode()) < 5_000_000
    assert len(Page(text).all("details")) == 1000


def test_packing_is_the_same_every_time() -> None:
    bodies = [f"body {number}" for number in range(60)]
    assert list(packed(bodies)) == list(packed(bodies))
    assert [body for block in packed(bodies) for body in unpacked(block)] == bodies


def test_html_is_one_of_the_formats() -> None:
    stream = io.StringIO()
    writer = FORMATS["html"]
    assert callable(writer)
    writer(pictures.drawn(EVERY[0]), stream, Options("zh"))
    assert stream.getvalue() == one()


def test_page_is_the_same_every_time() -> None:
    assert written(pictures.drawn(*EVERY)) == written(pictures.drawn(*EVERY))


def test_gauge_puts_distance_limit_and_accuracy_in_proportion() -> None:
    (gauge,) = gauges(replace(runs.RIVER, evidence=(runs.BANK,)))
    assert gauge.limit_at / gauge.at == pytest.approx(1000 / 100.25, rel=0.02)
    assert gauge.low == 0
    assert gauge.high / gauge.limit_at == pytest.approx(0.900, rel=0.01)
    assert not gauge.off


def test_gauge_of_a_distance_far_beyond_the_limit_ends_with_the_rule() -> None:
    far = replace(runs.FAR, distance_m=90_000.0)
    (gauge,) = gauges(replace(runs.RIVER, evidence=(far,)))
    assert (gauge.off, gauge.at) == (True, 1000)


def test_explained_report_shows_the_reasoning() -> None:
    assert "禁止:距重要河流不超过1000 m" in Page(written(pictures.drawn(EVERY[0]), explain=True)).text


def test_verdicts_are_told_by_word_and_sign_not_by_colour_alone() -> None:
    page = Page(written(pictures.drawn(*EVERY)))
    for words in ("触及禁止性规定", "须人工认定", "有要求未满足", "无法核查"):
        assert page.text.count(words) >= 3
