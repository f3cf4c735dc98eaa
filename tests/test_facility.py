"""What is a project taken for that does not say which kind of facility it is? (contract, section 6)"""

from __future__ import annotations

from typing import Any

import pytest

from tables import table
from zonecheck.predicates.facility import SILENCE, Facility
from zonecheck.truth import NAMES

POND = Facility("is", "tailings_pond")


def answer(stated: dict[str, Any], question: Facility = POND) -> str:
    return NAMES[question.ask(table(stated)).truth[0]]


@pytest.mark.parametrize("code", ["1311", "2614", "4390", "C26", "1411;2614"])
def test_a_manufacturing_project_that_does_not_say_is_a_plant(code: str) -> None:
    assert answer({"industry": code}) == "no"
    assert answer({"industry": code}, Facility("is", "plant")) == "yes"


@pytest.mark.parametrize("code", ["0810", "4411", "2614;0810"])
def test_of_any_other_project_silence_says_nothing(code: str) -> None:
    assert answer({"industry": code}) == "unknown"


def test_a_stated_kind_goes_before_the_reading_of_silence() -> None:
    assert answer({"industry": "2614", "facility": "尾矿库"}) == "yes"
    assert answer({"industry": "0810", "facility": "一般项目"}) == "no"


def test_a_kind_that_cannot_be_read_is_not_silence() -> None:
    stated = {"industry": "2614", "facility": "某种设施"}
    assert answer(stated) == "unknown"
    assert list(POND.lacks(table(stated))) == ["facility"]


def test_without_an_industry_code_either_of_the_two_would_help() -> None:
    lacking = POND.lacks(table({}))
    assert {name for name, rows in lacking.items() if rows[0]} == {"facility", "industry"}


def test_the_reading_of_silence_is_said() -> None:
    (reading,) = POND.evidence(table({"industry": "2614"}), 0)
    assert (reading.value, reading.note) == (None, SILENCE)
    (stated,) = POND.evidence(table({"industry": "2614", "facility": "尾矿库"}), 0)
    assert (stated.value, stated.note) == ("tailings_pond", None)


def test_several_kinds_can_be_asked_for_at_once() -> None:
    question = Facility("in", ("tailings_pond", "chemical_park"))
    assert answer({"facility": "化工园区"}, question) == "yes"
    assert question.words().zh == "设施类别为尾矿库、化工园区"
