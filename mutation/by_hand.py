"""Would a mistake that clears what must not be cleared be noticed? Each of these is made in a copy, and quick tests are asked.

Random changes seldom make the mistake that a tired person makes: an accuracy left out, a layer that is not there read as one that
is empty. A mistake whose text is no longer in the source is an error: it has to be put anew.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parents[1]
COPIED = [
    "src", "rules", "data", "tests", "examples", "docs", "fuzz", "benchmarks", "ci", ".ci", "mutation",
    "pyproject.toml", "Makefile", "constraints.txt",
    "README.md", "README.zh.md", "CHANGELOG.md", "LICENSE", "action.yml", ".pre-commit-hooks.yaml",
]  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    name: str
    path: str
    right: str
    wrong: str
    tests: str  # where it ought to be noticed


PREDICATES, ENGINE, GEODESY = "src/zonecheck/predicates", "src/zonecheck/engine", "src/zonecheck/geodesy"

MISTAKES = [
    Mistake(
        "at the limit itself: outside, where 以内 includes it",
        f"{PREDICATES}/space.py",
        "farthest_m <= self.limit_m, nearest_m > self.limit_m",
        "farthest_m < self.limit_m, nearest_m >= self.limit_m",
        "test_boundaries.py test_space.py",
    ),
    Mistake(
        "the accuracy of the layer is left out",
        f"{PREDICATES}/space.py",
        "error_m = self.accuracy_m[pairs.feature] + self.sites.error_m[pairs.site]",
        "error_m = self.sites.error_m[pairs.site]",
        "test_space.py test_soak.py",
    ),
    Mistake(
        "the accuracy of the site is left out",
        f"{PREDICATES}/space.py",
        "error_m = self.accuracy_m[pairs.feature] + self.sites.error_m[pairs.site]",
        "error_m = self.accuracy_m[pairs.feature] + 0 * self.sites.error_m[pairs.site]",
        "test_space.py test_soak.py",
    ),
    Mistake(
        "the error of the datum is left out",
        "src/zonecheck/projects/table.py",
        "np.nan_to_num(self.accuracy_m) + self.datum_m + self.rounding_m",
        "np.nan_to_num(self.accuracy_m) + self.rounding_m",
        "test_space.py test_soak.py test_formats_systems.py",
    ),
    Mistake(
        "the rounding of coordinates is left out",
        "src/zonecheck/projects/table.py",
        "np.nan_to_num(self.accuracy_m) + self.datum_m + self.rounding_m",
        "np.nan_to_num(self.accuracy_m) + self.datum_m",
        "test_boundaries.py test_evidence.py",
    ),
    Mistake(
        "coverage is ignored",
        f"{PREDICATES}/space.py",
        "return np.where(asked & ~covered, np.uint16(Cause.COVERAGE), np.uint16(0))",
        "return np.where(asked & False, np.uint16(Cause.COVERAGE), np.uint16(0))",
        "test_space.py test_soak.py",
    ),
    Mistake(
        "coverage is asked for only as far as the limit",
        f"{PREDICATES}/space.py",
        "reach_m = question.limit_m + to_bank_m + self.sites.error_m + np.nan_to_num(self.sites.extent_m)\n        doubt",
        "reach_m = question.limit_m + 0 * self.sites.error_m\n        doubt",
        "test_space.py test_soak.py",
    ),
    Mistake(
        "a layer that is not there is read as empty",
        f"{PREDICATES}/space.py",
        "constant(UNKNOWN, len(self.sites), Cause.MISSING_LAYER)",
        "constant(NO, len(self.sites))",
        "test_space.py test_needs.py test_removal.py",
    ),
    Mistake(
        "a selection of which a named river is missing is taken for whole",
        f"{PREDICATES}/space.py",
        "if not self.selection.complete:",
        "if False:",
        "test_evidence.py test_soak.py",
    ),
    Mistake(
        "a layer past its last day still answers",
        f"{PREDICATES}/space.py",
        "stale = on > np.datetime64(layer.entry.valid_until)",
        "stale = on != on",
        "test_evidence.py",
    ),
    Mistake(
        "a point is taken for the whole site",
        f"{PREDICATES}/space.py",
        "pointlike = np.isnan(self.sites.extent_m)",
        "pointlike = np.isnan(self.sites.extent_m) & False",
        "test_space.py test_soak.py",
    ),
    Mistake(
        "from the centre line the bank is looked for on the far side",
        f"{PREDICATES}/space.py",
        "np.maximum(distance_m - half_width_m, 0.0)",
        "np.maximum(distance_m + half_width_m, 0.0)",
        "test_space.py test_soak.py",
    ),
    Mistake(
        "the earth is a ball",
        f"{GEODESY}/ellipsoid.py",
        "FLATTENING = 1 / 298.257222101",
        "FLATTENING = 1e-9",
        "test_geodesy_distance.py",
    ),
    Mistake(
        "a missing attribute means no",
        f"{PREDICATES}/attributes.py",
        "lambda value: YES if test(value, self.value) else NO, UNKNOWN, np.int8",
        "lambda value: YES if test(value, self.value) else NO, NO, np.int8",
        "test_completions.py",
    ),
    Mistake(
        "a prohibition that may bite does not",
        f"{ENGINE}/outcomes.py",
        "[VIOLATED, UNDETERMINED],",
        "[VIOLATED, SATISFIED],",
        "test_completions.py test_settle.py",
    ),
    Mistake(
        "a proviso that may hold is said to hold",
        f"{ENGINE}/outcomes.py",
        "[applies == NO, forbids == NO, excused == YES]",
        "[applies == NO, forbids == NO, excused != NO]",
        "test_evidence.py",
    ),
    Mistake(
        "undetermined is not for review",
        f"{ENGINE}/verdicts.py",
        "verdict[UNDETERMINED] = REVIEW",
        "verdict[UNDETERMINED] = CLEAR",
        "test_cases.py test_soak.py test_examples.py",
    ),
    Mistake(
        "national law alone clears",
        f"{ENGINE}/verdicts.py",
        "return np.where((worst == CLEAR) & ~covered, OUT_OF_SCOPE, worst).astype(np.int8)",
        "return worst.astype(np.int8)",
        "test_properties.py test_soak.py test_examples.py",
    ),
    Mistake(
        "a site that may lie beyond the border of the district is cleared",
        f"{ENGINE}/verdicts.py",
        "worst = np.where((worst == CLEAR) & doubt, REVIEW, worst)",
        "worst = np.where((worst == CLEAR) & doubt & False, REVIEW, worst)",
        "test_settle.py",
    ),
    Mistake(
        "a decision holds although the site has moved",
        f"{ENGINE}/decided.py",
        "!= decision.outline:",
        "== None:",
        "test_decisions.py",
    ),
    Mistake(
        "a decision holds although a fact has changed",
        f"{ENGINE}/decided.py",
        "if facts_sha256(rule, table, row) != decision.facts:",
        "if facts_sha256(rule, table, row) is None:",
        "test_decisions.py",
    ),
    Mistake(
        "a decision holds after it has expired",
        f"{ENGINE}/decided.py",
        "if day > decision.expires:",
        "if False:",
        "test_decisions.py",
    ),
    Mistake(
        "the first rule of each pack is not asked",
        f"{ENGINE}/verdicts.py",
        "for rule in pack.rules:",
        "for rule in pack.rules[1:]:",
        "test_cases.py test_examples.py",
    ),
    Mistake(
        "a sentence of law no longer names its rule",
        "rules/suizhou-2018-4/pack.yaml",
        "rules: [zone-wastewater, river-1km, river-other, ",
        "rules: [zone-wastewater, river-other, ",
        "test_packs.py test_traceability.py",
    ),
    Mistake(
        "a kilometre in a rule is 100 m",
        "rules/suizhou-2018-4/pack.yaml",
        "where: {name: [府河, 漂水, 㵐水]}, at_most_m: 1000}}",
        "where: {name: [府河, 漂水, 㵐水]}, at_most_m: 100}}",
        "test_boundaries.py test_law.py",
    ),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="0", help="of pytest")
    parser.add_argument("names", nargs="*", help="words of the mistakes to make; all without")
    options = parser.parse_args()
    made = [
        each for each in MISTAKES if not options.names or any(word in each.name for word in options.names)
    ]
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        unnoticed = [
            mistake for mistake in made if not told(mistake, noticed_by(mistake, copy, options.workers))
        ]
    print(f"\n{len(made) - len(unnoticed)} of {len(made)} mistakes were noticed")
    sys.exit(1 if unnoticed else 0)


def copied(folder: Path) -> Path:
    for name in COPIED:
        source = TOP / name
        if source.is_dir():
            shutil.copytree(
                source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis")
            )
        elif source.exists():
            shutil.copy2(source, folder / name)
    return folder


def noticed_by(mistake: Mistake, copy: Path, workers: str) -> str | None:
    """The first test that fails, None where none does."""
    path = copy / mistake.path
    text = path.read_text(encoding="utf-8")
    if text.count(mistake.right) != 1:
        raise SystemExit(f"{mistake.path}: expected once: {mistake.right}")
    path.write_text(text.replace(mistake.right, mistake.wrong), encoding="utf-8")
    try:
        return first_failure(copy, [f"tests/{name}" for name in mistake.tests.split()], workers)
    finally:
        path.write_text(text, encoding="utf-8")


def first_failure(copy: Path, tests: list[str], workers: str) -> str | None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-n",
            workers,
            "-m",
            "not slow",
            "-p",
            "no:cacheprovider",
            *tests,
        ],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    if not run.returncode:
        return None
    failed = re.search(r"^(?:FAILED|ERROR) (?:tests/)?(\S+)", run.stdout, re.MULTILINE)
    if failed is None:
        raise SystemExit(run.stdout + run.stderr)
    return failed.group(1)


def told(mistake: Mistake, test: str | None) -> bool:
    print(f"{mistake.name}\n    {test or 'NOT NOTICED'}", flush=True)
    return test is not None


if __name__ == "__main__":
    main()
