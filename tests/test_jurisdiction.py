"""Does a pack reach a site? By what is declared of the district, by the map, and by both, to the letter.

`ZONECHECK_GOLDEN=write` writes the file anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import shapely

import everything
from tables import table
from test_everything import compare, plain
from zonecheck.engine.completions import complete
from zonecheck.engine.jurisdiction import border_note, doubts, reach, reach_as_drawn
from zonecheck.layers.layer import Layer
from zonecheck.predicates.limits import TableLimit
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.spatial import Inside, Where, Within
from zonecheck.truth import NAMES, causes

PACKS = {
    "one by name": Inside("districts", Where("name", (("曾都区",),))),
    "two by name": Inside("districts", Where("name", (("曾都区",), ("随县",)))),
    "one by code": Inside("districts", Where("adcode", (("421303",),))),
    "all of a city": Inside("districts", Where("city", (("随州市",),))),
    "all there are": Inside("districts", Where()),
    "one that is not drawn": Inside("districts", Where("name", (("某区",),))),
    "of a layer that is not there": Inside("towns", Where("name", (("甲镇",),))),
    "all of a layer that is not there": Inside("towns", Where()),
}
SITES = {
    "inside": shapely.box(113.2, 31.7, 113.201, 31.701),
    "in the next": shapely.box(113.6, 31.7, 113.601, 31.701),
    "by the border": shapely.box(113.4499, 31.7, 113.45005, 31.701),
    "across the border": shapely.box(113.44, 31.7, 113.46, 31.701),
    "far away": shapely.box(112.0, 31.7, 112.001, 31.701),
    "a point inside": shapely.Point(113.2, 31.7),
}
DECLARED = (
    None,
    "曾都区",
    "421303",
    "随县",
    "421321",
    "421300",
    "420000",
    "110105",
    "随州市",
    "其他",
    "某县",
    "999999",
    "820000",
    "830000",
    "110000",
    "109999",
    "12345",
    "某区",
    "甲镇",
)


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Layer]:
    return everything.layers(tmp_path_factory.mktemp("jurisdiction"))


def shown(value: Any) -> str:
    return value if isinstance(value, str) else " ".join(NAMES[each] for each in value)


def test_a_pack_reaches_a_site_as_a_person_has_read_it(layers: Mapping[str, Layer]) -> None:
    found = []
    for pack, jurisdiction in PACKS.items():
        for place, site in SITES.items():
            asked = table(*({"district": each} for each in DECLARED), site=site, layers=layers)
            answers, alike = reach(jurisdiction, asked), dict[str, list[str]]()
            for row, declared in enumerate(DECLARED):
                note = border_note(answers, row)
                facts = [
                    f"{fact.name} {', '.join(map(shown, fact.values))} {' '.join(map(plain, fact.words))}".strip()
                    for fact in doubts(jurisdiction, asked.take(np.array([row])))
                ]
                why = ", ".join(causes(int(answers.because[row]))) or "-"
                told = f"{NAMES[answers.truth[row]]}; {why}; {plain(note) if note else '-'}; {'; '.join(facts) or '-'}"
                alike.setdefault(told, []).append(str(declared))
            drawn = reach_as_drawn(jurisdiction, asked)
            found.append(
                f"{pack}, {place}: as drawn {NAMES[drawn.truth[0]]} ({', '.join(causes(int(drawn.because[0])))})"
            )
            found += [f"    {told}: {', '.join(words)}" for told, words in alike.items()]
    compare("jurisdictions.txt", found)


def test_without_a_jurisdiction_a_pack_reaches_everything() -> None:
    answers = reach(None, table({}, {}))
    assert (answers.truth.tolist(), answers.because.tolist()) == ([2, 2], [0, 0])


def test_a_limit_that_is_a_number_says_nothing_of_one_that_is_not() -> None:
    """No layer: both distances are open, and each may be so whatever the other is; of two numbers the nearer decides."""
    near, far = (Within("r", Where(), "at_most", limit_m) for limit_m in (100.0, 500.0))
    moving = Within("r", Where(), "at_most", TableLimit("t", (("26", 300.0),)))
    asked = table({"industry": "2614"})

    def told(*parts: Any) -> str:
        return NAMES[complete(All(parts), asked).answers.truth[0]]

    assert told(near, Not((far,))) == "no"
    assert told(far, Not((near,))) == "unknown"
    assert told(near, Not((moving,))) == told(moving, Not((near,))) == "unknown"
    assert told(near, Not((Within("q", Where(), "at_most", 500.0),))) == "unknown"
    strict = Within("r", Where(), "less_than", 500.0)
    assert (told(near, Not((strict,))), told(far, Not((strict,)))) == ("no", "unknown")
