"""Features on the way from a reader to the table: a part is what the whole is, and nothing is shared that is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely

from zonecheck.formats.features import FeatureTable
from zonecheck.projects.outline import outline_hashes, outline_sha256
from zonecheck.projects.raw import NOT_COARSE, Limits, RawFeatures, Remarks, Repeat, in_memory
from zonecheck.projects.sealed import Sealed, raw_of
from zonecheck.projects.survey import repeated, survey
from zonecheck.projects.table import Columns, Sites, distinct, distinct_codes, distinct_days, encode
from zonecheck.results import AttributeProblem
from zonecheck.words import same

WHY, ALSO = same("why"), same("also")


def five() -> RawFeatures:
    """Five features about which there is something to say of each kind."""
    remarks = Remarks(notes={1: [WHY], 4: [ALSO]})
    remarks.refuse(3, WHY)
    remarks.refuse(3, ALSO)
    return RawFeatures(
        "a.gpkg", np.array([shapely.Point(n, n) for n in range(5)], dtype=object),
        [{"n": n} if n < 4 else {"m": n, "n": n} for n in range(5)], list("abcde"), [1, 2, None, 4, 5],
        np.array([1, 2, 3, 4, -1], dtype=np.int16), 4547, remarks, "nothing", "parcels", 10, (WHY,), {"x": ("id",)},
        {2: [AttributeProblem("id", WHY)], 3: [AttributeProblem("id", ALSO)]}, None, {0: Repeat(2, 3), 3: Repeat(2, 0)},
    )  # fmt: skip


def said(problems: Mapping[int, Any]) -> dict[int, list[tuple[Any, str]]]:
    return {row: [(each.attribute, each.text.en) for each in found] for row, found in problems.items()}


def test_a_part_holds_its_rows_counted_from_its_first_and_what_concerns_the_whole() -> None:
    part = five().part(1, 4)
    assert [geometry.x for geometry in part.geometry] == [1, 2, 3]
    assert (part.properties, part.ids, part.lines) == (
        [{"n": 1}, {"n": 2}, {"n": 3}],
        list("bcd"),
        [2, None, 4],
    )
    assert part.decimals.tolist() == [2, 3, 4]
    assert (part.source, part.crs, part.silence, part.table, part.first) == (
        "a.gpkg",
        4547,
        "nothing",
        "parcels",
        11,
    )
    assert (part.where, len(part), part.names) == ("a.gpkg/parcels", 3, ("n", "m"))
    assert said(part.remarks.problems) == {2: [(None, "why"), (None, "also")]}
    assert part.remarks.notes == {0: [WHY]}
    assert said(part.doubts) == {1: [("id", "why")], 2: [("id", "also")]}
    assert part.repeats == {2: Repeat(2, 0)}
    assert (part.notes, part.cut_names) == ((WHY,), {"x": ("id",)})


def test_a_part_of_one_row_and_one_of_none_say_nothing_of_others() -> None:
    one, none = five().part(3, 4), five().part(2, 2)
    assert said(one.remarks.problems) == {0: [(None, "why"), (None, "also")]}
    assert (one.remarks.notes, said(one.doubts), one.repeats) == (
        {},
        {0: [("id", "also")]},
        {0: Repeat(2, 0)},
    )
    assert (len(none), none.remarks.problems, none.remarks.notes, none.doubts, none.repeats) == (
        0,
        {},
        {},
        {},
        {},
    )


def test_a_table_of_which_no_repeats_are_told_has_parts_of_which_none_are_told() -> None:
    assert in_memory([shapely.Point(0, 0)], [{}]).part(0, 1).repeats is None


def test_all_parts_together_are_the_table_and_know_the_names_of_the_whole() -> None:
    parts = list(five().parts(2))
    assert [(len(part), part.first) for part in parts] == [(2, 10), (2, 12), (1, 14)]
    assert [each for part in parts for each in part.ids] == list("abcde")
    assert {part.names for part in parts} == {("n", "m")}
    assert [len(part) for part in five().parts(5)] == [5]


def test_all_facts_are_at_hand() -> None:
    raw = five()
    assert list(raw.facts(lambda _: False)) == [raw]


def test_a_file_with_one_table_is_called_by_its_own_name() -> None:
    raw = in_memory([shapely.Point(1, 2)], [{"a": 1}], "b.kml")
    assert (raw.where, raw.names, raw.crs, raw.decimals.tolist(), raw.decimals.dtype) == (
        "b.kml",
        ("a",),
        4490,
        [-1],
        np.int16,
    )
    assert (raw.ids, raw.lines, raw.remarks.problems, raw.source) == ([None], [None], {}, "b.kml")
    assert in_memory([], []).source == ""


def test_features_that_are_sequences_of_points_stay_single_geometries() -> None:
    line = shapely.LineString([(0, 0), (1, 1)])
    assert in_memory([line, line], [{}, {}]).geometry.shape == (2,)


def test_a_copy_of_remarks_is_changed_by_itself() -> None:
    first = five().remarks
    copy, part = first.copy(), first.part(0, 5)
    for each in (copy, part):
        each.refuse(3, same("more"))
        each.note(1, same("more"))
    assert (len(first.problems[3]), first.notes[1]) == (2, [WHY])
    assert (len(copy.problems[3]), copy.notes[1]) == (3, [WHY, same("more")])


def test_a_note_is_said_once_and_a_refusal_each_time() -> None:
    remarks = Remarks()
    for text in (WHY, WHY, ALSO):
        remarks.note(0, text)
        remarks.refuse(0, text)
    assert remarks.notes == {0: [WHY, ALSO]}
    assert said(remarks.problems) == {0: [(None, "why"), (None, "why"), (None, "also")]}


def of_reader(**more: Any) -> FeatureTable:
    return FeatureTable(
        np.array([shapely.Point(1, 2), None], dtype=object), [{"a": 1}, {"行业代": "2614"}], ["x", None], [7, 8],
        np.array([2.0, -1.0]), 4547, "by_values", "sheet", {1: WHY}, {0: [ALSO]}, [WHY, ALSO], frozenset({"行业代"}), **more,
    )  # fmt: skip


def test_what_a_reader_found_is_handed_on_whole() -> None:
    raw = raw_of("t.xlsx", of_reader(), 20)
    assert (raw.source, raw.table, raw.first, raw.crs, raw.silence) == (
        "t.xlsx",
        "sheet",
        20,
        4547,
        "by_values",
    )
    assert (raw.properties, raw.ids, raw.lines) == ([{"a": 1}, {"行业代": "2614"}], ["x", None], [7, 8])
    assert (raw.geometry[0].wkt, raw.geometry[1], raw.decimals.tolist()) == ("POINT (1 2)", None, [2.0, -1.0])
    assert said(raw.remarks.problems) == {1: [(None, "why")]}
    assert (raw.remarks.notes, raw.notes) == ({0: [ALSO]}, (WHY, ALSO))
    assert dict(raw.cut_names) == {"行业代": ["industry"]}


@dataclass
class Portion:
    """Stands for what a process sent."""

    name: str = "big.gpkg"
    count: int = 2

    def table(self, limits: Limits, *, several: bool) -> FeatureTable:
        self.asked = (limits, several)
        return of_reader()

    def carried(self) -> Any:
        return SimpleNamespace(properties=[{"id": 1}, {"id": 2}], name="parcels")


@pytest.mark.parametrize("several", [True, False])
def test_a_sealed_part_is_opened_as_a_part_of_its_table(several: bool) -> None:
    portion, limits = Portion(), Limits(max_vertices=5)
    sealed = Sealed(portion, limits, several, 30, ("a", "b"), {1: Repeat(2, 0)})  # type: ignore[arg-type]
    opened, stated = sealed.opened(), sealed.stated()
    assert portion.asked == (limits, several)
    assert (opened.source, opened.first, opened.names, opened.repeats) == (
        "big.gpkg",
        30,
        ("a", "b"),
        {1: Repeat(2, 0)},
    )
    assert (opened.ids, len(sealed), len(stated)) == (["x", None], 2, 2)
    assert (stated.source, stated.first, stated.names, stated.crs) == ("big.gpkg", 30, ("a", "b"), None)
    assert stated.properties == [{"id": 1}, {"id": 2}]
    assert stated.where == ("big.gpkg/parcels" if several else "big.gpkg")
    assert [stated.geometry.tolist(), stated.ids, stated.lines] == [[None, None]] * 3
    assert (stated.decimals.tolist(), stated.decimals.dtype) == ([NOT_COARSE] * 2, np.int16)
    assert (stated.remarks.problems, stated.remarks.notes, stated.repeats) == ({}, {}, None)


def stating(*properties: Mapping[str, Any]) -> RawFeatures:
    return in_memory([None] * len(properties), list(properties))


IDS = ["A", "B", "A", None, "A", "B", "C", None]
EXPECTED = {0: Repeat(3, 2), 1: Repeat(2, 5), 2: Repeat(3, 0), 4: Repeat(3, 0), 5: Repeat(2, 1)}


def test_ids_that_stand_several_times_name_another_row_of_theirs() -> None:
    assert repeated(encode(IDS)) == EXPECTED
    assert repeated(encode(["A", None, None, "B"])) == {}
    assert repeated(encode([])) == {}
    assert repeated(encode(["A", "A"])) == {0: Repeat(2, 1), 1: Repeat(2, 0)}


@pytest.mark.parametrize("size", [1, 3, 8])
def test_a_survey_finds_the_same_in_any_portions(size: int) -> None:
    days = ["2024-01-01", "2024-01-01", datetime(2024, 2, 29, 5), "", "2024-01-01", "bad", None, "2023-01-01"]
    raw = stating(*({"id": identity, "date": day} for identity, day in zip(IDS, days, strict=True)))
    found = survey(raw.parts(size), {})
    assert (found.count, found.silent) == (8, True)
    assert found.days == {date(2023, 1, 1), date(2024, 1, 1), date(2024, 2, 29)}
    assert {type(day) for day in found.days} == {date}
    assert found.repeats.among(0, 8) == EXPECTED
    assert found.repeats.among(2, 5) == {0: Repeat(3, 0), 2: Repeat(3, 0)}
    assert found.repeats.among(5, 6) == {0: Repeat(2, 1)}
    assert found.repeats.among(6, 8) == {}


def test_a_survey_of_nothing_and_one_in_which_every_project_states_its_day() -> None:
    assert survey([], {}).count == 0
    assert not survey([], {}).silent
    told = survey([stating({"日": "2024-01-01"}, {"日": "2024-01-02"})], {"date": "日"})
    assert (told.silent, len(told.days), told.repeats.among(0, 2)) == (False, 2, {})


def test_a_survey_takes_the_id_that_a_feature_has_of_its_own() -> None:
    raw = stating({"name": "a"}, {"name": "b"}, {"id": "X"})
    object.__setattr__(raw, "ids", ["X", "Y", "Z"])
    assert survey([raw], {}).repeats.among(0, 3) == {0: Repeat(2, 2), 2: Repeat(2, 0)}


def test_a_column_keeps_each_value_once_and_says_what_stands_in_a_row() -> None:
    column = encode(["b", None, "a", "b"])
    assert (column.codes.tolist(), column.codes.dtype, column.values) == ([0, -1, 1, 0], np.int32, ("b", "a"))
    assert ([column.at(row) for row in range(4)], len(column)) == (["b", None, "a", "b"], 4)
    assert column.missing.tolist() == [False, True, False, False]
    assert column.take(np.array([3, 1])).codes.tolist() == [0, -1]
    asked: list[str] = []
    lengths = column.spread(lambda value: asked.append(value) or ord(value), 0.5, np.float64)
    assert column.spread(len, 0, np.int8).dtype == np.int8
    assert (lengths.tolist(), lengths.dtype, asked) == ([98.0, 0.5, 97.0, 98.0], np.float64, ["b", "a"])


def test_some_rows_of_columns_are_taken_when_they_are_asked_for() -> None:
    source = {"x": encode(["a", "b"]), "y": encode([None, "c"])}
    some, every = Columns(source, np.array([1])), Columns(source, None)
    assert (some["x"].codes.tolist(), some["x"] is some["x"], every["y"] is source["y"]) == ([1], True, True)
    assert (list(some), len(some), "x" in some, "z" in some) == (["x", "y"], 2, True, False)
    held = Columns(source, np.array([1]), {"x": encode(["z"])})
    assert held["x"].values == ("z",)


@pytest.mark.parametrize("counts", [(3, 2), (1, 1), (70_000, 70_000), (3, 1, 100_000, 4), (2**40, 2**40)])
def test_combinations_are_numbered_however_many_there_could_be(counts: tuple[int, ...]) -> None:
    rng = np.random.default_rng(1)
    parts = [(rng.integers(0, min(count, 3), 50), count) for count in counts]
    shows, of_row = distinct_codes(parts)
    rows = np.stack([codes for codes, _ in parts], axis=1)
    expected, first, inverse = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    assert (rows[shows] == expected).all()
    assert shows.tolist() == first.tolist()
    assert of_row.tolist() == inverse.ravel().tolist()


def test_of_very_many_columns_none_is_forgotten() -> None:
    first, others = np.array([1, 0, 1, 0]), [(np.zeros(4, dtype=np.int64), 2)] * 80
    for many in ([(first, 2), *others], [*others[:40], (first, 2), *others[40:]], [*others, (first, 2)]):
        shows, of_row = distinct_codes(many)
        assert (shows.tolist(), of_row.tolist()) == ([1, 0], [1, 0, 1, 0])


def test_combinations_of_columns_tell_silence_from_the_first_value() -> None:
    shows, of_row = distinct([encode(["a", None, "a", "b"]), encode([None, "x", None, None])])
    assert (shows.tolist(), of_row.tolist()) == ([1, 0, 3], [1, 0, 1, 2])
    shows, _ = distinct([encode(["a", "b", None]), encode([None, "x", None])])
    assert shows.tolist() == [2, 0, 1]


@pytest.mark.parametrize(
    ("days", "distinct_ones", "which"),
    [
        ([], [], []),
        (["2024-01-02"] * 3, ["2024-01-02"], [0, 0, 0]),
        (["2024-01-02", "2024-01-01", "2024-01-02"], ["2024-01-01", "2024-01-02"], [1, 0, 1]),
    ],
)
def test_days_are_told_apart_in_their_order(
    days: list[str], distinct_ones: list[str], which: list[int]
) -> None:
    found, of_row = distinct_days(np.array(days, dtype="datetime64[D]"))
    assert ([str(day) for day in found], of_row.tolist()) == (distinct_ones, which)
    assert of_row.dtype == np.intp


def test_sites_are_taken_whole_and_their_error_is_the_sum_of_its_parts() -> None:
    each = {field.name: np.array([n, n + 0.5, np.nan]) for n, field in enumerate(fields(Sites)) if n}
    sites = Sites(geometry=np.array([shapely.Point(n, 0) for n in range(3)], dtype=object), **each)
    taken = sites.take(np.array([1, 0]))
    assert (taken.geometry[0].x, len(taken), taken.extent_m.tolist()) == (1, 2, [1.5, 1.0])
    assert (taken.accuracy_m.tolist(), taken.datum_m.tolist(), taken.rounding_m.tolist()) == (
        [2.5, 2],
        [3.5, 3],
        [4.5, 4],
    )
    assert taken.error_m.tolist() == [10.5, 9.0]
    unknown = Sites(sites.geometry[:1], *(np.array([value]) for value in (np.nan, np.nan, 0.25, 0.5)))
    assert unknown.error_m.tolist() == [0.75]


def test_hashes_of_outlines_are_those_of_each_and_none_where_there_is_none() -> None:
    square, solid = shapely.box(113, 31, 114, 32), shapely.Point(113, 31, 5)
    many = np.array([square, None, solid, shapely.MultiPoint([(113, 31)])], dtype=object)
    hashes = outline_hashes(many)
    assert hashes == [
        outline_sha256(square),
        None,
        outline_sha256(shapely.Point(113, 31)),
        outline_sha256(shapely.Point(113, 31)),
    ]
    assert many[3].geom_type == "MultiPoint"
    assert outline_sha256(None) == ""
