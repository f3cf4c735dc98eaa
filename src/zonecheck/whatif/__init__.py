"""What if? For each project that is not clear: where it could go, what it could change, which facts would settle it."""

from zonecheck.whatif.explore import WhatIf, explore
from zonecheck.whatif.records import REACH_M

__all__ = ["REACH_M", "WhatIf", "explore"]
