"""What holds for any pack and any layer: less of them is refused or says less, and more of them never lets a project pass."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import small_pack
from catalogues import collection, feature
from tables import bundled_layers, days
from zonecheck import resources
from zonecheck.engine.check import check
from zonecheck.engine.verdicts import VERDICTS
from zonecheck.errors import LayerError, PackError
from zonecheck.layers import catalogue
from zonecheck.packs.load import bundled, load
from zonecheck.packs.source import parse
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory

SEVERITY = {"out_of_scope": 0, "clear": 0, "conditional": 1, "review": 2, "prohibited": 3}
QUIET = 1
DAY = "2026-11-24"
LAYERS = ("rivers", "districts", "parks")

spots = st.lists(
    st.tuples(st.floats(113.0, 113.9), st.floats(31.4, 32.2), st.floats(0.0005, 0.02)),
    min_size=5,
    max_size=40,
)


def sites(places: list[tuple[float, float, float]]) -> list[Any]:
    return [shapely.box(lon, lat, lon + size, lat + size) for lon, lat, size in places]


def severity(places: Any, packs: list[Any], layers: Any, **stated: Any) -> Any:
    said = {"nature": "new", "industry": "2614", "park": "none", **stated}
    made = build(in_memory(sites(places), [said] * len(places)))
    found = check(made, packs, layers, on=days(len(places), DAY)).verdicts
    return np.array([SEVERITY[VERDICTS[each]] for each in found])


@cache
def suizhou() -> Any:
    return load("suizhou-2018-4")


@cache
def held() -> Any:
    return bundled_layers()


def copied(pack: str, folder: Path) -> Path:
    place = folder / pack
    if not place.exists():
        shutil.copytree(resources.path("rules") / pack, place)
    return place


def blocks(text: str, head: str) -> list[tuple[int, int]]:
    """Where each entry of the top-level list `head` stands in a pack."""
    start = re.search(rf"^{head}:\n", text, re.MULTILINE)
    assert start
    rest = re.search(r"^\S", text[start.end() :], re.MULTILINE)
    end = start.end() + rest.start() if rest else len(text)
    marks = [
        start.end() + each.start() for each in re.finditer(r"^  - ", text[start.end() : end], re.MULTILINE)
    ]
    return list(zip(marks, [*marks[1:], end], strict=True))


@pytest.mark.parametrize("head", ["rules", "provisions"])
@pytest.mark.parametrize("pack", bundled())
def test_a_pack_from_which_any_rule_or_provision_was_deleted_is_refused(
    pack: str, head: str, tmp_path: Path
) -> None:
    written = copied(pack, tmp_path) / "pack.yaml"
    text = written.read_text("utf-8")
    accepted = []
    for start, end in blocks(text, head):
        written.write_text(text[:start] + text[end:], encoding="utf-8")
        try:
            load(str(written.parent))
            accepted.append(text[start:end].splitlines()[0])
        except PackError as error:
            assert error.problems[0]("zh")
    assert accepted == []


@pytest.mark.parametrize("pack", bundled())
def test_a_pack_whose_source_lost_any_sentence_is_refused(pack: str, tmp_path: Path) -> None:
    written = copied(pack, tmp_path) / "source.md"
    lines = written.read_text("utf-8").splitlines()
    sentences = parse("\n".join(lines)).sentences
    accepted = []
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        last = following.line - 1 if following else len(lines)
        kept = [line for line in lines[sentence.line - 1 : last] if line.startswith("#")]
        left = [*lines[: sentence.line - 1], *kept, *lines[last:]]
        written.write_text("\n".join(left) + "\n", encoding="utf-8")
        try:
            load(str(written.parent))
            accepted.append(sentence.at)
        except PackError:
            pass
    assert accepted == []


@settings(max_examples=5, deadline=None)
@given(spots, st.floats(1, 20_000))
def test_an_added_prohibition_never_lets_a_project_pass(
    tmp_path_factory: Any, places: Any, limit_m: float
) -> None:
    written = small_pack.write(
        tmp_path_factory.mktemp("more") / "small", ("at_most_m: 1000", f"at_most_m: {limit_m:.3f}")
    )
    before = severity(places, [suizhou()], held())
    after = severity(places, [suizhou(), load(str(written))], held())
    assert (after >= before).all()


@settings(max_examples=5, deadline=None)
@given(spots, st.floats(1, 1000), st.floats(1, 20_000))
def test_a_larger_limit_in_a_pack_never_lets_a_project_pass(
    tmp_path_factory: Any, places: Any, limit_m: float, more_m: float
) -> None:
    found = []
    for each in (limit_m, limit_m + more_m):
        folder = tmp_path_factory.mktemp("limit") / "small"
        pack = load(str(small_pack.write(folder, ("at_most_m: 1000", f"at_most_m: {each:.3f}"))))
        found.append(severity(places, [pack], held(), district="曾都区"))
    assert (found[1] >= found[0]).all()


@settings(max_examples=5, deadline=None)
@given(spots)
def test_a_pack_less_never_makes_what_is_left_louder(places: Any) -> None:
    every = [load(pack) for pack in ("suizhou-2018-4", "yangtze-protection-law")]
    assert (severity(places, every, held()) >= severity(places, every[1:], held())).all()


@settings(max_examples=5, deadline=None)
@given(spots, st.sampled_from(LAYERS))
def test_a_layer_that_nobody_registers_never_lets_a_project_pass(places: Any, layer: str) -> None:
    left = {name: each for name, each in held().items() if name != layer}
    before, after = (severity(places, [suizhou()], each) for each in (held(), left))
    assert (after[before > QUIET] > QUIET).all()


def entry(layer: str) -> dict[str, Any]:
    entries = yaml.safe_load((resources.path("data") / "layers.yaml").read_text("utf-8"))["layers"]
    (found,) = [each for each in entries if each["id"] == layer]
    del found["sha256"]
    return {**found, "indicative": "yes" if found.get("indicative") else "no"}


def laid(folder: Path, layer: str, features: list[Any], **changed: Any) -> Any:
    """The bundled layers, one of them with these features."""
    (folder / f"{layer}.geojson").write_text(collection(*features), encoding="utf-8")
    text = yaml.safe_dump(
        {"layers": [{**entry(layer), "path": f"{layer}.geojson", **changed}]}, allow_unicode=True
    )
    (folder / "layers.yaml").write_text(text, encoding="utf-8")
    registered = catalogue.load([folder / "layers.yaml"])
    return {name: registered.open(name) for name in registered}


@settings(max_examples=12, deadline=None)
@given(spots, st.sampled_from(LAYERS), st.data())
def test_a_layer_that_lost_features_is_refused_or_lets_nobody_pass(
    tmp_path_factory: Any, places: Any, layer: str, data: Any
) -> None:
    features = json.loads((resources.path("data") / f"{layer}.geojson").read_text("utf-8"))["features"]
    lost = data.draw(st.sets(st.integers(0, len(features) - 1), min_size=1, max_size=len(features)))
    left = [each for place, each in enumerate(features) if place not in lost]
    try:
        layers = laid(tmp_path_factory.mktemp("lost"), layer, left)
    except LayerError as error:
        assert error.problems[0]("zh")
        return
    before, after = severity(places, [suizhou()], held()), severity(places, [suizhou()], layers)
    assert (after[before > QUIET] > QUIET).all()


@settings(max_examples=8, deadline=None)
@given(spots, st.floats(113.0, 113.9), st.floats(31.4, 32.2))
def test_a_river_more_in_the_layer_never_lets_a_project_pass(
    tmp_path_factory: Any, places: Any, lon: float, lat: float
) -> None:
    features = json.loads((resources.path("data") / "rivers.geojson").read_text("utf-8"))["features"]
    line = {"type": "LineString", "coordinates": [[lon, lat], [lon + 0.05, lat + 0.02]]}
    more = feature(line, name="府河", accuracy_m=10, baseline="bank")
    layers = laid(tmp_path_factory.mktemp("more"), "rivers", [*features, more])
    before, after = severity(places, [suizhou()], held()), severity(places, [suizhou()], layers)
    assert (after >= before).all()


@pytest.mark.parametrize("layer", LAYERS)
def test_an_empty_layer_is_refused(tmp_path: Path, layer: str) -> None:
    with pytest.raises(LayerError) as caught:
        laid(tmp_path, layer, [])
    assert caught.value.problems[0]("zh")
