"""Does a pack reach the site? Certainly, possibly or not at all (contract, section 4, Jurisdiction).

A pack applies if any part of the site may lie in its districts; it is certain only if the whole site does. The district
that the project declares settles a doubt of the map, and contradicts it where the map is firm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.lacking import Fact
from zonecheck.layers.selection import spelling
from zonecheck.predicates.space import Question
from zonecheck.truth import NO, UNKNOWN, YES, Answers, Cause, answers, constant
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.predicates.chosen import Where
    from zonecheck.predicates.space import Space
    from zonecheck.predicates.spatial import Inside
    from zonecheck.predicates.table import Table

ELSEWHERE = "其他"  # the value a settle list shows for "in none of these districts"


def reach(jurisdiction: Inside | None, table: Table) -> Answers:
    """Whether a pack with this jurisdiction reaches each site."""
    if jurisdiction is None:
        return constant(YES, len(table))
    mapped = _mapped(jurisdiction, table)
    column = table.columns["district"]
    declared = column.spread(lambda name: _declared(table.space, jurisdiction, name), UNKNOWN, np.int8)
    against = (mapped.truth != UNKNOWN) & (declared != UNKNOWN) & (mapped.truth != declared)
    truth = np.where(against, UNKNOWN, np.where(mapped.truth == UNKNOWN, declared, mapped.truth))
    return answers(truth, np.where(against, np.uint16(Cause.CONTRADICTION), mapped.because))


def _mapped(jurisdiction: Inside, table: Table) -> Answers:
    """A site of unknown extent that, as a completion assumes, does not reach beyond its point lies where the point lies."""
    found = table.measured(Question("reaches", jurisdiction.layer, jurisdiction.where))
    truth, because = found.truth, found.because & ~np.uint16(Cause.ACCURACY)
    assumed = table.assumed.get(("extent_m", jurisdiction))
    if assumed is not None:
        drawn = reach_as_drawn(jurisdiction, table)
        truth = np.where((assumed == NO) & (because == Cause.EXTENT), drawn.truth, truth)
    return answers(truth, np.where(because == 0, np.uint16(Cause.BORDER), because))


def reach_as_drawn(jurisdiction: Inside, table: Table) -> Answers:
    """What the map says if no site is larger than it is drawn."""
    return table.measured(Question("reaches_as_drawn", jurisdiction.layer, jurisdiction.where))


def doubts(jurisdiction: Inside, table: Table) -> list[Fact]:
    """What would make certain whether a pack reaches the one site of `table`."""
    facts = []
    inside = _some_name(jurisdiction, table.space)
    if table.columns["district"].missing[0] and inside:
        facts.append(Fact("district", (inside, ELSEWHERE)))
    if reach(jurisdiction, table).because[0] & Cause.EXTENT:
        facts.append(Fact("extent_m", ((YES,), (NO,)), (jurisdiction,), (_ACROSS,)))
    return facts


def _some_name(jurisdiction: Inside, space: Space) -> str | None:
    """What a person could call a selected district; None where the areas are neither named by the pack nor by the layer."""
    if jurisdiction.where.values:
        return jurisdiction.where.values[0][0]
    layer = space.layers.get(jurisdiction.layer)
    return next((name for name in layer.names if name), None) if layer else None


def _declared(space: Space, jurisdiction: Inside, name: str) -> np.int8:
    """A name or code of the selected districts: yes; of another one, or the word for it: no; any other word: unknown."""
    selected = {spelling(each) for group in jurisdiction.where.values for each in group}
    own, others = _names(space, jurisdiction.layer, jurisdiction.where, selected)
    if spelling(name) in selected | own:
        return YES
    return NO if _foreign_code(name, own) or name == ELSEWHERE or spelling(name) in others else UNKNOWN


def _foreign_code(name: str, own: set[str]) -> bool:
    """A code of a district outside: of a real province, and not that of a city or province that holds a selected one."""
    if not (name.isdigit() and len(name) == 6 and 11 <= int(name[:2]) <= 82):
        return False
    whole = name[:2] if name.endswith("0000") else name[:4] if name.endswith("00") else name
    return not any(code.startswith(whole) for code in own)


def _names(space: Space, layer_id: str, where: Where, selected: set[str]) -> tuple[set[str], set[str]]:
    """What the layer calls the selected districts (name, code, and the city where all of it is selected), and the others."""
    layer = space.layers.get(layer_id)
    own: set[str] = set()
    others: set[str] = set()
    for properties in layer.properties if layer else ():
        names = {spelling(str(properties[key])) for key in ("name", "adcode") if properties.get(key)}
        chosen = where.key is None or spelling(str(properties.get(where.key))) in selected
        (own if chosen else others).update(names)
    cities = {
        str(properties[key])
        for properties in (layer.properties if layer else ())
        for key in ("city", "city_adcode")
        if properties.get(key)
    }
    if layer and not others:
        own |= {spelling(city) for city in cities}
    return own, others


_ACROSS = Text("场地跨越辖区边界", "the site reaches across the border of the jurisdiction")


def border_note(found: Answers, row: int) -> Text | None:
    """Why it is not certain that a pack reaches the site."""
    if found.truth[row] != UNKNOWN:
        return None
    return next((note for cause, note in _NOTES.items() if found.because[row] & cause), None)


_NOTES = {
    Cause.CONTRADICTION: Text(
        "申报的所在区县与图层矛盾,须核实",
        "the declared district contradicts the map: one of the two must be corrected",
    ),
    Cause.EXTENT: Text(
        "仅给出点位,场地范围不明,不能确定是否全部在辖区内",
        "only a point is given: the extent of the site, and so whether all of it lies inside, is not known",
    ),
    Cause.BORDER: Text(
        "场地距辖区边界小于图层精度,或有一部分在辖区外;填写所在区县可确定",
        "the border is closer than the accuracy of the map, or a part of the site lies outside; stating the district settles it",
    ),
    Cause.MISSING_LAYER: Text("没有行政区图层", "there is no layer of districts"),
    Cause.STALE_LAYER: Text("行政区图层已过有效期", "the layer of districts is past its last valid day"),
    Cause.INCOMPLETE_LAYER: Text("行政区图层不完整", "the layer of districts is not complete"),
    Cause.COVERAGE: Text("行政区图层未覆盖场地", "the layer of districts does not cover the site"),
}
