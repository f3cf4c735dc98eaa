"""Does the documentation print what the program prints? Fills every marked block with the real output.

A block is a fence directly under a comment that names the command:

    <!-- printed: zonecheck examples/01-chemical-by-fuhe.geojson --lang en -->
    ```console
    ...
    ```

A long answer may be cut: `<!-- printed, first 20 lines: zonecheck ... -->` ends with a line that says so.

`python docs/printed.py` writes all blocks again; with `--check` it only says which differ (status 1).
Only zonecheck itself is run, from the top folder (a command that writes files: beside a copy of the examples), without colour
and 100 columns wide; stderr is not shown.
Nothing else on a page is touched.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

TOP = Path(__file__).parents[1]
BLOCK = re.compile(
    r"(?P<mark><!-- printed(?:, first (?P<lines>\d+) lines)?: (?P<command>zonecheck[^\n]*?) -->\n)```console\n.*?^```$",
    re.DOTALL | re.MULTILINE,
)


def main(arguments: list[str]) -> int:
    stale = [
        page
        for page in pages()
        if refreshed(page.read_text(encoding="utf-8")) != page.read_text(encoding="utf-8")
    ]
    for page in stale:
        print(f"{'stale' if '--check' in arguments else 'written'}: {page.relative_to(TOP)}")
        if "--check" not in arguments:
            page.write_text(refreshed(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return int("--check" in arguments and bool(stale))


def pages() -> list[Path]:
    """The pages that may hold printed blocks."""
    return sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md"), *TOP.glob("examples/*.md")])


def refreshed(text: str) -> str:
    """The page with every marked block as the program prints it today."""
    return BLOCK.sub(_block, text)


def _block(found: re.Match[str]) -> str:
    answer, status = session(found["command"])
    lines = answer.splitlines()
    shown = lines[: int(found["lines"] or len(lines))]
    more = [f"  … {len(lines) - len(shown)} more lines"] if len(shown) < len(lines) else []
    typed = [f"$ {found['command']}", *shown, *more, "$ echo $?", str(status)]
    return "\n".join([f"{found['mark']}```console", *typed, "```"])


@cache
def session(command: str) -> tuple[str, int]:
    """What the command prints, and its exit status."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    arguments = [sys.executable, "-m", *shlex.split(command)]
    with _folder(arguments) as folder:
        done = subprocess.run(
            arguments, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )
    return done.stdout.rstrip(), done.returncode


@contextmanager
def _folder(arguments: list[str]) -> Iterator[Path]:
    """The top folder; for a command that writes files one of its own, with the examples in it, thrown away afterwards."""
    if not {"-o", "init", "baseline"} & set(arguments):
        yield TOP
        return
    with TemporaryDirectory() as name:
        shutil.copytree(TOP / "examples", Path(name) / "examples")
        yield Path(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
