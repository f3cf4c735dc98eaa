"""How is one project shown as text? The verdict first, then the count, the findings, what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zonecheck.reports.figures import COLON, LISTED, SEMICOLON, joined
from zonecheck.reports.finding_text import address, finding_lines
from zonecheck.reports.page import BLANK, Line, deeper
from zonecheck.reports.terminal import Tone, cells
from zonecheck.reports.vocabulary import CAUSE, GLYPH, VERDICT, fact_words, outcome_words
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Jurisdiction, ProjectResult, Settle, SettleValue, ToDo, Truth, Verdict
    from zonecheck.words import Language

TONES: dict[Verdict, Tone] = {
    "prohibited": "red",
    "review": "yellow",
    "conditional": "yellow",
    "clear": "green",
    "out_of_scope": "blue",
    "invalid": "magenta",
}

_COUNTS = Text(
    "核查依据 {checked} 项,另有 {not_checked} 项未核查,{open} 项待办",
    "{checked} provisions checked, {not_checked} more not checked, {open} to do",
)
_INDICATIVE = Text(
    "岸线为示意数据,据此得出的结论须以实测岸线核定",
    "The bank lines are indicative: confirm against a surveyed bank line",
)
_ONLY_NORMATIVE = Text(
    "触及规范性文件的禁止性要求", "Touches a prohibition of a normative document, the lowest rank of document"
)
_DAY = Text("判定日 {day}", "as of {day}")
_UNREADABLE = Text("申报信息无法识别,按未申报处理", "Could not be read, treated as not stated")
_WHY_INVALID = Text("无法核查的原因", "Why it could not be checked")
_SETTLE = Text("可改变结论的事项", "What would settle it")
_NOT_MINIMISED = Text("(组合过多,未作精简)", " (too many combinations: not minimised)")
_TO_DO = Text("待办", "To do")
_REACH = Text("适用范围", "Jurisdiction")
_ASSUMED = Text("判读说明", "Assumptions")
_APPLIES: dict[Truth, Text] = {
    "yes": Text("适用于本场地", "applies to the site"),
    "unknown": Text("是否适用于本场地尚不能确定", "may or may not apply to the site"),
    "no": Text("不适用于本场地", "does not apply to the site"),
}


def project_lines(project: ProjectResult, options: Options, packs: dict[str, Text]) -> Iterator[Line]:
    """All there is to say of one project; `packs` gives the titles by id."""
    language = options.language
    yield from _headline(project, language)
    yield from _findings(project, options)
    yield from closing_sections(project, language, packs)


def closing_sections(project: ProjectResult, language: Language, packs: dict[str, Text]) -> Iterator[Line]:
    """What follows the findings: errors, what would settle it, what is to do, jurisdiction, assumptions."""
    yield from _section(_errors_title(project), list(_errors(project, language)), language)
    yield from _section(_SETTLE, list(settle_lines(project, language)), language)
    yield from _section(_TO_DO, list(_to_do(project, language)), language)
    yield from _section(_REACH, list(_reach(project, language, packs)), language)
    yield from _section(_ASSUMED, [_bullet(text, language) for text in project.assumptions], language)


def verdict_line(verdict: Verdict, language: Language) -> Line:
    return Line(
        VERDICT[verdict](language), GLYPH[verdict], hang=2, tone=TONES[verdict], head_tone=TONES[verdict]
    )


def called(project: ProjectResult) -> str:
    """What the project is called: its name, else its id, else where it stands."""
    return project.name or project.id or place(project)


def place(project: ProjectResult) -> str:
    """Where the project stands in the input: `path:line`, else the path and the position counted from 1."""
    return f"{project.source}:{project.line}" if project.line else f"{project.source} #{project.index + 1}"


def _headline(project: ProjectResult, language: Language) -> Iterator[Line]:
    yield verdict_line(project.verdict, language)
    yield BLANK
    yield Line(called(project), indent=2, tone="strong")
    known = [
        project.id if project.name and project.id else "",
        place(project),
        _DAY.fill(day=project.on.isoformat())(language),
    ]
    yield Line(" · ".join(part for part in known if part), indent=2, tone="quiet")
    yield BLANK
    yield from deeper(counts_lines(project, language))


def counts_lines(project: ProjectResult, language: Language) -> Iterator[Line]:
    """How much was checked and not checked, and how firm the ground is."""
    counts = _COUNTS.fill(checked=project.checked, not_checked=project.not_checked, open=project.open)
    yield Line(counts(language))
    if project.only_normative:
        yield Line(_ONLY_NORMATIVE(language))
    if project.indicative:
        yield Line(_INDICATIVE(language))


def _findings(project: ProjectResult, options: Options) -> Iterator[Line]:
    """Worst first, as they come. What is open stands among the things to do; the rest only if asked."""
    listed = {entry.rule for entry in project.to_do}
    told: set[Text] = set()
    for finding in project.findings:
        hidden = finding.outcome == "not_applicable" or (finding.outcome == "open" and finding.rule in listed)
        if options.explain or not hidden:
            yield BLANK
            yield from deeper(finding_lines(finding, options, frozenset(told)))
            told.update(finding.interpretations)


def _section(title: Text, lines: list[Line], language: Language) -> Iterator[Line]:
    if lines:
        yield BLANK
        yield Line(title(language), indent=2, tone="strong")
        yield from deeper(lines, 4)


def _bullet(text: Text, language: Language) -> Line:
    return Line(text(language), "·", hang=2)


def _errors_title(project: ProjectResult) -> Text:
    return _WHY_INVALID if project.verdict == "invalid" else _UNREADABLE


def _errors(project: ProjectResult, language: Language) -> Iterator[Line]:
    for problem in project.errors:
        name = fact_words(problem.attribute) if problem.attribute else same("")
        yield _bullet(joined([name, problem.text], COLON), language)


def settle_lines(project: ProjectResult, language: Language) -> Iterator[Line]:
    """What would settle a review: each fact, and what each of its values leads to."""
    for settle in project.settle:
        yield Line(_settle_title(settle)(language))
        rows = dict.fromkeys((_value(value)(language), _leads_to(value, language)) for value in settle.values)
        width = max((cells(value) for value, _ in rows), default=0)
        for value, verdict in rows:
            yield Line(verdict, value, indent=2, hang=width + 2, head_tone="plain")


def _settle_title(settle: Settle) -> Text:
    by = (
        Text("(由{who}认定)", " (decided by {who})").fill(who=settle.authority)
        if settle.authority
        else same("")
    )
    rest = same("") if settle.minimised else _NOT_MINIMISED
    return Text(settle.label.zh + by.zh + rest.zh, settle.label.en + by.en + rest.en)


def _value(value: SettleValue) -> Text:
    return value.label or same(value.value)


def _leads_to(value: SettleValue, language: Language) -> str:
    return f"→ {GLYPH[value.verdict]} {VERDICT[value.verdict](language)}"


def _to_do(project: ProjectResult, language: Language) -> Iterator[Line]:
    for entry in project.to_do:
        yield Line(entry.text(language), "◇", hang=2)
        yield Line(_to_do_source(entry, project)(language), indent=2, tone="quiet")


def _to_do_source(entry: ToDo, project: ProjectResult) -> Text:
    """Why it is open, under which clause, and which facts would close it."""
    cited = [finding for finding in project.findings if finding.rule == entry.rule]
    parts = [text for finding in cited for text in (outcome_words(finding), address(finding.citation))]
    facts = joined([fact_words(fact) for fact in entry.facts], LISTED)
    needs = Text("需提供:{facts}", "needs: {facts}").fill(facts=facts) if entry.facts else same("")
    return joined([*parts, needs], Text(" · ", " · "))


def _reach(project: ProjectResult, language: Language, packs: dict[str, Text]) -> Iterator[Line]:
    """A border in doubt, a part outside; where nothing applies, every document."""
    for entry in project.jurisdictions:
        if entry.truth == "unknown" or entry.note or project.verdict == "out_of_scope":
            title = packs.get(entry.pack, same(entry.pack))
            yield _bullet(joined([title, _applies(entry)], COLON), language)


def _applies(entry: Jurisdiction) -> Text:
    because = [CAUSE.get(cause, same(cause)) for cause in entry.because]
    note = [entry.note] if entry.note else []
    return joined([_APPLIES[entry.truth], *because, *note], SEMICOLON)
