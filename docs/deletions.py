"""What becomes of each example's verdict when one of its inputs is missing? Writes `docs/deletions.md` and its Chinese twin.

Each attribute of the project, each registered layer (its file goes, its entry stays) and each feature of a layer is left out
alone, and the project is checked again by the program. `python docs/deletions.py` writes the pages; with `--check` it
only says whether they are stale (status 1). `tests/test_deletions.py` holds them to the program.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from zonecheck.errors import LayerError
from zonecheck.reports.vocabulary import VERDICT
from zonecheck.screening import Request, screen
from zonecheck.words import Text, same

TOP = Path(__file__).parents[1]
PAGES = {"en": TOP / "docs" / "deletions.md", "zh": TOP / "docs" / "deletions.zh.md"}
DAY = date(2026, 11, 24)
REFUSED = "refused"


@dataclass(frozen=True)
class Deletion:
    example: str
    kind: str  # attribute, layer or feature
    name: str
    before: str
    after: str  # a verdict, or REFUSED


def deletions() -> Iterator[Deletion]:
    """Every example without each of its inputs, one at a time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        examples = {
            path.stem: json.loads(path.read_text("utf-8")) for path in (TOP / "examples").glob("*.geojson")
        }
        before = _verdicts(examples, folder / "whole")
        yield from _attributes(examples, before, folder / "reduced")
        for kind, what, catalogue in [*_without_layers(folder), *_without_features(folder)]:
            after = _verdicts(examples, folder / "whole", str(catalogue))
            yield from (Deletion(each, kind, what, before[each], after[each]) for each in sorted(examples))


def _attributes(examples: dict[str, Any], before: dict[str, str], folder: Path) -> Iterator[Deletion]:
    reduced, missing = {}, {}
    for example, project in sorted(examples.items()):
        for position, key in enumerate(_properties(project)):
            copy = json.loads(json.dumps(project))
            del _properties(copy)[key]
            reduced[f"{example}-{position:03}"] = copy
            missing[f"{example}-{position:03}"] = (example, key)
    after = _verdicts(reduced, folder)
    for name, (example, key) in missing.items():
        yield Deletion(example, "attribute", key, before[example], after[name])


def _verdicts(projects: dict[str, Any], folder: Path, *catalogues: str) -> dict[str, str]:
    """By name; all REFUSED where a layer is."""
    folder.mkdir(exist_ok=True)
    for name, project in projects.items():
        (folder / f"{name}.geojson").write_text(json.dumps(project, ensure_ascii=False), encoding="utf-8")
    try:
        run = screen(Request([str(folder)], today=DAY, on=DAY, layers=catalogues, whole=False)).run
    except LayerError:
        return dict.fromkeys(projects, REFUSED)
    return {Path(each.source).stem: each.verdict for each in run.projects}


def _properties(project: Any) -> dict[str, Any]:
    found: dict[str, Any] = (project["features"][0] if "features" in project else project)["properties"]
    return found


def _entries() -> list[dict[str, Any]]:
    found = yaml.safe_load((TOP / "data" / "layers.yaml").read_text(encoding="utf-8"))["layers"]
    return [{**each, "indicative": "yes" if each.get("indicative") else "no"} for each in found]


def _without_layers(folder: Path) -> Iterator[tuple[str, str, Path]]:
    for entry in _entries():
        yield "layer", entry["id"], _written(folder, entry["id"], {**entry, "path": "gone.geojson"})


def _without_features(folder: Path) -> Iterator[tuple[str, str, Path]]:
    for entry in _entries():
        whole = json.loads((TOP / "data" / entry["path"]).read_text(encoding="utf-8"))
        unsealed = {key: value for key, value in entry.items() if key != "sha256"}
        for position, feature in enumerate(whole["features"]):
            name = f"{entry['id']}-{position}"
            left = [each for each in whole["features"] if each is not feature]
            text = json.dumps({**whole, "features": left}, ensure_ascii=False)
            (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
            called = feature["properties"].get("name") or feature.get("id") or str(position)
            yield (
                "feature",
                called,
                _written(folder, name, {**unsealed, "path": f"{name}.geojson"}),
            )


def _written(folder: Path, name: str, entry: dict[str, Any]) -> Path:
    catalogue = folder / f"{name}.yaml"
    catalogue.write_text(yaml.safe_dump({"layers": [entry]}, allow_unicode=True), encoding="utf-8")
    return catalogue


def pages() -> dict[str, str]:
    """Both pages as they should be."""
    found = list(deletions())
    return {language: _page(found, language) for language in PAGES}


def _page(found: list[Deletion], language: Any) -> str:
    rows = [_HEAD(language), "|---|---|---|---|"]
    for example, before in sorted({(each.example, each.before) for each in found}):
        mine = [each for each in found if each.example == example]
        for after in dict.fromkeys(each.after for each in sorted(mine, key=_rank)):
            named = "<br>".join(_named(mine, after, language))
            rows.append(f"| {example} | {_said(before)(language)} | {named} | {_said(after)(language)} |")
    return _TEXT(language) + "\n" + "\n".join(rows) + "\n"


def _rank(deletion: Deletion) -> int:
    """What changes the verdict first."""
    order = [*VERDICT, REFUSED]
    return order.index(deletion.after) + (100 if deletion.after == deletion.before else 0)


def _named(mine: list[Deletion], after: str, language: Any) -> Iterator[str]:
    for kind, label in _KINDS.items():
        counts = Counter(each.name for each in mine if each.kind == kind and each.after == after)
        if counts:
            names = [name if n == 1 else f"{name} ×{n}" for name, n in counts.items()]
            yield f"{label(language)}{('、' if language == 'zh' else ', ').join(names)}"


def _said(verdict: str) -> Text:
    if verdict == REFUSED:
        return _REFUSED
    return Text(VERDICT[verdict].zh, verdict) if verdict in VERDICT else same(verdict)


_KINDS = {
    "attribute": Text("属性:", "attributes: "),
    "layer": Text("图层文件:", "files of layers: "),
    "feature": Text("图层要素:", "features of layers: "),
}
_REFUSED = Text("拒绝核查(状态 2)", "nothing is checked (status 2)")
_HEAD = Text(
    "| 示例 | 信息齐全时 | 缺少以下任一项 | 变为 |",
    "| example | with everything | without any one of | it becomes |",
)
_TEXT = Text(
    """# 逐项删除表

每个示例项目的每一项输入——项目属性、已登记图层的文件、图层要素——单独删去一项后重新核查,结论变成什么。由
`python docs/deletions.py` 生成,`tests/test_deletions.py` 核对本页与程序一致。

“×3”表示同名的三个要素逐一删去,结果相同。

要看的是:「触及禁止性规定」和「须人工认定」不因缺少一项而变成「未触及」。允许的例外见 [核查方法](method.zh.md):
须由使用者提供的资料(列为待办并计数)、申明了默认读法的属性、互相矛盾的两项之一。已登记图层的文件不在,或图层缺少登记时声明完整的要素,一律拒绝核查。
""",
    """# The deletion table

Each input of each example, an attribute of the project, the file of a registered layer or a feature of a layer, is left out
alone and the project is checked again. Made by `python docs/deletions.py`; `tests/test_deletions.py` holds this page to the
program.

"×3" stands for three features of that name, each left out alone, with the same result.

What to look for: `prohibited` and `review` never become `clear` because something is missing. The exceptions are those of
[the method](method.md): what only the user can supply (a thing to do, counted), attributes whose silence has a stated reading,
and one of two facts that contradict each other. Where the file of a registered layer is gone, or a feature that its entry
claims, nothing is checked at all.
""",
)


def main(arguments: list[str]) -> int:
    stale = 0
    for language, text in pages().items():
        page = PAGES[language]
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            stale += 1
            print(f"{'stale' if '--check' in arguments else 'written'}: {page.relative_to(TOP)}")
            if "--check" not in arguments:
                page.write_text(text, encoding="utf-8", newline="\n")
    return int("--check" in arguments and stale > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
