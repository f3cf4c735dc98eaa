"""Do the promises of `fuzz/targets.py` hold of all seeds, and of all that a search ever broke them with?"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[1] / "fuzz"
sys.path.append(str(FUZZ))

import targets  # noqa: E402

INPUTS = sorted(path for folder in ("seeds", "regressions") for path in FUZZ.glob(f"{folder}/*/*"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_promises_hold_of_every_seed_and_of_all_that_was_ever_found(path: Path) -> None:
    targets.TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", targets.TARGETS)
def test_every_target_has_seeds(name: str) -> None:
    assert list((FUZZ / "seeds" / name).iterdir())


def test_a_broken_promise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "VERDICTS", ("clear",) * 6)
    with pytest.raises(AssertionError, match="clear"):
        targets.attributes(b"2614")
