"""`zonecheck layers`: what it prints and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalogues import collection, feature
from zonecheck import cli

BANK = "path: r.geojson, baseline: bank, accuracy_m: 0"


@dataclass(frozen=True)
class Ended:
    """How a call ended and what it printed."""

    exit_code: int
    output: str
    stderr: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    def call(*words: str, locale: str = "zh_CN.UTF-8") -> Ended:
        monkeypatch.setenv("LC_ALL", locale)
        status = cli.run(["layers", *words])
        printed = capsys.readouterr()
        return Ended(status, printed.out, printed.err)

    return call


def mine(folder: Path, *entries: str) -> str:
    (folder / "r.geojson").write_text(collection(feature(name="府河")), encoding="utf-8")
    (folder / "empty.geojson").write_text(collection(), encoding="utf-8")
    path = folder / "mine.yaml"
    path.write_text("layers:\n" + "".join(f"- {{{entry}}}\n" for entry in entries), encoding="utf-8")
    return str(path)


def test_list_names_every_layer_with_its_base_line_and_accuracy(run: Callable[..., Ended]) -> None:
    assert run("list").output.splitlines()[0] == "rivers     河流  河道中心线  1500 m  随附  示意性"
    assert "centre line  1500 m  bundled  indicative" in run("list", "--lang", "en").output
    records = json.loads(run("list", "-f", "json").output)["layers"]
    assert [record["id"] for record in records] == ["rivers", "districts", "parks"]


def test_an_english_locale_is_answered_in_english(run: Callable[..., Ended]) -> None:
    assert "Rivers" in run("list", locale="en_GB.UTF-8").output


def test_show_opens_the_layer_and_prints_its_hash(run: Callable[..., Ended], tmp_path: Path) -> None:
    result = run("show", "red_line", "--lang", "en", "--layers", mine(tmp_path, f"id: red_line, {BANK}"))
    assert result.exit_code == 0
    rows = dict(line.split("  ", 1) for line in result.output.splitlines())
    assert rows["features"].strip() == "1: 府河"
    assert rows["coverage"].strip() == "not stated: no `no` is firm"
    record = json.loads(run("show", "rivers", "-f", "json").output)
    assert record["complete_for"]["name"] == ["㵐水", "府河", "漂水"]
    assert len(record["sha256"]) == 64
    assert record["features"][0] == {
        "id": "fuhe-1",
        "name": "府河",
        "baseline": "centreline",
        "accuracy_m": 900.0,
    }


def test_show_of_an_unknown_layer_names_those_there_are_and_ends_with_2(run: Callable[..., Ended]) -> None:
    result = run("show", "rivesr")
    assert result.exit_code == 2
    assert result.stderr == "错误:没有图层 rivesr;已登记:rivers, districts, parks\n"


def test_verify_of_the_bundled_layers_ends_with_0(run: Callable[..., Ended]) -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert [line.split()[1] for line in result.output.splitlines()] == ["完好"] * 3


@pytest.mark.parametrize(
    ("entry", "kind", "state"),
    [
        ("path: gone.geojson, accuracy_m: 0", "missing", "missing"),
        ("path: empty.geojson, accuracy_m: 0", "empty", "empty"),
        (f"{BANK}, sha256: {'0' * 64}", "changed", "changed"),
        (f"{BANK}, valid_until: 2019-12-31", "stale", "stale"),
        ("path: r.geojson, baseline: water_area, accuracy_m: 0", "invalid", "invalid"),
        (f"{BANK}, coverage: [100, 20, 101, 21]", "outside", "outside its declared extent"),
    ],
)
def test_verify_says_of_each_unusable_layer_what_is_wrong_and_ends_with_2(
    run: Callable[..., Ended], tmp_path: Path, entry: str, kind: str, state: str
) -> None:
    catalogue = mine(tmp_path, f"id: red_line, {entry}")
    result = run("verify", "--lang", "en", "--layers", catalogue)
    assert result.exit_code == 2
    assert f"red_line   {state}" in result.output
    records = json.loads(run("verify", "-f", "json", "--layers", catalogue).output)["layers"]
    by_id = {record["id"]: record for record in records}
    assert [fault["kind"] for fault in by_id["red_line"]["faults"]] == [kind]
    assert by_id["rivers"]["sound"]


def test_a_broken_catalogue_is_told_on_stderr_with_all_its_faults(
    run: Callable[..., Ended], tmp_path: Path
) -> None:
    result = run("list", "--lang", "en", "--layers", mine(tmp_path, "id: a", "path: r.geojson"))
    assert result.exit_code == 2
    assert result.output == ""
    assert [line.split("mine.yaml:")[1] for line in result.stderr.splitlines()] == [
        "2: path is missing",
        "3: id is missing",
    ]


def test_control_characters_of_a_file_do_not_reach_the_terminal(
    run: Callable[..., Ended], tmp_path: Path
) -> None:
    path = mine(tmp_path, f"id: red_line, {BANK}")
    text = collection(feature(name="府\u001b[31m河\u202e"))
    (tmp_path / "r.geojson").write_text(text, encoding="utf-8")
    output = run("show", "red_line", "--layers", path).output
    assert "\u001b" not in output
    assert "\u202e" not in output


def test_help_speaks_both_languages(run: Callable[..., Ended]) -> None:
    assert "检验" in run("--help").output
    assert "verify" in run("verify", "--help", locale="en_US.UTF-8").output
    assert "laid over the bundled one" in run("list", "--help", locale="en_US.UTF-8").output
