"""How does a process keep the memory that one chunk needed for the next? By telling the C library not to give it back at once.

glibc learns that by itself unless it is told otherwise, and Dask tells it otherwise: its workers give back whatever is more than
64 KiB, and each chunk then spends a quarter of its time on getting the same memory again, zeroed. Elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

# Source: mallopt(3), the numbers from <malloc.h>
_M_TRIM_THRESHOLD, _TRIM_BYTES = -1, 256 << 20
_M_MMAP_THRESHOLD, _MMAP_BYTES = -3, 32 << 20  # the most that it takes


def keep_memory() -> None:
    """Up to 256 MiB stay with the process; blocks below 32 MiB come from there."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            library = ctypes.CDLL(None)
            library.mallopt(_M_TRIM_THRESHOLD, _TRIM_BYTES)
            library.mallopt(_M_MMAP_THRESHOLD, _MMAP_BYTES)
