"""How does the documentation become a site? Pages are staged, links made to lead inside it, and mkdocs builds it strictly.

    python docs/site/build.py [FOLDER]      default: build/site

What stands in docs/ is taken as it is; the reference (commands, attributes, rule language, layer catalogue, a page for each
rule) and the report shown in the tutorial are made from the program. The generated pages are not kept in the repository. Nothing
on the site is loaded from another server; read from a folder without any, only its search is missing.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import catalogue
import commands
import rules
import vocabulary
import yaml

from zonecheck import cli
from zonecheck.words import Language, Text

TOP = Path(__file__).parents[2]
HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("en", "zh")
PLACES = {"README": "index", "CHANGELOG": "changes", "examples/README": "examples/index"}
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]*)\]\((?!https?:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")
_SWITCH = re.compile(
    r"^(?:\[(?:中文|中文说明|English)\]\([^)]*\)|(?:中文|English): \[[^\]]*\]\([^)]*\))\n", re.MULTILINE
)
_SHOWN = re.compile(r"<!-- shown: (?P<project>\S+) -->")
_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)

_NAV: tuple[tuple[Text, Any], ...] = (
    (Text("概况", "Overview"), "index.md"),
    (Text("十分钟入门", "Tutorial"), "tutorial.md"),
    (Text("怎样做", "How to"), [
        (Text("审批人员", "For officers"), "howto/officers.md"),
        (Text("环评、咨询人员", "For consultants"), "howto/consultants.md"),
        (Text("工程人员", "For engineers"), "howto/engineers.md"),
        (Text("编写规则", "For rule authors"), "writing-rules.md"),
        (Text("怎样改变结论", "What would alter a verdict"), "whatif.md"),
        (Text("可建在哪里", "Where it may go"), "siting.md"),
        (Text("大批量核查", "Long runs"), "scaling.md"),
        (Text("新规定的影响", "What a new rule does"), "diff.md"),
        (Text("持续集成", "In CI"), "ci.md"),
        (Text("在 Python 中使用", "From Python"), "api.md"),
        (Text("人工认定", "Decisions of people"), "decisions-of-people.md"),
        (Text("示例项目", "Examples"), "examples/index.md"),
    ]),
    (Text("查阅", "Reference"), [
        (commands.TITLE, "reference/commands.md"),
        (vocabulary.ATTRIBUTES, "reference/attributes.md"),
        (Text("读取哪些文件", "What is read"), "inputs.md"),
        (vocabulary.LANGUAGE, "reference/rule-language.md"),
        (catalogue.TITLE, "reference/catalogue.md"),
        (Text("更新记录", "Changes"), "changes.md"),
    ]),
    (Text("方法与限度", "Method and limits"), [
        (Text("结论怎样得出", "How a verdict comes about"), "method.md"),
    ]),
)  # fmt: skip


def main(arguments: list[str]) -> int:
    target = Path(arguments[0] if arguments else TOP / "build" / "site").resolve()
    staged = target.with_name(f"{target.name}-pages")
    shutil.rmtree(staged, ignore_errors=True)
    stage(staged)
    configuration = target.with_name(f"{target.name}.yml")
    configuration.write_text(_configuration(staged, target), encoding="utf-8")
    environment = {**os.environ, "DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(configuration)]
    return subprocess.run(command, check=False, env=environment).returncode


def stage(staged: Path) -> None:
    """Every page and file of the site, where the site has it."""
    for page in pages():
        _put(staged / place(page), _rewritten(page, staged))
    for language in LANGUAGES:
        tail = "" if language == "en" else f".{language}"
        for path, text in _generated(language):
            _put(staged / f"{path.removesuffix('.md')}{tail}.md", text)
    _put(staged / "site.css", (HERE / "site.css").read_text(encoding="utf-8"))


def pages() -> list[Path]:
    """The pages that people wrote, relative to the top of the repository."""
    written = [
        *TOP.glob("*.md"),
        *TOP.glob("examples/*.md"),
        *TOP.glob("docs/*.md"),
        *TOP.glob("docs/howto/*.md"),
    ]
    return sorted(path.relative_to(TOP) for path in [*written, *TOP.glob("docs/decisions/*.md")])


def place(page: Path) -> str:
    """Where on the site a file of the repository stands."""
    name = page.as_posix()
    if not name.endswith(".md"):
        return f"files/{name}"
    stem, zh = name.removesuffix(".md").removesuffix(".zh"), ".zh" if name.endswith(".zh.md") else ""
    return f"{PLACES.get(stem, stem.removeprefix('docs/'))}{zh}.md"


def _generated(language: Language) -> Iterator[tuple[str, str]]:
    yield "reference/commands.md", commands.page(language)
    yield "reference/attributes.md", vocabulary.attributes(language)
    yield "reference/catalogue.md", catalogue.page(language)
    yield (
        "reference/rule-language.md",
        vocabulary.rule_language(language).replace("(writing-rules", "(../writing-rules"),
    )
    yield from rules.pages(language)


def _rewritten(page: Path, staged: Path) -> str:
    """The page with links that lead to where its targets stand on the site."""
    text = _SWITCH.sub("", (TOP / page).read_text(encoding="utf-8"), count=1)
    language: Language = "zh" if page.name.endswith(".zh.md") else "en"
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    hidden = _FENCE.sub(hide, text)
    hidden = _LINK.sub(lambda found: _link(found, page, staged), hidden)
    hidden = _SHOWN.sub(lambda found: _report(found["project"], language, page, staged), hidden)
    return re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], hidden)


def _link(found: re.Match[str], page: Path, staged: Path) -> str:
    target = Path(posixpath.normpath(posixpath.join(page.parent.as_posix(), found["path"])))
    if (TOP / target).is_dir():
        return found["words"]
    at = place(target)
    if at.startswith("files/"):
        (staged / at).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TOP / target, staged / at)
    anchor = found["anchor"] or ""
    leads = posixpath.relpath(at, posixpath.dirname(place(page)) or ".").replace(".zh.md", ".md")
    return f"[{found['words']}]({leads}{anchor})"


def _report(project: str, language: Language, page: Path, staged: Path) -> str:
    """A report of a project, made now, in a frame. District lines are left out: they are generalised."""
    at = f"files/reports/{Path(project).stem}-{language}.html"
    (staged / at).parent.mkdir(parents=True, exist_ok=True)
    options = ["--lang", language, "--no-districts", "--quiet", "--fail-on", "never", "-f", "github"]
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        spoken, sys.stdout = sys.stdout, nowhere
        try:
            cli.run([str((TOP / project).relative_to(Path.cwd())), *options, "-o", str(staged / at)])
        finally:
            sys.stdout = spoken
    up = "../" * (place(page).count("/") + (language == "zh"))
    words = {"zh": "报告", "en": "The report"}[language]
    return f'<iframe class="shown" src="{up}{at}" title="{words}" loading="lazy"></iframe>'


def _configuration(staged: Path, target: Path) -> str:
    """mkdocs.yml with the folders and the navigation."""
    text = (HERE / "mkdocs.yml").read_text(encoding="utf-8")
    names: dict[str, str] = {}
    nav = [_entry(title, where, names) for title, where in (*_NAV, (rules.TITLE, _rules_nav()))]
    decisions = sorted(path.name for path in (TOP / "docs" / "decisions").glob("*.md"))
    nav[4]["Method and limits"] += [f"decisions/{name}" for name in decisions]
    added = yaml.safe_dump(
        {"docs_dir": str(staged), "site_dir": str(target), "nav": nav}, allow_unicode=True, sort_keys=False
    )
    said = yaml.safe_dump(names, allow_unicode=True, width=10_000).strip().replace("\n", "\n            ")
    zh = "- {locale: zh, name: 中文, build: true}"
    translated = f"- locale: zh\n          name: 中文\n          build: true\n          nav_translations:\n            {said}"
    assert zh in text
    return text.replace(zh, translated) + added


def _entry(title: Text, where: Any, names: dict[str, str]) -> dict[str, Any]:
    names[title.en] = title.zh
    inner = where if isinstance(where, str) else [_nav(each, names) for each in where]
    return {title.en: inner}


def _nav(each: Any, names: dict[str, str]) -> Any:
    return each if isinstance(each, str) else _entry(*each, names)


def _rules_nav() -> list[Any]:
    packs = [
        (pack.title, [f"rules/{pack.id}/index.md", *(rules.place(rule.id) for rule in pack.rules)])
        for pack in rules.packs()
    ]
    return ["rules/index.md", *packs]


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
