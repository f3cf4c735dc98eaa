"""Is the documentation a site in two languages that loads nothing from elsewhere, and does every command in it run?"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import openpyxl
import pytest
import shapely

from worlds import ask, write_rivers
from zonecheck.cli.app import app
from zonecheck.layers import catalogue
from zonecheck.layers.entry_text import EntryText
from zonecheck.packs import load
from zonecheck.predicates.logic import leaves
from zonecheck.predicates.spatial import Within
from zonecheck.projects.vocabulary import VOCABULARY

TOP = Path(__file__).parents[1]
RULES = [rule for pack in load.bundled() for rule in load.load(pack).rules]
PRINTED = re.compile(r"<!-- printed.*? -->\n```console\n.*?^```$", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:\$ |> \.venv\\Scripts\\)?(zonecheck (?!:)[^>]*?)(?: > \S+)?")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as CI builds it: strictly, so that a link that leads nowhere fails."""
    pytest.importorskip("mkdocs", reason="mkdocs is not installed")
    target = tmp_path_factory.mktemp("built") / "site"
    environment = {**os.environ, "PYTHONPATH": str(TOP / "src"), "PYTHONUTF8": "1"}
    command = [sys.executable, "docs/site/build.py", str(target)]
    done = subprocess.run(
        command, cwd=TOP, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def read(site: Path, page: str) -> str:
    return (site / page).read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_rule_has_a_page_in_both_languages_with_its_clause_and_its_drawing(site: Path) -> None:
    for rule in RULES:
        for folder, title in (("", rule.title.en), ("zh/", rule.title.zh)):
            page = read(site, f"{folder}rules/{rule.id}.html")
            assert title.split("'")[0] in page
            assert rule.citation.article in page
            drawn = any(isinstance(leaf, Within) for part in rule.parts for leaf in leaves(part))
            assert 'class="schematic"' in page or not drawn


@pytest.mark.slow
def test_every_drawing_is_well_formed(site: Path) -> None:
    drawings = [
        found
        for page in (site / "rules").rglob("*.html")
        for found in re.findall(
            r"<svg class=.?schematic.*?</svg>", page.read_text(encoding="utf-8"), re.DOTALL
        )
    ]
    assert len(drawings) > 20
    for drawing in drawings:
        ElementTree.fromstring(drawing)


@pytest.mark.slow
def test_every_command_option_and_attribute_is_in_the_reference(site: Path) -> None:
    for folder in ("", "zh/"):
        commands, attributes = (
            read(site, f"{folder}reference/{name}.html") for name in ("commands", "attributes")
        )
        for name in app.list_commands(None):  # type: ignore[arg-type]
            command = app.get_command(None, name)  # type: ignore[arg-type]
            assert command is not None
            assert f"zonecheck {name}" in commands
            for param in command.params:
                assert all(option in commands for option in param.opts if option.startswith("--"))
        assert all(f"<code>{key}</code>" in attributes for key in VOCABULARY)


@pytest.mark.slow
def test_forms_of_the_catalogue_reach_the_reader_whole(site: Path) -> None:
    """Braces that stand bare would be taken for attributes of the page and vanish."""
    for folder, said in (("", "a text, or"), ("zh/", "文字,或")):
        assert f"{said} <code>{{zh: …, en: …}}</code>" in read(site, f"{folder}reference/catalogue.html")


@pytest.mark.slow
def test_nothing_is_loaded_from_another_server(site: Path) -> None:
    loads = re.compile(r"(?:src=|<link[^>]+href=|url\()[\"']?https?:")
    foreign = [
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.suffix in (".html", ".css") and loads.search(path.read_text(encoding="utf-8"))
    ]
    assert [path for path in foreign if not path.endswith("404.html")] == []


@pytest.mark.slow
def test_report_in_the_tutorial_is_a_real_one_without_district_lines(site: Path) -> None:
    for folder, language, words in (("", "en", "Touches a prohibition"), ("zh/", "zh", "触及禁止性规定")):
        (at,) = re.findall(r'<iframe class="shown" src="([^"]*)"', read(site, f"{folder}tutorial.html"))
        report = (site / folder / at).resolve()
        assert report.name == f"01-chemical-by-fuhe-{language}.html"
        text = report.read_text(encoding="utf-8")
        assert words in text
        assert 'class="site-map"' in text or "site-map" in text
        assert 'path class="district"' not in text


@pytest.mark.slow
def test_chinese_pages_are_chinese_and_lead_to_each_other(site: Path) -> None:
    assert "十分钟:从安装到报告" in read(site, "zh/tutorial.html")
    assert "怎样做" in read(site, "zh/index.html")
    assert "审批人员" in read(site, "zh/howto/officers.html")


def _of_catalogue() -> Any:
    """What makes the page of the layer catalogue, which is no module of the program."""
    place = TOP / "docs" / "site" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("page_of_catalogue", place)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_of_a_catalogue_is_on_its_page_with_its_form(language: str) -> None:
    page = _of_catalogue().page(language)
    for key, field in EntryText.model_fields.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{key}` |")]
        needed, form, meaning = [cell.strip() for cell in row.strip("|").split("|")][1:]
        assert bool(needed) == field.is_required()
        assert form
        assert meaning


def test_the_example_on_the_page_of_the_catalogue_is_a_catalogue(tmp_path: Path) -> None:
    write_rivers(tmp_path).unlink()
    (tmp_path / "layers.yaml").write_text(_of_catalogue().EXAMPLE, encoding="utf-8")
    layer = catalogue.load([tmp_path / "layers.yaml"]).open("rivers")
    assert {"府河", "漂水"} <= set(layer.names)


def _commands() -> dict[str, Path]:
    """The commands in fences whose output is not printed beside them, each with a page that holds it."""
    pages = [*TOP.glob("*.md"), *TOP.glob("docs/**/*.md"), *TOP.glob("examples/*.md")]
    written = {page: page.read_text(encoding="utf-8") for page in sorted(pages)}
    made = _of_catalogue()
    written[Path(made.__file__)] = made.page("en")
    return {
        found[1].strip(): page
        for page, text in written.items()
        for fence in FENCE.findall(PRINTED.sub("", text))
        for line in fence.splitlines()
        if (found := COMMAND.fullmatch(line.strip()))
        and "--scheduler" not in line  # `test_cluster.py` has one
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder as the pages take it to be: projects, a catalogue, decisions, and files of one's own."""
    made = tmp_path_factory.mktemp("folder")
    shutil.copytree(TOP / "examples", made / "examples")
    (made / "projects").mkdir()
    for name in ("projects/food.geojson", "project.geojson"):
        shutil.copyfile(TOP / "examples" / "07-food-plant.geojson", made / name)
    write_rivers(made).rename(made / "zonecheck-layers.yaml")
    (made / "zonecheck-decisions.yaml").write_text("[]\n", encoding="utf-8")
    (made / "zonecheck-baseline.yaml").write_text("[]\n", encoding="utf-8")
    line = geopandas.GeoDataFrame(
        {"河名": ["府河", "漂水"]},
        geometry=[shapely.LineString([(x, 31.5), (x, 32)]) for x in (113.2, 113.6)],
        crs=4490,
    )
    area = geopandas.GeoDataFrame({"name": ["a"]}, geometry=[shapely.box(113, 31, 113.01, 31.01)], crs=4490)
    for name in ("banks.shp", "岸线.shp"):
        line.to_file(made / name, encoding="utf-8")
    for name in ("red_line.gpkg", "红线.gpkg"):
        area.to_file(made / name)
    geopandas.read_file(made / "project.geojson").to_file(made / "parcels.gpkg")
    for name in ("zones.xlsx", "园区.xlsx"):
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(["name", "recognised"])
        sheet.append(["示例园区", "yes"])
        book.save(made / name)
    yield made


@pytest.mark.parametrize("command", _commands(), ids=lambda command: command[:60])
def test_every_command_on_the_pages_runs(
    command: str, folder: Path, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    shutil.copytree(folder, here)
    monkeypatch.chdir(here)
    if "layers add" in command:
        (here / "zonecheck-layers.yaml").unlink()
    elif "--baseline" in command:
        (here / "zonecheck-baseline.yaml").unlink()
        ask(capsys, "baseline", "projects", "-o", "zonecheck-baseline.yaml")
    elif "baseline" in command:
        (here / "zonecheck-baseline.yaml").unlink()
    answer = ask(capsys, *shlex.split(command.replace("\\", "/"))[1:])
    assert answer.status in (0, 1, 3), answer.err
