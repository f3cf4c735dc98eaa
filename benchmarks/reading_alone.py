"""How fast can one process feed many? Reading and looking through, and packing each chunk as it would be sent; nothing is judged.

`reading_alone.py PARCELS` prints processor seconds of this process and of the one that reads for it: what bounds a cluster.
"""

from __future__ import annotations

import argparse
import os
import pickle
from datetime import date

from zonecheck.projects.raw import Limits
from zonecheck.screening import Request
from zonecheck.screening.inputs import find_inputs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parcels")
    asked = Request(
        [parser.parse_args().parcels], date(2026, 11, 2), limits=Limits(max_size=2**40, timeout_s=3600)
    )
    inputs = find_inputs(asked)
    inputs.look_through()
    looked_s = _used_s()
    sent = sum(len(pickle.dumps(chunk)) for chunk in inputs.chunks())
    print(
        f"{inputs.total} projects: looking through {looked_s:.1f} s, reading and packing {_used_s() - looked_s:.1f} s"
    )
    print(f"{sent / 2**20:.0f} MiB would be sent")


def _used_s() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


if __name__ == "__main__":
    main()
