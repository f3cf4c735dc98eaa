"""The command as it is; at its end it tells, as JSON on standard error, the seconds from the first chunk to the last outcome.

What is left of the whole is the start, looking through the input, and the end.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from zonecheck.__main__ import set_up

set_up()
from zonecheck.cli import checking, main  # noqa: E402  libraries read what was set up

seconds: dict[str, float] = {}
carry_out = checking.carry_out


def timed(*given: Any) -> Any:
    start = time.perf_counter()
    try:
        return carry_out(*given)
    finally:
        seconds["engine"] = time.perf_counter() - start


if __name__ == "__main__":
    checking.carry_out = timed
    status = main()
    print(json.dumps(seconds), file=sys.stderr)
    sys.exit(status)
