"""What a legal term says of an industry code: the lists, the doubts and what settles them."""

import pytest

from zonecheck.predicates.terms import Finding, Term, judge
from zonecheck.projects.industry import Codes, classification
from zonecheck.truth import NAMES
from zonecheck.words import Text

HEAVY = Term(
    "heavy",
    Text("重化工", "heavy chemical"),
    yes=frozenset({"261", "2645", "2710"}),
    maybe=frozenset({"268", "2644", "2646"}),
    settled_by="chemical_reaction",
    maybe_if=("chemical_feedstock", "chemical_product", "chemical_reaction"),
)
PAPER = Term(
    "paper", Text("造纸", "paper"), yes=frozenset({"221", "222"}), maybe=frozenset(), yes_if=("pulping",)
)


def ask(term: Term, *codes: str, edition: str | None = None, **stated: bool) -> Finding:
    return judge(term, Codes(codes, ";".join(codes)), edition, stated, classification())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("codes", "stated", "truth"),
    [
        (("2614",), {}, "yes"),
        (("2614",), {"chemical_reaction": True}, "yes"),
        (("2614",), {"chemical_reaction": False}, "unknown"),
        (("2681",), {}, "unknown"),
        (("2681",), {"chemical_reaction": True}, "yes"),
        (("2681",), {"chemical_reaction": False}, "no"),
        (("1391",), {}, "no"),
        (("1391",), {"chemical_reaction": True}, "no"),
        (("1391",), {"chemical_feedstock": True, "chemical_product": True}, "no"),
        (
            ("1391",),
            {"chemical_feedstock": True, "chemical_product": True, "chemical_reaction": True},
            "unknown",
        ),
        (("261",), {}, "yes"),
        (("26",), {}, "unknown"),
        (("13",), {}, "no"),
        (("1391", "2614"), {}, "yes"),
        (("1391", "2681"), {}, "unknown"),
        (("1391", "1411"), {}, "no"),
    ],
)
def test_heavy_chemical(codes: tuple[str, ...], stated: dict[str, bool], truth: str) -> None:
    assert NAMES[ask(HEAVY, *codes, **stated).truth] == truth


@pytest.mark.parametrize(
    ("code", "stated", "truth"),
    [
        ("2221", {}, "yes"),
        ("2231", {}, "no"),
        ("2231", {"pulping": True}, "yes"),
        ("2231", {"pulping": False}, "no"),
        ("22", {}, "unknown"),
        ("22", {"pulping": True}, "yes"),
    ],
)
def test_papermaking_is_pulp_and_paper_and_whoever_says_so(
    code: str, stated: dict[str, bool], truth: str
) -> None:
    assert NAMES[ask(PAPER, code, **stated).truth] == truth


def test_a_doubtful_code_asks_for_the_reaction_and_a_coarse_one_for_a_finer_code() -> None:
    assert ask(HEAVY, "2681").facts == {"chemical_reaction"}
    assert "industry" in ask(HEAVY, "26").facts


def test_a_code_that_changed_its_meaning_asks_for_the_edition() -> None:
    found = ask(HEAVY, "2645")
    assert (NAMES[found.truth], "industry_edition" in found.facts) == ("unknown", True)
    assert NAMES[ask(HEAVY, "2645", edition="2017").truth] == "yes"
    assert NAMES[ask(HEAVY, "2645", edition="2011", chemical_reaction=False).truth] == "no"


def test_the_deciding_code_is_named() -> None:
    assert ask(HEAVY, "1391", "2614").code == "2614"


def test_the_longest_listed_code_wins() -> None:
    term = Term("t", Text("", ""), yes=frozenset({"26"}), maybe=frozenset({"2681"}), no=frozenset({"268"}))
    assert [term.lists(code) for code in ("2614", "2682", "2681", "1391")] == [
        "yes",
        "no",
        "maybe",
        "outside",
    ]


def test_a_part_that_names_no_code_keeps_the_answer_open() -> None:
    assert NAMES[ask(HEAVY, "1391", "化肥").truth] == "unknown"
