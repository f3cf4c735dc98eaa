"""`zonecheck` and `python -m zonecheck`: the process, from before its first import to its end."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn


def main() -> NoReturn:
    """Run the program with the arguments of the process and end it."""
    set_up()
    from zonecheck.cli import main as carried_out  # noqa: PLC0415  libraries read what was set up

    _leave(carried_out())


def set_up() -> None:
    """What libraries would do at their first import and nobody here needs.

    A run builds much and drops little: looking for cycles after every 700 objects would be a sixth of a short check, and
    memory is bounded all the same. Nothing here solves equations: a thread of OpenBLAS, which NumPy would start for each
    further core, only waits. And no package that happens to be installed may take part in reading packs and layers:
    Pydantic would look through all of them for one that wants to.
    """
    gc.set_threshold(200_000, 20, 20)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


def _leave(status: int) -> NoReturn:
    """End at once where no other thread is at work: to take down hundreds of modules one by one is no use to anybody.

    What was registered for the end is carried out, except after a write that failed: threads of pyarrow may still be
    about then, and can abort the process.
    """
    from zonecheck.cli.status import NOT_DONE  # noqa: PLC0415

    if threading.active_count() > 1:
        sys.exit(status)
    if status != NOT_DONE or "pyarrow" not in sys.modules:
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
