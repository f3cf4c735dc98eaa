"""Where may such a project go? An area divided into parts by what the check says of a project there, and why."""

from zonecheck.siting.explore import Wish, site
from zonecheck.siting.records import TOLERANCE_M, Siting

__all__ = ["TOLERANCE_M", "Siting", "Wish", "site"]
