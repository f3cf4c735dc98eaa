"""A small sound rule pack for tests, and the same with a part of it replaced."""

from __future__ import annotations

from pathlib import Path

PACK = """\
id: small
title: {zh: 小包, en: Small pack}
level: city
rank: normative_document
document: {number: 某发〔2020〕1号, issuer: 某市人民政府, issued: 2020-01-01}
in_force: {from: 2020-02-01}
jurisdiction: {layer: districts, where: {name: [曾都区]}}
aliases: {府河: [涢水]}
terms:
  chemical:
    name: {zh: 化工, en: chemical}
    yes: ["2614", "262"]
    maybe: ["2664"]
    settled_by: chemical_reaction
    interpretation: {zh: 按所列代码解释, en: read through these codes}
tables:
  far: {"26": 0.6, "22": 0.8}
provisions:
  - {at: 一/1, rules: [river, ratio]}
  - {at: 一/2, reason: {zh: 与项目无关, en: not about projects}}
  - {at: 二, rules: [advice], not_checked: yes, reason: {zh: 其余未编码, en: the rest is not encoded}}
rules:
  - id: river
    title: {zh: 沿河禁止化工, en: no chemical project by the river}
    cites: {at: 一/1, quote: 府河一公里内禁止新建化工项目}
    effect: prohibit
    applies_to: {all: [{nature: [new, relocate]}, {industry: chemical}]}
    forbids: {within: {layer: rivers, where: {name: [府河]}, at_most_m: 1000}}
    unless: {attribute: {name: purpose, is: safety}}
  - id: ratio
    title: {zh: 容积率, en: floor area ratio}
    cites: {at: 一, quote: 容积率不低于标准}
    effect: require
    if_unmet: review
    requires:
      attribute:
        name: floor_area_ratio
        at_least: {first_of: [{project: parcel_floor_area_ratio}, {zone: far}, {table: far}]}
    needs: [zone.far]
  - id: advice
    title: {zh: 建议, en: advice}
    cites: {at: 二, quote: 鼓励入园}
    effect: advise
    certainty: second_hand
    requires: {not: {attribute: {name: park, is: none}}}
    in_force: {until: 2030-12-31}
"""

SOURCE = """\
# 某发〔2020〕1号

摘录。

## 一

1. 府河一公里内禁止新建化工项目，
   容积率不低于标准。
2. 加强领导。

## 二

鼓励入园。
"""

CASES = """\
- name: 河边
  project:
    at: {distance_m: 500, from: 府河, near: [113.35, 31.72]}
    properties: {industry: 2614, nature: new, purpose: other}
  on: 2024-01-01
  layers: {rivers: {accuracy_m: 0}}
  expect: {river: violated, ratio: open, advice: open, verdict: prohibited}
"""


def write(folder: Path, *replaced: tuple[str, str], source: str = SOURCE, cases: str | None = CASES) -> Path:
    """The pack in `folder`, each of `replaced` (old, new) exchanged once in pack.yaml."""
    text = PACK
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new, 1)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    (folder / "source.md").write_text(source, encoding="utf-8")
    if cases is not None:
        (folder / "cases.yaml").write_text(cases, encoding="utf-8")
    return folder


def line_of(text: str) -> int:
    """The line of pack.yaml on which `text` stands."""
    return PACK[: PACK.index(text)].count("\n") + 1
