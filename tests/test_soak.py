"""A sample of `make trust`: random sites by random rivers, judged by the product and by the reference."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import soak
from soak_reference import NO, TOO_CLOSE, UNKNOWN, YES, Doubt, judge, strings
from worlds import BANK_LON, GRS80, MIDDLE_LAT
from zonecheck.predicates import space


def differences(worlds, sites, seed):
    counts, differs = Counter(), []
    for world in range(worlds):
        some, wrong = soak.soak(np.random.default_rng([seed, world]), sites)
        counts, differs = counts + some, differs + wrong
    return counts, differs


def test_ten_thousand_random_sites_are_judged_alike():
    counts, differs = differences(20, 500, seed=10)
    assert differs == []
    assert min(counts[verdict, verdict] for verdict in ("clear", "prohibited", "review")) > 100


def test_the_worlds_of_the_sample_are_of_every_kind():
    """What no world of a sample has, no site of it can show: a layer that claims nothing, or covers too little."""
    worlds = [soak.a_world(np.random.default_rng([10, number])) for number in range(20)]
    assert {set(world.named) <= set(world.complete) for world in worlds} == {True, False}
    assert {world.coverage for world in worlds} == {"everywhere", "wide", "tight", "absent"}


@pytest.mark.slow
def test_sixty_thousand_more_are_judged_alike():
    _, differs = differences(60, 1000, seed=8)
    assert differs == []


def test_a_product_that_forgets_the_accuracy_of_the_site_is_caught(monkeypatch):
    judged = space.Reach._judge
    monkeypatch.setattr(
        space.Reach, "_judge",
        lambda self, d: judged(space.Reach(self.limit_m, self.strict, 0 * self.error_m, self.extent_m), d),
    )  # fmt: skip
    _, differs = differences(2, 500, seed=7)
    assert {(right, found) for _, _, right, found in differs} >= {
        ("review", "prohibited"),
        ("review", "clear"),
    }


@pytest.mark.parametrize(
    ("east_m", "error_m", "extent_m", "answer"),
    [
        (999.99, 0.0, 0.0, YES),
        (1000.0, 0.0, 0.0, TOO_CLOSE),
        (1000.01, 0.0, 0.0, NO),
        (990.01, 10.0, 0.0, UNKNOWN),
        (989.99, 10.0, 0.0, YES),
        (1010.01, 10.0, 0.0, NO),
        (1019.99, 10.0, 10.0, UNKNOWN),
        (1020.01, 10.0, 10.0, NO),
        (1010.01, 10.0, np.nan, UNKNOWN),
    ],
)
def test_the_reference_itself_knows_what_is_known_on_paper(east_m, error_m, extent_m, answer):
    """East of a meridian, which is straight both as drawn and on the ellipsoid."""
    bank = strings([([[(BANK_LON, MIDDLE_LAT - 0.1), (BANK_LON, MIDDLE_LAT + 0.1)]], False)])
    site = strings([([[GRS80.fwd(BANK_LON, MIDDLE_LAT, 90, east_m)[:2]]], False)])
    doubt = Doubt(np.array([error_m]), np.array([extent_m]), 0.0)
    assert judge(site, bank, 1000.0, doubt).tolist() == [answer]
