"""Which features a rule means, and when a `no` about them can be firm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from catalogues import collection, feature, opened
from zonecheck.layers.layer import Layer
from zonecheck.layers.selection import Selection, select
from zonecheck.layers.spelling import may_mean, spelling
from zonecheck.truth import NAMES

FUHE = ("府河", "涢水", "府澴河")


def layer(folder: Path, complete_for: str, *features: dict[str, Any]) -> Layer:
    claim = f", complete_for: {complete_for}" if complete_for else ""
    return opened(folder, collection(*features), f"baseline: bank, accuracy_m: 0{claim}")


def member(selection: Selection) -> list[str]:
    return [NAMES[truth] for truth in selection.member]


def test_named_features_are_chosen_by_name_alias_and_any_spelling_of_the_group(tmp_path: Path) -> None:
    held = layer(
        tmp_path,
        "",
        feature(name="府河"),
        feature(name="涢水"),
        feature(name="某河", aliases=["府澴河"]),
        feature(name="漂水"),
    )
    assert member(select(held, "name", (FUHE,))) == ["yes", "yes", "yes", "no"]
    assert member(select(held, "name", (FUHE, ("漂水",)))) == ["yes", "yes", "yes", "yes"]


@pytest.mark.parametrize("nameless", [{}, {"name": None}, {"name": " "}, {"name": []}])
def test_a_feature_that_does_not_state_the_key_may_be_meant(tmp_path: Path, nameless: dict[str, Any]) -> None:
    held = layer(tmp_path, "", feature(**nameless), feature(name="漂水"))
    assert member(select(held, "name", (FUHE,))) == ["unknown", "no"]


@pytest.mark.parametrize("written", ["㵐水", "氵厥水", "⿰氵厥水", " 㵐 水 ", "厥水"])
def test_jueshui_is_found_however_it_is_written(tmp_path: Path, written: str) -> None:
    held = layer(tmp_path, "", feature(name=written))
    assert member(select(held, "name", (("㵐水", "厥水"),))) == ["yes"]
    assert member(select(held, "name", (("氵厥水", "厥水"),))) == ["yes"]


@pytest.mark.parametrize(
    "written", ["府\u200b河", "\ufeff府河", "府\u202e河\u202c", "府⽔", "府\U000e0101河"]
)
def test_what_cannot_be_seen_in_a_name_does_not_make_it_another_river(tmp_path: Path, written: str) -> None:
    held = layer(tmp_path, "", feature(name="府河", identity="far"), feature(name=written, identity="near"))
    assert member(select(held, "name", (("府河", "府水"),))) == ["yes", "yes"]


def test_a_name_of_nothing_that_can_be_seen_states_no_name(tmp_path: Path) -> None:
    assert member(select(layer(tmp_path, "", feature(name="\u200b")), "name", (FUHE,))) == ["unknown"]


@pytest.mark.parametrize("lost", ["?水", "\uff1f水", "\ue5c8水", "�水", "??水", "□水", "?"])
def test_a_name_that_lost_a_character_may_be_meant_but_is_never_taken_as_meant(
    tmp_path: Path, lost: str
) -> None:
    held = layer(tmp_path, "", feature(name=lost))
    found = select(held, "name", (("㵐水",),))
    assert member(found) == ["unknown"]
    assert found.absent == ("㵐水",)


def test_a_lost_character_does_not_make_a_name_mean_anything() -> None:
    assert may_mean("?水", ["㵐水"])
    assert not may_mean("?河", ["㵐水"])
    assert not may_mean("漂水", ["㵐水"])
    assert spelling("Fu He") == spelling("fu  he")


@pytest.mark.parametrize(
    "part", ["府河(上游)", "府河（随县段）", "府河左岸", "府河随县段", "涢水-干流", "府河(上游)左岸"]
)
def test_the_name_of_a_part_of_a_river_may_be_meant_but_is_never_taken_as_meant(
    tmp_path: Path, part: str
) -> None:
    found = select(layer(tmp_path, "everything", feature(name=part)), "name", (FUHE,))
    assert member(found) == ["unknown"]
    assert not found.complete


@pytest.mark.parametrize("other", ["小府河", "府河镇", "府河支渠", "漂水(上游)"])
def test_another_name_is_no_part(tmp_path: Path, other: str) -> None:
    assert member(select(layer(tmp_path, "", feature(name=other)), "name", (FUHE,))) == ["no"]


def test_a_possible_name_answers_unknown(tmp_path: Path) -> None:
    held = layer(tmp_path, "", feature(name="甲园", possibly=["乙园"]))
    assert member(select(held, "name", (("乙园",),))) == ["unknown"]


def test_a_selection_by_name_is_complete_only_if_every_name_is_held_and_claimed(tmp_path: Path) -> None:
    rivers = (feature(name="府河", aliases=["涢水"]), feature(name="漂水"))
    one = layer(tmp_path, "{name: [府河]}", *rivers)
    assert select(one, "name", (("府河",),)).complete
    assert select(one, "name", (("涢水",),)).complete  # another name of a river that is claimed
    assert not select(one, "name", (("府河",), ("漂水",))).complete
    both = layer(tmp_path, "{name: [府河, 漂水]}", *rivers)
    assert select(both, "name", (("府河",), ("漂水",))).complete


def test_a_named_river_that_is_not_held_makes_the_selection_incomplete_and_is_named(tmp_path: Path) -> None:
    for claim in ("{name: [府河]}", "everything"):
        found = select(layer(tmp_path, claim, feature(name="府河")), "name", (FUHE, ("㵐水", "厥水")))
        assert (found.complete, found.absent) == (False, ("㵐水",))


def test_a_layer_that_claims_nothing_is_complete_for_nothing(tmp_path: Path) -> None:
    held = layer(tmp_path, "", feature(name="府河", basin="长江"))
    assert not select(held, "name", (FUHE,)).complete
    assert not select(held, "basin", (("长江",),)).complete
    assert not select(held, None, ()).complete


def test_another_key_is_complete_where_all_its_values_are_claimed_on_that_key(tmp_path: Path) -> None:
    held = layer(tmp_path, "{basin: [长江]}", feature(name="府河", basin="长江"), feature(basin="淮河"))
    found = select(held, "basin", (("长江",),))
    assert (member(found), found.complete, found.absent) == (["yes", "no"], True, ())
    assert not select(held, "basin", (("长江",), ("淮河",))).complete
    assert not select(held, "name", (("府河",),)).complete


def test_all_features_are_complete_only_where_the_catalogue_claims_everything(tmp_path: Path) -> None:
    features = (feature(name="府河"), feature())
    assert not select(layer(tmp_path, "{name: [府河]}", *features), None, ()).complete
    found = select(layer(tmp_path, "everything", *features), None, ())
    assert (member(found), found.complete) == (["yes", "yes"], True)


@pytest.mark.parametrize(
    ("stated", "asked"), [(421303, "421303"), (1.0, "1"), (True, "yes"), (["甲", "乙"], "乙")]
)
def test_a_property_is_compared_as_the_text_it_states(tmp_path: Path, stated: Any, asked: str) -> None:
    held = layer(tmp_path, "", feature(key=stated))
    assert member(select(held, "key", ((asked,),))) == ["yes"]
    assert member(select(held, "key", (("other",),))) == ["no"]


def test_a_feature_can_be_named_by_its_id(tmp_path: Path) -> None:
    held = layer(tmp_path, "{id: [a]}", feature(identity="a"), feature(identity="b"))
    found = select(held, "id", (("a",),))
    assert (member(found), found.complete) == (["yes", "no"], True)
