"""Who can settle what is undetermined? Each cause of a doubt, and the side that can remove it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from zonecheck.reports.figures import SEMICOLON, joined
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.conformity import Row

HEADS = (
    Text("序号", "No."),
    Text("待核实事项", "To be determined"),
    Text("由谁核实认定", "Who settles it"),
)

_LAYER = Text(
    "补充实测岸线或完整图层后重新核查,岸线由水行政主管部门确定",
    "check again with a surveyed or complete layer; bank lines are settled by the water authority",
)
_WHO: Mapping[str, Text] = {
    "missing_attribute": Text("建设单位补充申报", "the applicant states what is missing"),
    "interpretation": Text("主管机关认定用语范围", "the authority decides how far the term reaches"),
    "coverage": _LAYER,
    "accuracy": _LAYER,
    "incomplete_layer": _LAYER,
    "missing_layer": _LAYER,
    "stale_layer": _LAYER,
    "extent": Text("建设单位提供场地轮廓", "the applicant gives the outline of the site"),
    "border": Text("核实项目所在区县", "the district of the project is confirmed"),
    "contradiction": Text(
        "有权机关对相互矛盾之处作出解释", "the competent authority resolves the contradiction"
    ),
    "discretion": Text("主管机关依规定裁量", "the authority decides at its discretion"),
}
_NOBODY = Text("主管机关认定", "the authority decides")


def undetermined(found: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows on which a person has still to say something."""
    return tuple(
        row for row in found if row.finding.outcome == "undetermined" and row.finding.decision is None
    )


def settled_by(row: Row) -> Text:
    """Everybody who has a part in it, once."""
    who = dict.fromkeys(_WHO[cause] for cause in row.finding.because if cause in _WHO)
    return joined(list(who), SEMICOLON) if who else _NOBODY
