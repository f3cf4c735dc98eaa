"""Does anything pass quietly when something is taken away? One attribute, layer or layer feature of each example at a time.

Contract, section 2: removing a fact never turns `prohibited` or `review` into `clear` or `out_of_scope`, but for the
facts that the section names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from zonecheck.errors import LayerError
from zonecheck.packs.load import bundled, load
from zonecheck.screening import Request, screen

TOP = Path(__file__).parents[1]
EXAMPLES = sorted((TOP / "examples").glob("*.geojson"))
LAYERS = [
    entry["id"] for entry in yaml.safe_load((TOP / "data" / "layers.yaml").read_text("utf-8"))["layers"]
]
STATED_READING = {"accuracy_m", "精度", "date", "申请日期", "facility", "设施类别"}
QUIET, LOUD = {"clear", "out_of_scope"}, {"prohibited", "review"}


def verdict(project: dict[str, Any], folder: Path, **more: Any) -> str:
    path = folder / "project.geojson"
    path.write_text(json.dumps(project, ensure_ascii=False), encoding="utf-8")
    run = screen(Request([str(path)], today=date(2026, 11, 24), **more)).run
    (found,) = run.projects
    return found.verdict


def example(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def properties(project: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (project["features"][0] if "features" in project else project)["properties"]
    return found


def without_one_attribute(project: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in properties(project):
        reduced = json.loads(json.dumps(project))
        del properties(reduced)[name]
        yield name, reduced


def needs() -> set[str]:
    return {name for pack in bundled() for rule in load(pack).rules for name in rule.needs}


FEW = [
    pytest.param(path, id=path.stem, marks=() if position % 5 == 0 else pytest.mark.slow)
    for position, path in enumerate(EXAMPLES)
]


@pytest.mark.parametrize("path", FEW)
def test_no_attribute_can_be_left_out_to_pass(path: Path, tmp_path: Path) -> None:
    project = example(path)
    before = verdict(project, tmp_path)
    passed = {
        name: after
        for name, reduced in without_one_attribute(project)
        if name not in STATED_READING | needs()
        and before in LOUD
        and (after := verdict(reduced, tmp_path)) in QUIET
    }
    assert passed == {}


@pytest.mark.parametrize("path", FEW)
def test_a_clear_example_needs_each_fact_it_rests_on_or_does_not_use_it(path: Path, tmp_path: Path) -> None:
    project = example(path)
    if verdict(project, tmp_path) == "clear":
        after = {name: verdict(reduced, tmp_path) for name, reduced in without_one_attribute(project)}
        assert set(after.values()) <= {"clear", "review", "conditional"}


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("path", EXAMPLES[:4], ids=lambda path: path.stem)
def test_a_registered_layer_whose_file_is_gone_stops_the_run(path: Path, layer: str, tmp_path: Path) -> None:
    catalogue = tmp_path / "layers.yaml"
    catalogue.write_text(
        f"layers: [{{id: {layer}, path: gone.geojson, baseline: bank, accuracy_m: 0, coverage: everywhere}}]",
        encoding="utf-8",
    )
    with pytest.raises(LayerError):
        verdict(example(path), tmp_path, layers=[str(catalogue)])


@pytest.fixture(scope="module")
def loud() -> list[str]:
    """The examples that are prohibited or for review."""
    return [str(path) for path in EXAMPLES if set(verdicts([str(path)])) <= LOUD]


def verdicts(paths: list[str], **more: Any) -> list[str]:
    return [found.verdict for found in screen(Request(paths, today=date(2026, 11, 24), **more)).run.projects]


def reduced_layers() -> Iterator[Any]:
    for layer in LAYERS:
        count = len(json.loads((TOP / "data" / f"{layer}.geojson").read_text("utf-8"))["features"])
        for position in range(count):
            yield pytest.param(layer, position, marks=() if position % 7 == 0 else pytest.mark.slow)


@pytest.mark.parametrize(("layer", "position"), list(reduced_layers()))
def test_no_feature_of_a_layer_can_be_left_out_to_pass(
    layer: str, position: int, loud: list[str], tmp_path: Path
) -> None:
    collection = json.loads((TOP / "data" / f"{layer}.geojson").read_text("utf-8"))
    del collection["features"][position]
    (tmp_path / f"{layer}.geojson").write_text(json.dumps(collection), encoding="utf-8")
    entries = yaml.safe_load((TOP / "data" / "layers.yaml").read_text("utf-8"))["layers"]
    (entry,) = [each for each in entries if each["id"] == layer]
    del entry["sha256"]
    catalogue = tmp_path / "layers.yaml"
    catalogue.write_text(yaml.safe_dump({"layers": [_as_text(entry)]}, allow_unicode=True), encoding="utf-8")
    try:
        after = verdicts(loud, layers=[str(catalogue)])
    except LayerError:
        return  # the catalogue claims what the file no longer holds: refused before anything is checked
    assert len(after) >= len(loud)
    assert not QUIET & set(after)


def _as_text(entry: dict[str, Any]) -> dict[str, Any]:
    """YAML's own reading of yes and numbers turned back into what the catalogue says."""
    return {**entry, "indicative": "yes" if entry.get("indicative") else "no"}
