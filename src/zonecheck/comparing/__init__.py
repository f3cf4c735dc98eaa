"""What differs between two ways of judging the same projects: two days, two sets of packs, two catalogues of layers?"""

from zonecheck.comparing.portfolio import Change, Comparison, Turn, compare
from zonecheck.comparing.rule_changes import RuleChange

__all__ = ["Change", "Comparison", "RuleChange", "Turn", "compare"]
