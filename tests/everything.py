"""A small country that holds a bit of everything: layers, a pack with every kind of question, and projects for it.

Nothing in it is law or lies anywhere. Rivers run along meridians, so that a site named by metres lies that far east of one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from catalogues import collection, feature
from worlds import GRS80
from zonecheck.layers.catalogue import load as catalogue
from zonecheck.layers.layer import Layer
from zonecheck.packs.load import load as pack
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory
from zonecheck.projects.table import Projects
from zonecheck.rules.rule import Pack

FUHE, PIAOSHUI, JUESHUI = 113.30, 113.40, 113.50


def line(lon: float) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [[lon, 31.6], [lon, 31.9]]}


def area(*bounds: float) -> Any:
    return json.loads(shapely.to_geojson(shapely.box(*bounds)))


def nowhere(name: str, identity: str, **more: Any) -> dict[str, Any]:
    return feature(None, identity, name=name, **more)


RIVERS = collection(
    feature(line(FUHE), "fuhe", name="府河", aliases=["涢水"], grade="one"),
    feature(
        line(PIAOSHUI),
        "piaoshui",
        name="漂水",
        grade="two",
        baseline="centreline",
        accuracy_m=30,
        half_width_m=40,
    ),
    feature(line(JUESHUI), "jueshui-in", name="㵐水", grade="two", baseline="waterward_edge"),
    feature(line(JUESHUI + 0.005), "jueshui-out", name="㵐水", grade="two", baseline="outer_edge"),
)
PARKS = collection(
    feature(
        area(113.33, 31.74, 113.35, 31.76),
        "jia",
        name="甲园",
        aliases=["甲工业园"],
        recognised="yes",
        negative_list=["2614", "22"],
        min_floor_area_ratio=0.8,
        wastewater_plant="no",
    ),
    nowhere(
        "乙园",
        "yi",
        possibly=["丁园"],
        part_of="丙区",
        near={"lon": 113.62, "lat": 31.62, "radius_m": 3000.0},
        recognised=[{"value": "no", "until": "2021-12-31"}, {"value": "yes", "from": "2023-01-01"}],
    ),
    nowhere("丙区", "bing", min_floor_area_ratio="1.2"),
)
DISTRICTS = collection(
    feature(
        area(113.0, 31.3, 113.45, 32.1),
        "a",
        name="曾都区",
        adcode="421303",
        city="随州市",
        city_adcode="421300",
    ),
    feature(
        area(113.45, 31.3, 113.9, 32.1),
        "b",
        name="随县",
        adcode="421321",
        city="随州市",
        city_adcode="421300",
    ),
    feature(
        area(113.9, 31.3, 114.3, 32.1),
        "c",
        name="广水市",
        adcode="421381",
        city="随州市",
        city_adcode="421300",
    ),
)
RED_LINE = collection(feature(area(113.31, 31.65, 113.33, 31.66), "r", name="红线一"))
WATER = collection(
    feature(area(113.36, 31.65, 113.37, 31.66), "w1", name="水源一", grade="one"),
    feature(area(113.37, 31.65, 113.38, 31.66), "w2", name="水源二", grade="two"),
)

CATALOGUE = """\
layers:
  - {id: rivers, path: rivers.geojson, baseline: bank, accuracy_m: 10, coverage: [112.9, 31.3, 113.9, 32.1], \
complete_for: {name: [府河, 漂水, 㵐水], grade: [one]}, indicative: yes, vintage: "2026"}
  - {id: parks, path: parks.geojson, accuracy_m: 5, coverage: everywhere, complete_for: {name: [甲园, 乙园, 丙区]}}
  - {id: districts, path: districts.geojson, accuracy_m: 20, coverage: everywhere, \
complete_for: {name: [曾都区, 随县, 广水市], city: [随州市]}}
  - {id: red_line, path: red_line.geojson, accuracy_m: 1, coverage: everywhere, complete_for: everything, \
valid_until: 2026-06-30}
  - {id: drinking_water, path: water.geojson, accuracy_m: 2, coverage: [113.3, 31.6, 113.45, 31.7], \
complete_for: {grade: [one]}}
"""

PACK = """\
id: all
title: {zh: 全包, en: Everything}
level: city
rank: rule
document: {number: 某令第1号, issuer: 某市, issued: 2020-01-01}
in_force: {from: 2020-02-01, note: {zh: 生效日存疑, en: the day is in doubt}}
jurisdiction: {layer: districts, where: {name: [曾都区, 随县]}}
aliases: {府河: [涢水]}
terms:
  chemical:
    name: {zh: 化工, en: chemical}
    yes: ["2614", "262"]
    maybe: ["2664"]
    settled_by: chemical_reaction
    yes_if: [chemical_product]
    maybe_if: [chemical_feedstock]
    interpretation: {zh: 按所列代码解释, en: read through these codes}
  paper: {name: {zh: 造纸, en: paper}, yes: ["22"], maybe: ["2231"]}
tables:
  far: {"26": 0.6, "22": 0.8}
  metres: {"26": 1000, "13": 10, "41": 1000}
not_checked: [{zh: 另一文件, en: another document}]
provisions:
  - {at: 一, rules: [RULES]}
  - {at: 二, reason: {zh: 与项目无关, en: not about projects}}
  - {at: 九, reason: {zh: 罚则, en: a penalty}}
  - {at: 三, rules: [river], not_checked: yes, reason: {zh: 其余未编码, en: the rest is not encoded}}
rules:
"""

RULES: dict[str, str] = {
    "river": """effect: prohibit
    applies_to: {all: [{nature: [new, relocate]}, {industry: chemical}]}
    forbids: {within: {layer: rivers, where: {name: [涢水]}, at_most_m: 1000}}
    unless: {all: [{attribute: {name: purpose, is: safety}}, {not: {attribute: {name: two_high, is: yes}}}]}
    penalty: {at: 九, quote: 处罚款}
    authority: {zh: 某局, en: some bureau}
    note: {zh: 岸线按图层, en: the bank is that of the layer}
    waivable: yes
    displaced_by: all/river-later""",
    "river-later": """effect: prohibit
    applies_to: {industry: paper}
    forbids: {within: {layer: rivers, where: {name: [府河]}, less_than_m: 500}}
    in_force: {from: 2026-01-01, until: 2026-06-30}""",
    "river-wide": """effect: prohibit
    applies_to: {industry: chemical}
    forbids: {within: {layer: rivers, where: {name: [漂水, 㵐水]}, less_than_m: 300}}""",
    "river-graded": """effect: review
    applies_to: {nature: {only: [new, rebuild]}}
    forbids: {within: {layer: rivers, where: {grade: [one]}, at_most_m: {table: metres}}}""",
    "river-far": """effect: require
    requires: {any: [{within: {layer: rivers, more_than_m: 200}}, {attribute: {name: facility, is: other}}]}
    if_unmet: review""",
    "river-two": """effect: require
    applies_to: {attribute: {name: facility, in: [plant, chemical_park]}}
    requires: {within: {layer: rivers, where: {grade: [two]}, at_least_m: 100}}""",
    "park": """effect: prohibit
    applies_to: {industry: paper}
    forbids: {inside: {layer: parks, where: {name: [甲园]}}}""",
    "park-other": """effect: review
    forbids: {inside: {layer: parks, where: {name: [乙园]}}}""",
    "park-any": """effect: advise
    requires: {inside: {layer: parks}}""",
    "park-list": """effect: prohibit
    forbids: {industry: {zone: negative_list}}
    needs: [zone.negative_list]""",
    "park-known": """effect: require
    applies_to: {attribute: {name: park, in: [甲园, 乙园]}}
    requires: {zone: {field: recognised, is: yes}}""",
    "park-water": """effect: require
    requires: {zone: {field: wastewater_plant, is: yes}}""",
    "ratio": """effect: require
    requires: {attribute: {name: floor_area_ratio, at_least: {first_of: [{project: parcel_floor_area_ratio}, \
{zone: min_floor_area_ratio}, {table: far}]}}}
    needs: [zone.min_floor_area_ratio]""",
    "green": """effect: require
    requires: {attribute: {name: green_ratio, at_most: 0.2}}
    if_unmet: review""",
    "old": """effect: review
    forbids: {attribute: {name: date, older_than_years: 5}}
    needs: [date]""",
    "discharge": """effect: prohibit
    applies_to: {not: {attribute: {name: discharge, is: none}}}
    forbids: {any: [{intersects: {layer: drinking_water, where: {grade: [one]}}}, \
{intersects: {layer: drinking_water, where: {grade: [two]}}}]}""",
    "red-line": """effect: prohibit
    forbids: {intersects: {layer: red_line}}
    needs: [red_line]""",
    "forest": """effect: prohibit
    forbids: {within: {layer: forest, where: {kind: [old]}, at_most_m: 50}}
    needs: [forest]""",
    "eia": """effect: require
    requires: {attribute: {name: eia, in: [approved, filed]}}""",
    "shares": """effect: advise
    requires: {any: [{attribute: {name: admin_land_share, more_than: 0.07}}, \
{attribute: {name: building_coefficient, less_than: 0.3}}]}""",
}  # fmt: skip

NATION = """\
id: nation
title: {zh: 国法, en: The nation's law}
level: national
rank: law
document: {number: 某法}
in_force: {from: 2019-06-01}
jurisdiction: everywhere
terms:
  chemical: {name: {zh: 化工, en: chemical}, yes: ["26"], maybe: []}
provisions:
  - {at: 一, rules: [permit]}
  - {at: 三, rules: [bank]}
  - {at: 二, reason: {zh: 与项目无关, en: not about projects}}
rules:
  - id: bank
    title: {zh: 岸线, en: the bank}
    cites: {at: 三, summary: {zh: 岸边不得有, en: none by the bank}}
    effect: prohibit
    applies_to: {industry: chemical}
    forbids: {within: {layer: rivers, at_most_m: 200}}
    displaced_by: all/river
    penalty: {at: 二, summary: {zh: 处以罚款, en: a fine}}
  - id: permit
    title: {zh: 许可, en: a permit}
    cites: {at: 一, quote: 如此如此}
    effect: require
    requires: {attribute: {name: eia, is: approved}}
    if_unmet: review
"""

TOWN = """\
id: town
title: {zh: 广水市的包, en: A pack of 广水市}
level: city
rank: normative_document
document: {number: 某发〔2021〕1号}
in_force: {from: 2021-01-01, until: 2026-12-31, superseded_by: all}
jurisdiction: {layer: districts, where: {adcode: ["421381"]}}
terms:
  chemical: {name: {zh: 化工, en: chemical}, yes: ["26"], maybe: []}
provisions:
  - {at: 一, rules: [ban, ban-here]}
  - {at: 二, reason: {zh: 与项目无关, en: not about projects}}
rules:
  - id: ban
    title: {zh: 禁止, en: a ban}
    cites: {at: 一, quote: 如此如此}
    effect: prohibit
    forbids: {industry: chemical}
  - id: ban-here
    title: {zh: 本地禁止, en: a ban here}
    cites: {at: 一, quote: 如此如此}
    effect: prohibit
    forbids: {all: [{industry: chemical}, {attribute: {name: district, is: 广水市}}]}
"""

HEAVY = {"nature": "new", "industry": "2614", "park": "无", "district": "曾都区"}


def layers(folder: Path) -> dict[str, Layer]:
    texts = {"rivers": RIVERS, "parks": PARKS, "districts": DISTRICTS, "red_line": RED_LINE, "water": WATER}
    for name, text in texts.items():
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    (folder / "layers.yaml").write_text(CATALOGUE, encoding="utf-8")
    found = catalogue([folder / "layers.yaml"])
    return {layer: found.open(layer) for layer in found if layer in CATALOGUE}


def rules(folder: Path) -> list[Pack]:
    """The pack of all `RULES`, each citing the same sentence, and two smaller ones."""
    text = PACK.replace("RULES", ", ".join(RULES))
    for name, rule in RULES.items():
        title = f"title: {{zh: 规则{name}, en: rule {name}}}"
        text += f"  - id: {name}\n    {title}\n    cites: {{at: 一, quote: 如此如此}}\n    {rule}\n"
    return [_pack(folder / name, each) for name, each in (("all", text), ("nation", NATION), ("town", TOWN))]


def _pack(folder: Path, text: str) -> Pack:
    folder.mkdir()
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    second, third = ("大意：处以罚款。", "大意：岸边不得有。") if text == NATION else ("无关。", "其余。")
    sentences = {"一": "如此如此。", "二": second, "三": third, "九": "处罚款。"}
    said = "".join(f"## {at}\n\n{each}\n\n" for at, each in sentences.items() if f"- {{at: {at}," in text)
    (folder / "source.md").write_text(f"# 某令第1号\n\n{said}", encoding="utf-8")
    return pack(str(folder))


def east(lon: float, metres: float, lat: float = 31.75) -> shapely.Polygon:
    """A square of some 20 m whose western side lies so many metres east of a meridian."""
    west = GRS80.fwd(lon, lat, 90, metres)[0]
    return shapely.box(west, lat - 0.0001, west + 0.0002, lat + 0.0001)


def surveyed(river: str, distance_m: float, accuracy_m: float = 1) -> dict[str, Any]:
    return {"river": river, "distance_m": distance_m, "source": "测绘院", "accuracy_m": accuracy_m}


SITES: dict[str, tuple[Any, dict[str, Any]]] = {
    "by the bank": (east(FUHE, 300), HEAVY),
    "by the bank, excused": (east(FUHE, 300), {**HEAVY, "purpose": "safety", "two_high": "no"}),
    "at the limit": (east(FUHE, 1000), {**HEAVY, "eia": "approved", "discharge": "none"}),
    "at the limit, surveyed": (east(FUHE, 1000), {**HEAVY, "bank_distances": [surveyed("涢水", 1005)]}),
    "surveyed otherwise": (east(FUHE, 1000), {**HEAVY, "bank_distances": [surveyed("府河", 700)]}),
    "a point of no size": (shapely.Point(113.4002, 31.75), {"industry": "2614", "nature": "expand"}),
    "a point of some size": (shapely.Point(113.405, 31.75), {"extent_m": 200, "industry": "2664", "nature": "new"}),
    "between two base lines": (east(JUESHUI, 60), {"industry": "2614;2221", "nature": "技改", "district": "随县"}),
    "in a park": (
        east(113.34, 0),
        {"industry": "2221", "nature": "new", "park": "甲工业园", "floor_area_ratio": 0.7, "facility": "其他",
         "wastewater_plant": "yes"},
    ),
    "in a park and not": (east(113.34, 0), {"industry": "26", "park": "无", "nature": "新键"}),
    "beside a park": (east(113.62, 0, 31.62), {"industry": "1391", "nature": "expand", "park": "无"}),
    "perhaps in a park": (
        east(113.62, 0, 31.62),
        {"industry": "1391", "park": "丁园", "green_ratio": 0.3, "date": "2020-11-23", "parcel_floor_area_ratio": 1},
    ),
    "across the border": (shapely.box(113.8995, 31.75, 113.9005, 31.751), {"industry": "2614", "nature": "new"}),
    "in another district": (shapely.box(114.0, 31.75, 114.001, 31.751), HEAVY),
    "in the source zone": (
        shapely.box(113.3695, 31.652, 113.3705, 31.653),
        {"nature": "new", "industry": "1391", "discharge": "外排", "admin_land_share": 0.05, "park": "丙区",
         "building_coefficient": 0.4, "floor_area_ratio": 1.3, "date": "2021-11-24", "eia": "none"},
    ),
    "a plant nearby": (east(FUHE, 400), {"industry": "4190", "nature": "new", "park": "无", "eia": "已批", "discharge": "none"}),
    "a trunk sewer": (
        shapely.LineString([(113.4001, 31.75), (113.4001, 31.751)]),
        {"industry": "D4620", "nature": ["rebuild", "技改"], "extent_m": 10, "park": "庚园", "accuracy_m": 3, "linear": "yes"},
    ),
    "by the bank, caught": (east(FUHE, 250), {**HEAVY, "purpose": "capacity", "eia": "none"}),
    "little said": (east(FUHE, 5000), {"industry": "2231", "district": "某县"}),
    "crossed": (shapely.Polygon([(113.3, 31.7), (113.31, 31.71), (113.31, 31.7), (113.3, 31.71)]), {"industry": "x"}),
    "in the town": (shapely.box(114.0, 31.7, 114.001, 31.701), {**HEAVY, "district": "广水市", "nature": "expand"}),
    "said to be in the town": (east(FUHE, 5200), {**HEAVY, "district": "广水市"}),
}  # fmt: skip


def projects(rows: Sequence[int] = range(len(SITES))) -> Projects:
    """All of them, or some, by their position."""
    named = [(f"P{position}", *list(SITES.items())[position]) for position in rows]
    stated = [{"id": id_, "name": name, **said} for id_, name, (_, said) in named]
    return build(in_memory([site for _, _, (site, _) in named], stated))


LATER, EARLIER, BEFORE = "2026-07-15", "2020-02-15", "2019-01-01"
ON = {
    "by the bank, caught": LATER,
    "at the limit": LATER,
    "perhaps in a park": LATER,
    "across the border": EARLIER,
    "in a park and not": BEFORE,
}


def days() -> Any:
    return np.array([ON.get(name, "2026-05-01") for name in SITES], dtype="datetime64[D]")


EXPLAINED = ("by the bank", "a point of some size", "in a park")
