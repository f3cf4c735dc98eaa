"""When is something the user's to supply, and when does it need a person? `needs:` on rules (contract, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely

from tables import FAR_AWAY, bundled_layers, table
from zonecheck.engine.outcomes import OUTCOMES, Circumstances, judge
from zonecheck.layers.layer import Layer
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.industry import ZoneIndustry
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.spatial import Intersects, Where
from zonecheck.results import Citation
from zonecheck.rules.rule import Period, Rule
from zonecheck.words import same

PERMIT = Attribute("redline_permit", "is", True)
RED_LINE = Rule(
    id="small/red-line",
    title=same("生态保护红线"),
    effect="review",
    citation=Citation("某发〔2020〕1号", "normative_document", "一", "严守生态保护红线"),
    applies_to=Intersects("red_line", Where()),
    demand=Intersects("red_line", Where()),
    unless=PERMIT,
    needs=frozenset({"red_line"}),
    if_unmet_review=False,
    waivable=False,
    displaced_by=None,
    penalty=None,
    authority=None,
    note=None,
    in_force=Period(date(2020, 1, 1)),
    canonical="{}",
)


def red_line(*areas: Any) -> dict[str, Layer]:
    base = bundled_layers()["districts"]
    drawn = np.empty(len(areas), dtype=object)
    drawn[:] = areas
    entry = replace(base.entry, id="red_line", complete_for={"everything": frozenset()}, accuracy_m=0.0)
    none = tuple({} for _ in areas)
    blank = np.zeros(len(areas))
    return {
        "red_line": replace(
            base, entry=entry, ids=tuple(map(str, range(len(areas)))), names=("",) * len(areas), geometry=drawn,
            properties=none, accuracy_m=blank, half_width_m=blank, baseline=(None,) * len(areas), coverage="everywhere",
        )
    }  # fmt: skip


HERE, ELSEWHERE = shapely.buffer(FAR_AWAY, 0.01), shapely.box(113.6, 31.5, 113.7, 31.6)


def outcome(
    stated: Mapping[str, Any],
    *,
    layers: Mapping[str, Layer] | None = None,
    rule: Rule = RED_LINE,
    required: frozenset[str] = frozenset(),
) -> str:
    judged = judge(rule, table(stated, layers=layers), Circumstances(required))
    return OUTCOMES[judged.outcome[0]]


def test_without_the_layer_the_permit_is_not_asked_for() -> None:
    assert outcome({}) == "open"
    assert outcome({"redline_permit": "否"}) == "open"
    assert outcome({"redline_permit": "是"}) == "exempt"


def test_inside_the_red_line_silence_about_the_permit_needs_a_person() -> None:
    assert outcome({}, layers=red_line(HERE)) == "undetermined"
    assert outcome({"redline_permit": "否"}, layers=red_line(HERE)) == "undetermined"
    assert outcome({"redline_permit": "是"}, layers=red_line(HERE)) == "exempt"


def test_outside_the_red_line_nothing_is_asked() -> None:
    assert outcome({}, layers=red_line(ELSEWHERE)) == "not_applicable"


def test_a_layer_that_is_demanded_is_never_left_open() -> None:
    assert outcome({}, required=frozenset({"red_line"})) == "undetermined"


@pytest.mark.parametrize(
    ("stated", "found"), [({"two_high": "是"}, "undetermined"), ({"two_high": "否"}, "open")]
)
def test_what_another_fact_could_decide_alone_is_not_left_to_the_user(
    stated: dict[str, str], found: str
) -> None:
    """`red_line` or `two_high`: the layer cannot clear a project of which the other is not known."""
    rule = replace(
        RED_LINE,
        applies_to=Some((Intersects("red_line", Where()), Attribute("two_high", "is", True))),
        demand=Some((Intersects("red_line", Where()), Attribute("two_high", "is", True))),
        unless=None,
    )
    assert outcome(stated, rule=rule) == found
    assert outcome({}, rule=rule) == "undetermined"


def test_a_register_that_is_silent_leaves_a_rule_open_even_where_the_park_itself_is_in_doubt() -> None:
    """The park may be another name of one in the register: a matter of reading, which decides nothing without a list."""
    listed = ZoneIndustry("negative_list")
    rule = replace(
        RED_LINE,
        applies_to=Intersects("parks", Where()),
        demand=listed,
        unless=None,
        needs=frozenset({"zone.negative_list"}),
    )
    stated = {"industry": "1411", "nature": "新建"}
    layers = bundled_layers()
    assert outcome({**stated, "park": "淅河化工产业园"}, layers=layers, rule=rule) == "open"
    assert outcome({**stated, "park": "某某工业园"}, layers=layers, rule=rule) == "open"
    assert outcome(stated, layers=layers, rule=rule) == "open"
