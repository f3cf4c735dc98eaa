"""From paths to a run: what is asked for is opened, checked, and made ready to be reported."""

from zonecheck.screening.chunk import Chunk, Judged, judge
from zonecheck.screening.means import Means, open_means
from zonecheck.screening.request import Joined, Request
from zonecheck.screening.screen import Examination, Prepared, Screening, examine, prepare, screen

__all__ = [
    "Chunk",
    "Examination",
    "Joined",
    "Judged",
    "Means",
    "Prepared",
    "Request",
    "Screening",
    "examine",
    "judge",
    "open_means",
    "prepare",
    "screen",
]
