"""What does a check answer? The typed record of one run: what reports print and nothing else.

Field names and order are those of JSON schema version 1. Texts stay in both languages until they are printed.
Distances are metres on the ellipsoid; points are longitude, latitude in CGCS2000 (EPSG:4490).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

from zonecheck.errors import Problem
from zonecheck.truth import TruthName
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.drawing import Drawing, Drawn

Truth = TruthName
Spatial = Literal["within", "intersects", "inside"]
Effect = Literal["prohibit", "review", "require", "advise"]
Outcome = Literal[
    "violated", "undetermined", "unmet", "open", "exempt", "satisfied", "met", "not_applicable"
]  # worst first
Verdict = Literal["prohibited", "review", "conditional", "clear", "out_of_scope", "invalid"]
Rank = Literal["law", "administrative_regulation", "local_regulation", "rule", "normative_document"]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The terms of the accuracy of one distance; `site_m` is None where the project declares none (it counts as 0)."""

    layer_m: float
    site_m: float | None
    datum_m: float
    rounding_m: float

    @property
    def sum_m(self) -> float:
        return self.layer_m + (self.site_m or 0.0) + self.datum_m + self.rounding_m


@dataclass(frozen=True, slots=True)
class Measurement:
    """A spatial answer: how far the site is from one feature, against which limit.

    `feature` is None where a layer as a whole answers (absent, not covering). `distance_m` is None where nothing
    could be measured. `nearest_point` lies on the layer.
    """

    predicate: Spatial
    truth: Truth
    layer: str
    feature: str | None
    distance_m: float | None
    limit_m: float | None
    margin_m: float | None
    accuracy: Accuracy | None
    baseline: str | None
    nearest_point: tuple[float, float] | None
    declared: bool = False  # a distance or a park as the project states it (据申报), not one measured here
    note: Text | None = None  # why it is unknown, or what the figure rests on


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer read from the project's attributes or from the zone register."""

    predicate: Literal["nature", "industry", "attribute", "zone"]
    truth: Truth
    attribute: str  # the project attribute or the register field that was read
    value: str | None  # the value as the tool understood it; None where missing
    expected: Text  # what was asked, in words
    note: Text | None = None  # an interpretation, a stated reading of silence, a deciding code


Evidence = Measurement | Reading


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in which document it stands, and in which words."""

    document: str
    rank: Rank
    article: str
    quote: str  # verbatim; empty where only the content is known
    title: Text | None = None
    in_force: date | None = None
    summary: Text | None = None  # the content, where the wording is not at hand

    @property
    def words(self) -> Text:
        """The words as cited, or the content marked as such."""
        return _words(self.quote, self.summary)


@dataclass(frozen=True, slots=True)
class Penalty:
    """What the law threatens, as cited; shown, never computed with."""

    article: str
    quote: str
    summary: Text | None = None

    @property
    def words(self) -> Text:
        """As of a citation."""
        return _words(self.quote, self.summary)


def _words(quote: str, summary: Text | None) -> Text:
    return _CONTENT.fill(summary=summary) if summary else same(f"「{quote}」")


_CONTENT = Text("条文大意（非原文）：{summary}", "content, not the wording: {summary}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule on one project: what follows, why, and on what evidence."""

    rule: str  # pack/rule
    title: Text
    effect: Effect
    outcome: Outcome
    because: tuple[str, ...]
    citation: Citation
    message: Text
    facts: str  # SHA-256, what a decision on this finding is bound to
    missing: tuple[str, ...]  # facts that could still change this outcome
    evidence: tuple[Evidence, ...]
    interpretations: tuple[Text, ...] = ()  # readings of open terms that the finding rests on
    penalty: Penalty | None = None
    explanation: tuple[Explained, ...] = ()  # only where the whole reasoning was asked for
    awaits_data: bool = False  # `open` for want of what only the user can supply: 须另行核对
    leads_to: Verdict = "clear"  # what this finding by itself makes of the project
    baselined: bool = False  # accepted before, by a baseline; outcome and verdict stay what they are
    decision: Decided | None = None  # beside the outcome, which stays what the rule says


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided on a finding (人工认定)."""

    decides: Literal["not_applicable", "satisfied", "violated", "waived"]
    authority: str
    document: str
    reason: str
    granted: date
    expires: date


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of the reasoning: a predicate, how deep it stands, what it answered, and on which figures."""

    depth: int
    text: Text
    truth: Truth
    evidence: tuple[Evidence, ...] = ()  # of a question that is asked of the project itself


@dataclass(frozen=True, slots=True)
class SettleValue:
    """One value of a fact, and the verdict that it leads to while all else stays missing."""

    value: str
    verdict: Verdict
    label: Text | None = None  # the value in words, where it is not plain


@dataclass(frozen=True, slots=True)
class Settle:
    """A fact that can still change the verdict, and the verdict beside each of its values."""

    fact: str
    values: tuple[SettleValue, ...]
    label: Text
    minimised: bool = True
    authority: Text | None = None  # who decides, where the fact is a decision


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whether one pack reaches the site."""

    pack: str
    truth: Truth
    because: tuple[str, ...]
    note: Text | None = None  # names the part outside, or the border that is too close


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something `open`: what the user has still to supply or to carry out."""

    rule: str
    text: Text
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttributeProblem:
    """A value of this project that could not be read; the attribute counts as missing."""

    attribute: str | None
    text: Text


@dataclass(frozen=True, slots=True)
class Site:
    """Where the project is; `extent_m` is the radius about a point or a line, None where not stated, else 0."""

    geometry: BaseGeometry
    extent_m: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Particulars:
    """What the project says of itself, for outputs that list it or carry its attributes on.

    `value` answers an attribute of the vocabulary by key, as it was understood: None where nothing readable is stated.
    `crs` is the EPSG code in which the coordinates came.
    """

    properties: Mapping[str, Any]
    value: Callable[[str], Any]
    crs: int | None


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """Everything that is said of one project."""

    source: str
    index: int
    line: int | None
    id: str | None
    name: str | None
    on: date
    outline: str | None  # SHA-256 of the normalised geometry; None where there is none
    verdict: Verdict
    checked: int
    not_checked: int
    open: int
    findings: tuple[Finding, ...]
    settle: tuple[Settle, ...]
    errors: tuple[AttributeProblem, ...]
    jurisdictions: tuple[Jurisdiction, ...] = ()
    to_do: tuple[ToDo, ...] = ()
    indicative: bool = False  # a bank line that decided is only indicative
    only_normative: bool = False  # prohibited, but by documents of the lowest rank alone
    assumptions: tuple[Text, ...] = ()  # stated readings of silence, CRS and datum assumed
    site: Site | None = field(
        default=None, repr=False
    )  # None where there is no usable geometry, or none is shown
    particulars: Particulars | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A pack that was used."""

    id: str
    title: Text
    document: str
    rank: Rank
    in_force: date
    until: date | None
    sha256: str
    origin: str  # "bundled", or the path the user typed


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """A layer that was used."""

    id: str
    sha256: str
    vintage: str | None
    baseline: str | None
    accuracy_m: float | None
    source: Text | None
    indicative: bool
    origin: str


@dataclass(frozen=True, slots=True)
class DecisionsInfo:
    """A file of decisions that was used."""

    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BaselineInfo:
    """A file of accepted findings that was used."""

    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What was not checked, and how far the answer reaches."""

    not_checked: tuple[Text, ...]
    limits: tuple[Text, ...]


class Atlas(Protocol):
    """What pictures are drawn from; made only for the projects it is asked for."""

    def draw(self, project: ProjectResult) -> Drawing | None:
        """One project and what lies around it; None where it has no usable geometry."""

    def everything(self) -> tuple[Drawn, ...]:
        """Every feature of every layer, for a picture of the whole run."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was used, and an iterable of results in the order of the input.

    `projects` may be consumed once only; `errors` and the summary are complete after that.
    """

    version: str
    libraries: Callable[[], dict[str, str]]
    on: date | None
    packs: tuple[PackInfo, ...]
    layers: tuple[LayerInfo, ...]
    scope: Scope
    projects: Iterable[ProjectResult]
    errors: list[Problem]
    atlas: Atlas | None = None  # for formats that show or carry geometry
    decisions: tuple[DecisionsInfo, ...] = ()
    baseline: BaselineInfo | None = None

    @property
    def versions(self) -> dict[str, str]:
        """Of the libraries that compute, by name; looked up only where they are printed, for one of them is slow to load."""
        return self.libraries()
