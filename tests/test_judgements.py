"""Terms, natures and kinds of facility over all that a project can state of them, to the letter.

`ZONECHECK_GOLDEN=write` writes the file anew. What is answered alike stands in one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

import pytest

from test_everything import compare
from zonecheck.predicates.facility import Facility
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.stated import Stated
from zonecheck.predicates.terms import Term
from zonecheck.projects.industry import Codes
from zonecheck.projects.vocabulary import NATURES
from zonecheck.truth import NAMES, causes
from zonecheck.words import same

CODES = [
    Codes(tuple(each.split(";")), each)
    for each in ("2614", "2664", "2221", "1391", "26", "266", "2645", "1391;2614", "1391;2664", "2664;2231", "2614;26", "x")
]  # fmt: skip
TERMS = (
    Term("settled", same("settled"), frozenset({"2614", "264"}), frozenset({"266"}), "chemical_reaction"),
    Term("read", same("read"), frozenset({"26"}), frozenset({"2664", "22"}), no=frozenset({"2614"})),
    Term("stated", same("stated"), frozenset({"22"}), frozenset({"2231"}), "pulping", ("pulping",), ("two_high", "linear")),
)  # fmt: skip
YES_NO = (None, True, False)
SETS = [frozenset(each) for size in (1, 2) for each in combinations(NATURES, size)]
SINGLE = [(each,) for each in NATURES]


def industries() -> Iterator[tuple[Stated, Mapping[str, Any]]]:
    for term in TERMS:
        for codes, *stated in product(CODES, *(YES_NO for _ in term.statements)):
            for edition in (None, "2017", "2011") if "264" in codes.text else (None,):
                said = dict(zip(term.statements, stated, strict=True))
                yield Industry(term), {"industry": codes, "industry_edition": edition, **said}
        yield Industry(term), {"industry": None, "industry_edition": None, **dict.fromkeys(term.statements)}


def natures() -> Iterator[tuple[Stated, Mapping[str, Any]]]:
    several = [
        ("new", "upgrade"),
        ("rebuild", "upgrade"),
        ("expand", "upgrade"),
        ("new", "expand"),
        ("new", "rebuild"),
    ]
    for any_of, only in product(SETS, (False, True)):
        for nature, capacity in product([None, *SINGLE, *several], YES_NO):
            if capacity is None or (nature and "upgrade" in nature):
                yield Nature(any_of, only), {"nature": nature, "capacity_increase": capacity}


def facilities() -> Iterator[tuple[Stated, Mapping[str, Any]]]:
    industry = [
        None,
        *(
            Codes(tuple(each.split(";")), each)
            for each in ("1310", "4390", "1210", "4420", "26", "C", "1391;06")
        ),
    ]
    for comparator, value in (("is", "plant"), ("in", ("tailings_pond", "other"))):
        for stated, codes in product((None, "plant", "other", "unread"), industry):
            yield Facility(comparator, value), {"facility": stated, "industry": codes}


def shown(value: Any) -> str:
    match value:
        case Codes():
            return value.text
        case tuple():
            return "+".join(value)
    return "-" if value is None else str(value)


@pytest.mark.parametrize("kind", [industries, natures, facilities], ids=lambda kind: kind.__name__)
def test_every_combination_is_judged_as_a_person_has_read_it(kind: Any) -> None:
    alike: dict[str, list[str]] = {}
    for question, values in kind():
        found = question.judge(values)
        facts = ", ".join(sorted(found.facts)) or "-"
        answer = f"{NAMES[found.truth]} ({', '.join(causes(found.because))}; {facts}; {found.code or '-'})"
        key = f"{question.words().en}\n    {answer}"
        alike.setdefault(key, []).append("/".join(map(shown, values.values())))
    compare(
        f"judged-{kind.__name__}.txt", [f"{key}\n      {'  '.join(values)}" for key, values in alike.items()]
    )
