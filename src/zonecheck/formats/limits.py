"""How far may reading go? The bounds that a user can raise, each with an option of its name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Nesting of JSON and XML, positions in one feature, bytes of one file once unpacked, seconds for one file."""

    max_depth: int = 64
    max_vertices: int = 1_000_000
    max_size: int = 256 * 1024 * 1024
    timeout_s: float = 120.0
