"""How far does the report reach? Documents, layers and versions used, what was not checked, the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zonecheck.reports.figures import COMMA, joined, plainly
from zonecheck.reports.page import BLANK, Line
from zonecheck.reports.terminal import NO_BREAK
from zonecheck.reports.vocabulary import BASELINE, RANK
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.results import LayerInfo, PackInfo, Run
    from zonecheck.words import Language

DISCLAIMER = Text(
    "辅助核查意见,不作为行政许可或处罚依据",
    "An aid to checking; not a basis for administrative permits or penalties",
)

_HANG = {"zh": 12, "en": 15}
_HASH_DIGITS = 12

_SCOPE = Text("核查范围", "Scope")
_DAY = Text("判定日", "Day")
_EACH_DAY = Text("按各项目的日期", "each project's own date")
_CHECKED = Text("已核查", "Checked")
_NOT_CHECKED = Text("未核查", "Not checked")
_LAYERS = Text("图层", "Layers")
_LIMITS = Text("限度", "Limits")
_VERSIONS = Text("版本", "Versions")
_INDICATIVE = Text("示意", "indicative")


def scope_lines(run: Run, language: Language, *, libraries: bool = True) -> Iterator[Line]:
    """The scope of the run, closed by the sentence that ends every report; `libraries`: with the versions of those used."""
    yield Line(_SCOPE(language), tone="strong")
    yield BLANK
    yield from _listed(_DAY, [same(run.on.isoformat()) if run.on else _EACH_DAY], language)
    yield from _listed(_CHECKED, [_pack(pack) for pack in _by_rank(run.packs)], language)
    yield from _listed(_NOT_CHECKED, list(run.scope.not_checked), language)
    yield from _listed(_LAYERS, [_layer(layer) for layer in run.layers], language)
    yield from _listed(_LIMITS, list(run.scope.limits), language)
    yield from _listed(_VERSIONS, [_versions(run, libraries)], language)
    yield BLANK
    yield Line(DISCLAIMER(language))


def _listed(label: Text, texts: list[Text], language: Language) -> Iterator[Line]:
    head = label(language)
    for text in texts:
        yield Line(text(language), head, indent=2, hang=_HANG[language] - 2)
        head = ""


def _by_rank(packs: tuple[PackInfo, ...]) -> list[PackInfo]:
    ranks = list(RANK)
    return sorted(packs, key=lambda pack: (ranks.index(pack.rank), pack.in_force, pack.id))


def _pack(pack: PackInfo) -> Text:
    parts = [_title(pack), RANK[pack.rank], _period(pack), _origin(pack.origin), _fingerprint(pack.sha256)]
    return joined(parts, COMMA)


def _title(pack: PackInfo) -> Text:
    if pack.title.zh == pack.document:
        return Text(f"《{pack.title.zh}》", pack.title.en)
    return Text(f"《{pack.title.zh}》{pack.document}", f"{pack.title.en}, {pack.document}")


def _period(pack: PackInfo) -> Text:
    if pack.until is None:
        return Text("{day}起施行", "in force from {day}").fill(day=pack.in_force)
    return Text("{day}至{until}施行", "in force {day} to {until}").fill(day=pack.in_force, until=pack.until)


def _layer(layer: LayerInfo) -> Text:
    known = [same(layer.id), _baseline(layer), _accuracy(layer), _vintage(layer)]
    told = [_INDICATIVE if layer.indicative else same(""), layer.source or same("")]
    return joined([*known, *told, _origin(layer.origin), _fingerprint(layer.sha256)], COMMA)


def _baseline(layer: LayerInfo) -> Text:
    return BASELINE.get(layer.baseline, same(layer.baseline)) if layer.baseline else same("")


def _accuracy(layer: LayerInfo) -> Text:
    if layer.accuracy_m is None:
        return Text("误差未声明", "accuracy not stated")
    return Text("误差 {far}", "accuracy {far}").fill(far=plainly(layer.accuracy_m))


def _vintage(layer: LayerInfo) -> Text:
    if layer.vintage is None:
        return Text("时点不详", "vintage not known")
    return Text("数据时点 {when}", "vintage {when}").fill(when=layer.vintage)


def _origin(origin: str) -> Text:
    """Silent about what ships with the tool; what a user brought is named, as the user named it."""
    return same("") if origin == "bundled" else Text("来自 {path}", "from {path}").fill(path=origin)


def _fingerprint(sha256: str) -> Text:
    return same(f"SHA-256{NO_BREAK}{sha256[:_HASH_DIGITS]}")


def _versions(run: Run, libraries: bool) -> Text:
    used = {"zonecheck": run.version, **(run.versions if libraries else {})}
    return joined([same(f"{name} {version}") for name, version in used.items()], COMMA)
