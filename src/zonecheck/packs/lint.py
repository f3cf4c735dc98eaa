"""What else is wrong with a pack, besides what keeps it from loading? Mistakes that a sound pack can still hold.

Form and meaning first, as when it is loaded; then likely mistakes: a ban on new projects that forgets relocations,
codes that are no industry, names that no rule uses, parts that can never matter, layers and features that are not there,
cases that do not read. Whether the cases come out is asked last, of a pack in which nothing else is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonecheck.errors import LayerError, PackError, Problem
from zonecheck.layers.selection import select
from zonecheck.packs import cases, load
from zonecheck.packs.draft import Draft
from zonecheck.projects.industry import classification
from zonecheck.rules.clashes import clashes
from zonecheck.rules.faults import in_order
from zonecheck.rules.language import JurisdictionText, PackText
from zonecheck.rules.questions import AreaText, Question, WithinText
from zonecheck.rules.references import references
from zonecheck.words import Text
from zonecheck.yaml_text import Path

if TYPE_CHECKING:
    from zonecheck.layers.catalogue import Catalogue
    from zonecheck.packs.sheets import Case, LayOut

Fault = tuple[Path, Text]


def lint(written: Draft, catalogue: Catalogue, lay_out: LayOut | None = None) -> list[Problem]:
    """Every fault of a pack and every likely mistake in it, by file and line.

    With the engine's `lay_out` the cases are run as well, if there is nothing else to mend.
    """
    problems = [*written.problems, *_likely(written, catalogue)]
    try:
        found = cases.read(written)
    except PackError as error:
        return in_order([*problems, *error.problems])
    if lay_out and written.text and not problems:
        problems += _function(written, found, catalogue, lay_out)
    return in_order(problems)


def _likely(written: Draft, catalogue: Catalogue) -> Iterator[Problem]:
    if not (written.mended and written.document):
        return
    text = written.mended.text
    for path, fault in (*_mistakes(text), *clashes(text), *_Layers(text, catalogue).faults()):
        if not written.mended.silent(path):
            yield written.document.problem(path, fault)


def _function(written: Draft, found: list[Case], catalogue: Catalogue, lay_out: LayOut) -> Iterator[Problem]:
    """Cases that come out otherwise than they say, and rules that no case names."""
    layers = {layer: catalogue.open(layer) for layer in catalogue}
    yield from cases.run_cases(load.use(written), found, lay_out, layers).differences
    named = {rule for case in found for rule in case.text.expect.outcomes}
    for position, rule in enumerate(written.text.rules if written.text else ()):
        if rule.id not in named and written.document:
            yield written.document.problem(("rules", position, "id"), _NO_CASE.fill(rule=rule.id))


def _mistakes(pack: PackText) -> Iterator[Fault]:
    yield from _codes(pack)
    yield from _unused(pack)
    for position, rule in enumerate(pack.rules):
        for path, question in rule.questions(("rules", position)):
            yield from _new_alone(question, path)


def _codes(pack: PackText) -> Iterator[Fault]:
    known = classification()
    for key, term in pack.terms.items():
        for word in ("yes", "maybe", "no"):
            for position, code in enumerate(getattr(term, word)):
                if not known.exists(code):
                    yield ("terms", key, word, position), _NO_CODE.fill(code=code)
    for key, table in pack.tables.items():
        for code in table:
            if not known.exists(code):
                yield ("tables", key, code), _NO_CODE.fill(code=code)


def _unused(pack: PackText) -> Iterator[Fault]:
    used = {(each.kind, each.name) for rule in pack.rules for each in references(rule, ())}
    for key in pack.terms:
        if ("term", key) not in used:
            yield ("terms", key), _UNUSED.fill(name=key)
    for key in pack.tables:
        if ("table", key) not in used:
            yield ("tables", key), _UNUSED.fill(name=key)


def _new_alone(question: Question, path: Path) -> Iterator[Fault]:
    """迁建 is a new build at its new site."""
    natures = question.nature.any_of if question.nature else None
    if natures and "new" in natures and "relocate" not in natures:
        yield (*path, "nature"), _RELOCATE


@dataclass(frozen=True, slots=True)
class _Layers:
    """Asks whether the layers that a pack names are registered, and hold the features it names."""

    pack: PackText
    catalogue: Catalogue

    def faults(self) -> Iterator[Fault]:
        if self.pack.jurisdiction.layer:
            yield from self._area(self.pack.jurisdiction, ("jurisdiction",), ())
        for position, rule in enumerate(self.pack.rules):
            for path, question in rule.questions(("rules", position)):
                for key in ("within", "intersects", "inside"):
                    if area := getattr(question, key):
                        yield from self._area(area, (*path, key), rule.needs or ())

    def _area(
        self, area: AreaText | WithinText | JurisdictionText, path: Path, needs: Sequence[str]
    ) -> Iterator[Fault]:
        """A layer must be registered, or be one that only the user can supply."""
        layer = str(area.layer)
        if layer in self.catalogue:
            yield from self._features(layer, area.where or {}, path)
        elif layer not in needs:
            yield (*path, "layer"), _NO_LAYER.fill(layer=layer, known=", ".join(self.catalogue))

    def _features(self, layer: str, where: Mapping[str, Sequence[str]], path: Path) -> Iterator[Fault]:
        try:
            held = self.catalogue.open(layer)
        except LayerError as error:
            yield (*path, "layer"), _UNUSABLE.fill(layer=layer, why=error.problems[0].text)
            return
        for name in where.get("name", ()):
            if select(held, "name", ((name, *self.pack.aliases.get(name, ())),)).absent:
                yield (*path, "where", "name"), _NO_FEATURE.fill(layer=layer, name=name)


_NO_CASE = Text("没有用例写到规则 {rule}", "no case names the rule {rule}")
_NO_CODE = Text("GB/T 4754-2017 中没有代码 {code}", "GB/T 4754-2017 has no code {code}")
_UNUSED = Text("没有规则用到 {name}", "no rule uses {name}")
_RELOCATE = Text(
    "只写了 new 没有写 relocate：迁建在新址即为新建，请一并列出",
    "new without relocate: a relocation is a new build at its new site; name both",
)
_NO_LAYER = Text(
    "没有登记图层 {layer}；已登记：{known}。只能由使用者提供的，请写入 needs",
    "no layer {layer} is registered; there are: {known}. One that only the user has belongs in needs",
)
_UNUSABLE = Text("图层 {layer} 无法使用：{why}", "the layer {layer} cannot be used: {why}")
_NO_FEATURE = Text("图层 {layer} 中没有 {name}", "the layer {layer} holds no {name}")
