"""What does zonecheck answer to the example projects? Checks each one and says what its exit status means.

Ends well when every example answers as `expected.yaml` says: a prohibited example is a good demonstration.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
MEANING = {
    0: "checked, nothing found",
    1: "prohibited",
    2: "not done in full",
    3: "a person must look",
    4: "outside the scope",
}


def main() -> int:
    expected = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
    check(next(iter(expected)))
    print("\nexit status of every example:")
    return max([report(name, answer) for name, answer in expected.items()], default=1)


def report(name: str, answer: dict[str, Any]) -> int:
    """Print one line for one example; 1 where the status is not the expected one, else 0."""
    status = check(name, "--quiet", "--format", "json", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    unexpected = status != answer["status"]
    print(
        f"  {name:26} {status}  {MEANING.get(status, 'unknown status')}{'  UNEXPECTED' if unexpected else ''}"
    )
    return int(unexpected)


def check(name: str, *options: str, **streams: int) -> int:
    command = [sys.executable, "-m", "zonecheck", str(HERE / f"{name}.geojson"), *options]
    sys.stdout.flush()
    return subprocess.run(command, check=False, **streams).returncode  # type: ignore[call-overload, no-any-return]


if __name__ == "__main__":
    sys.exit(main())
