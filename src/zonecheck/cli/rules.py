"""`zonecheck rules`: which rules are there, what does one say, is a pack sound, do its cases come out?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zonecheck.cli import rules_cases, rules_coverage, rules_record, rules_text
from zonecheck.cli.bilingual import Argument, Command, Group, Option, language
from zonecheck.cli.completing import RULES
from zonecheck.cli.options import CATALOGUES, FORM, LANGUAGE
from zonecheck.cli.status import FINE, NOT_DONE
from zonecheck.engine.bench import lay_out
from zonecheck.errors import Problem, UsageError
from zonecheck.layers import catalogue
from zonecheck.packs import cases, load
from zonecheck.packs.case_text import CasesText
from zonecheck.packs.draft import PACK
from zonecheck.packs.lint import lint
from zonecheck.packs.survivors import survey
from zonecheck.reports.terminal import cells, pad, safe
from zonecheck.rules.language import PackText
from zonecheck.rules.schema import json_schema
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.packs.draft import Draft
    from zonecheck.rules.rule import Pack, Rule


def _list(form: str) -> int:
    packs = [load.load(each) for each in load.bundled()]
    if form == "json":
        return _json([rules_record.of_pack(pack) for pack in packs])
    _rows([rules_text.in_list(pack) for pack in packs])
    return FINE


def _show(name: str, form: str) -> int:
    """A pack by its id or folder, or a rule as `pack/rule`, `FOLDER/rule` or by its id alone."""
    found = [
        (written, pack, rule)
        for written in _candidates(name)
        for pack in [load.use(written)]
        for rule in pack.rules
        if name in (rule.id, _short(rule), f"{written.name}/{_short(rule)}")
    ]
    if len(found) > 1:
        known = ", ".join(rule.id for _, _, rule in found)
        raise UsageError(Problem("", _AMBIGUOUS.fill(name=name, known=known)))
    if found:
        return _show_rule(*found[0], form)
    pack = _pack(name)
    if form == "json":
        return _json(rules_record.of_pack(pack))
    _rows(rules_text.of_pack(pack))
    return FINE


def _short(rule: Rule) -> str:
    return rule.id.rpartition("/")[2]


def _candidates(name: str) -> list[Draft]:
    """The packs in which a rule of that name may be: a folder that is named before it, else the bundled ones."""
    folder = name.rpartition("/")[0]
    if folder and load.is_folder(folder) and (Path(folder) / PACK).is_file():
        return [load.read(folder)]
    return [load.read(each) for each in load.bundled()]


def _show_rule(written: Draft, pack: Pack, rule: Rule, form: str) -> int:
    short = _short(rule)
    found = rules_cases.cases_of(written, short)
    if form == "json":
        return _json({**rules_record.of_rule(pack, rule), "cases": rules_cases.record(found, short)})
    _rows(rules_text.of_rule(pack, rule))
    _say(_DECISION)
    _rows(rules_text.decision(rule))
    _rows(rules_cases.rows(found, short))
    return FINE


def _pack(name: str) -> Pack:
    if name in load.bundled() or load.is_folder(name):
        return load.load(name)
    raise UsageError(Problem("", _NO_SUCH.fill(name=name, known=", ".join(load.bundled()))))


def _lint(path: str, catalogues: tuple[str, ...]) -> int:
    written = load.read(path)
    problems = lint(written, catalogue.load(catalogues), lay_out)
    for problem in problems:
        _say(Text(problem("zh"), problem("en")))
    _say(_FOUND.fill(n=len(problems), path=written.name) if problems else _SOUND.fill(path=written.name))
    return NOT_DONE if problems else FINE


def _test(path: str | None, catalogues: tuple[str, ...], *, mutate: bool) -> int:
    registered = catalogue.load(catalogues)
    layers = {layer: registered.open(layer) for layer in registered}
    sound = True
    for spec in [path] if path else load.bundled():
        written = load.read(spec)
        pack = load.use(written)
        run = cases.run_cases(pack, cases.read(written), lay_out, layers)
        sound &= run.sound
        for text in rules_text.of_run(spec, run):
            _say(text)
        if mutate and not run.differences:
            found = survey(pack, run.sheets)
            sound &= not found.survivors
            for text in rules_text.of_survey(spec, found):
                _say(text)
    return FINE if sound else NOT_DONE


def _schema(*, of_cases: bool) -> int:
    model, title = (CasesText, "zonecheck cases.yaml") if of_cases else (PackText, "zonecheck pack.yaml")
    click.echo(json.dumps(json_schema(model, title), ensure_ascii=False, indent=2))
    return FINE


def _coverage(path: str | None, form: str) -> int:
    written = [load.read(spec) for spec in ([path] if path else load.bundled())]
    found = [rules_coverage.coverage(each, load.use(each)) for each in written]
    if form == "json":
        return _json([rules_coverage.record(each) for each in found])
    for each in found:
        for text in rules_coverage.lines(each):
            _say(text)
    return FINE


def _json(record: object) -> int:
    click.echo(json.dumps({"schema": 1, "result": record}, ensure_ascii=False, indent=2, allow_nan=False))
    return FINE


def _say(text: Text) -> None:
    click.echo(safe(text(language(click.get_current_context()))))


def _rows(rows: Iterable[Sequence[Text]]) -> None:
    """Columns that line up, a Chinese character counting as two cells; the last runs on."""
    spoken = language(click.get_current_context())
    table = [[safe(text(spoken)) for text in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    for row in table:
        click.echo("  ".join([*map(pad, row[:-1], widths), row[-1]]).rstrip())


def _command(name: str, callback: Any, words: Text, *params: click.Parameter) -> Command:
    return Command(name, callback=callback, words=words, params=[*params, LANGUAGE])


_NO_SUCH = Text(
    "没有规则或规则包 {name}；自带的规则包有：{known}",
    "there is no rule or pack {name}; bundled packs: {known}",
)
_AMBIGUOUS = Text(
    "名为 {name} 的规则不止一条，请写全：{known}", "several rules are called {name}; say which: {known}"
)
_DECISION = Text("判定（自上而下，取首个相符的一行）", "decision (from the top: the first line that fits)")
_FOUND = Text("{path}：{n} 处问题", "{path}: {n} problems")
_SOUND = Text("{path}：未发现问题", "{path}: no problem found")

rules = Group(
    "rules",
    words=Text("规则包：列出、查看、检查、试算。", "Rule packs: list, show, check and test them."),
    params=[LANGUAGE],
    commands=[
        _command("list", _list, Text("列出自带的规则包。", "List the bundled packs."), FORM),
        _command(
            "show",
            _show,
            Text(
                "显示一个规则包，或一条规则：条文、读法、判定表、用例、罚则。",
                "Show a pack, or a rule: its clause, reading, decision, cases and penalty.",
            ),
            Argument(["name"], metavar="ID", type=RULES),
            FORM,
        ),
        _command(
            "lint",
            _lint,
            Text(
                "检查规则包的形式和含义，再运行用例；一次列出全部问题及其行号，有问题时以状态 2 结束。",
                "Check the form and meaning of a pack, then run its cases; all problems at once, with lines, and status 2.",
            ),
            Argument(["path"], metavar="PATH"),
            CATALOGUES,
        ),
        _command(
            "test",
            _test,
            Text(
                "运行规则包的用例；有不符或缺用例的结果时以状态 2 结束。",
                "Run the cases of a pack; status 2 where one differs or an outcome has none.",
            ),
            Argument(["path"], metavar="[PATH]", required=False),
            Option(
                ["--mutate"],
                words=Text(
                    "逐处改错规则（限值、比较、性质、术语代码、条件、河流名、日期），"
                    "列出用例未发现的改动；有未发现的以状态 2 结束。",
                    "Put one mistake after another into the rules (limits, comparators, natures, codes of terms, conditions,"
                    " features, days) and list those that no case notices; status 2 if there are any.",
                ),
                is_flag=True,
            ),
            CATALOGUES,
        ),
        _command(
            "schema",
            _schema,
            Text("输出 pack.yaml 的 JSON Schema。", "Print the JSON Schema of pack.yaml."),
            Option(
                ["--cases", "of_cases"],
                words=Text("改为 cases.yaml 的。", "That of cases.yaml instead."),
                is_flag=True,
            ),
        ),
        _command(
            "coverage",
            _coverage,
            Text(
                "逐条列出条文及其处理：有哪些规则，或为何没有。",
                "Print every provision and what became of it: its rules, or why there are none.",
            ),
            Argument(["path"], metavar="[PACK]", required=False),
            FORM,
        ),
    ],
)
