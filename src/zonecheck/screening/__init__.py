"""From paths to a run: what is asked for is opened, checked, and made ready to be reported."""

from zonecheck.screening.request import Joined, Request
from zonecheck.screening.screen import Examination, Screening, examine, reported, screen

__all__ = ["Examination", "Joined", "Request", "Screening", "examine", "reported", "screen"]
