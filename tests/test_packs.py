"""Are packs found, read, hashed and linted as they should be?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

import pytest

import small_pack
from zonecheck import resources
from zonecheck.errors import PackError
from zonecheck.layers import catalogue
from zonecheck.packs import load
from zonecheck.packs.lint import lint

SUIZHOU = "suizhou-2018-4"


def lines(error: pytest.ExceptionInfo[PackError]) -> list[str]:
    return [problem("en") for problem in error.value.problems]


def lint_of(folder: Path, *replaced: tuple[str, str], cases: str | None = small_pack.CASES) -> list[str]:
    written = load.read(str(small_pack.write(folder / "pack", *replaced, cases=cases)))
    return [problem("en").rpartition("pack/")[2] for problem in lint(written, catalogue.load())]


def test_the_bundled_pack_loads_by_its_id() -> None:
    assert SUIZHOU in load.bundled()
    pack = load.load(SUIZHOU)
    assert (pack.id, pack.origin, pack.number) == (SUIZHOU, "bundled", "随政发〔2018〕4号")
    assert date(2018, 2, 14) not in pack.in_force
    assert date(2018, 2, 15) in pack.in_force


def test_every_bundled_pack_is_in_the_folder_of_its_id_and_lints_clean() -> None:
    registered = catalogue.load()
    for name in load.bundled():
        assert load.load(name).id == name
        assert lint(load.read(name), registered) == []


def test_a_copy_of_a_bundled_pack_says_where_it_is_from(tmp_path: Path) -> None:
    shutil.copytree(resources.path("rules") / SUIZHOU, tmp_path / SUIZHOU)
    copy = load.load(str(tmp_path / SUIZHOU))
    assert copy.origin == str(tmp_path / SUIZHOU)
    assert copy.sha256 == load.load(SUIZHOU).sha256


def test_a_strangers_pack_with_a_bundled_id_differs_in_origin_and_hash(tmp_path: Path) -> None:
    stranger = load.load(str(small_pack.write(tmp_path / "x", ("id: small", f"id: {SUIZHOU}"))))
    assert stranger.id == SUIZHOU
    assert stranger.origin != "bundled"
    assert stranger.sha256 != load.load(SUIZHOU).sha256


def test_a_relative_folder_named_like_the_bundled_one_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pack.write(tmp_path / "rules" / SUIZHOU)
    monkeypatch.chdir(tmp_path)
    assert load.load(f"rules/{SUIZHOU}").origin == f"rules/{SUIZHOU}"
    assert load.load(SUIZHOU).origin == "bundled"


@pytest.mark.parametrize("file", ["pack.yaml", "source.md", "cases.yaml"])
def test_the_hash_is_that_of_all_three_files(tmp_path: Path, file: str) -> None:
    folder = small_pack.write(tmp_path / "pack")
    before = load.load(str(folder)).sha256
    path = folder / file
    path.write_bytes(path.read_bytes() + b"\n")
    assert load.load(str(folder)).sha256 != before


@pytest.mark.parametrize("suffix", ["", "/", os.sep])
def test_a_folder_may_be_written_with_a_separator_at_its_end(tmp_path: Path, suffix: str) -> None:
    folder = small_pack.write(tmp_path / "pack")
    assert load.load(f"{folder}{suffix}").origin == str(folder)


def test_an_unknown_id_names_the_nearest_one() -> None:
    with pytest.raises(PackError) as error:
        load.load("suizhou-2018-5")
    assert lines(error) == ["there is no rule pack suizhou-2018-5; did you mean suizhou-2018-4?"]


@pytest.mark.parametrize("spec", ["./nowhere", "/etc/passwd", "https://example.org/pack"])
def test_what_is_no_folder_is_refused(spec: str) -> None:
    with pytest.raises(PackError, match="there is no such folder"):
        load.load(spec)


@pytest.mark.parametrize("file", ["pack.yaml", "source.md"])
def test_a_pack_without_one_of_its_files_is_refused(tmp_path: Path, file: str) -> None:
    folder = small_pack.write(tmp_path / "pack")
    (folder / file).unlink()
    with pytest.raises(PackError) as error:
        load.load(str(folder))
    assert lines(error)[0].startswith(f"{folder}/{file}: there is no such file")


@pytest.mark.parametrize("rules", ["rules: []", "rules:"])
def test_a_pack_without_rules_is_refused(tmp_path: Path, rules: str) -> None:
    folder = small_pack.write(tmp_path / "pack")
    text = small_pack.PACK[: small_pack.PACK.index("rules:\n  - id")] + rules + "\n"
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=r"pack\.yaml:22: rules: "):
        load.load(str(folder))


def test_an_empty_pack_file_is_refused(tmp_path: Path) -> None:
    folder = small_pack.write(tmp_path / "pack")
    (folder / "pack.yaml").write_bytes(b"")
    with pytest.raises(PackError, match=r"pack.yaml:1"):
        load.load(str(folder))


def test_python_objects_in_a_pack_are_refused_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="tags are not accepted"):
        load.load(
            str(small_pack.write(tmp_path / "p", ("id: small", "id: !!python/object/apply:os.getcwd []")))
        )


def test_expressions_are_only_text(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="expected a number above 0"):
        load.load(str(small_pack.write(tmp_path / "p", ("at_most_m: 1000", "at_most_m: '{{ 10 ** 3 }}'"))))


def test_a_sentence_of_the_source_that_nobody_lists_keeps_the_pack_from_loading(tmp_path: Path) -> None:
    source = small_pack.SOURCE + "\n## 三\n\n1. 禁止甲。\n2. 禁止乙。\n"
    with pytest.raises(PackError) as error:
        load.load(str(small_pack.write(tmp_path / "pack", source=source)))
    assert [line.rpartition("pack/")[2] for line in lines(error)] == [
        "source.md:17: the sentence 三/1 is in none of the provisions; list its rules or say why there are none",
        "source.md:18: the sentence 三/2 is in none of the provisions; list its rules or say why there are none",
    ]


def test_an_address_of_several_sentences_is_refused_so_that_none_can_go_unnoticed(tmp_path: Path) -> None:
    source = small_pack.SOURCE.replace("鼓励入园。", "1. 鼓励入园。\n2. 鼓励循环。")
    with pytest.raises(PackError, match="二 holds several sentences; list each of them: 二/1、二/2"):
        load.load(str(small_pack.write(tmp_path / "pack", source=source)))


def test_a_quote_may_run_over_a_line_break_of_the_source(tmp_path: Path) -> None:
    quote = ("quote: 府河一公里内禁止新建化工项目", "quote: 禁止新建化工项目，容积率不低于标准")
    assert load.load(str(small_pack.write(tmp_path / "pack", quote))).id == "small"


def test_lint_names_a_ban_on_new_projects_that_forgets_relocations(tmp_path: Path) -> None:
    assert lint_of(tmp_path, ("[new, relocate]", "[new]")) == [
        f"pack.yaml:{small_pack.line_of('applies_to: {all')}: "
        "new without relocate: a relocation is a new build at its new site; name both"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"262"]', '"2699"]', "GB/T 4754-2017 has no code 2699"),
        ('"22": 0.8', '"99": 0.8', "GB/T 4754-2017 has no code 99"),
        ("{industry: chemical}", "{nature: [expand]}", "no rule uses chemical"),
        ("layer: rivers", "layer: lakes", "no layer lakes is registered"),
        ("where: {name: [府河]}", "where: {name: [长江]}", "the layer rivers holds no 长江"),
        ("where: {name: [曾都区]}", "where: {name: [东城区]}", "the layer districts holds no 东城区"),
    ],
)
def test_lint_names_what_a_sound_pack_can_still_get_wrong(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert [
        fault.rpartition(": ")[2].startswith(said) or said in fault for fault in lint_of(tmp_path, (old, new))
    ] == [True]


def test_lint_accepts_an_unregistered_layer_that_only_the_user_has(tmp_path: Path) -> None:
    red_line = (
        "within: {layer: rivers, where: {name: [府河]}, at_most_m: 1000}",
        "intersects: {layer: red_line}",
    )
    assert lint_of(tmp_path, red_line, ("effect: prohibit", "effect: prohibit\n    needs: [red_line]")) == []
    assert len(lint_of(tmp_path, red_line)) == 1


def test_lint_names_faults_of_the_cases_beside_those_of_the_pack(tmp_path: Path) -> None:
    cases = small_pack.CASES.replace("river: violated", "lake: violated").replace(
        "distance_m: 500", "distance_m: x"
    )
    found = lint_of(tmp_path, ("at_most_m: 1000", "at_most_m: x"), cases=cases)
    assert [fault.split(": ")[0] for fault in found] == ["cases.yaml:3", "cases.yaml:7", "pack.yaml:28"]
    assert lint_of(tmp_path / "b", cases=small_pack.CASES.replace("river: violated", "lake: violated")) == [
        "cases.yaml:7: there is no rule lake in this pack"
    ]
    assert "cases.yaml: there is no cases.yaml" in lint_of(tmp_path / "c", cases=None)[0]


def test_loading_a_pack_takes_no_heavy_package() -> None:
    code = (
        "import sys; from zonecheck.packs.load import load; load('suizhou-2018-4');"
        "print([m for m in ('pandas', 'geopandas', 'pyarrow', 'pyogrio', 'rich', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_mangled_pack_ends_in_anything_but_a_pack_error(tmp_path: Path) -> None:
    random = Random(2018)
    pieces = [
        "&a ",
        "*a",
        "!!x ",
        "- ",
        "\n",
        "  ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "'",
        "#",
        "\t",
        "? ",
        "---\n",
        "x",
    ]
    refused = 0
    folder = small_pack.write(tmp_path / "pack")
    for _ in range(300):
        text = small_pack.PACK
        for _ in range(random.randint(1, 3)):
            place = random.randrange(len(text))
            text = text[:place] + random.choice(pieces) + text[place + random.choice([0, 1, 5]) :]
        (folder / "pack.yaml").write_text(text, encoding="utf-8")
        refused += bool(load.read(str(folder)).problems)
    assert refused > 200
