"""How is a run written as SARIF 2.1.0, the format of code scanning?

Every finding is a result with its kind, also what was satisfied or does not apply; what could not be read is a
notification. The profile `github` keeps to what GitHub's code scanning takes up: no result that asks nothing of anybody,
and undetermined ones as warnings.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, errata 01.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.ci_text import called_problem, plain, problem_sentence, scope_sentence
from zonecheck.reports.encoding import encode
from zonecheck.reports.locate import Fingerprints, uri_of
from zonecheck.reports.record import run_record
from zonecheck.reports.sarif_result import level_of, location, result
from zonecheck.reports.summary import Summary, Tally
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.reports.record import Record
    from zonecheck.results import Citation, Finding, LayerInfo, ProjectResult, Run
    from zonecheck.words import Language

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEFT_OUT = Text(
    "GitHub 每次至多接收 {most} 条结果,另有 {n} 条未写入;全部结果见 --sarif-profile full",
    "GitHub takes {most} results of a run: {n} more were left out; --sarif-profile full holds all of them",
)
_LANGUAGE = {"zh": "zh-CN", "en": "en"}
_LONGEST_SUMMARY = 1024  # characters that GitHub takes of a short description
_MOST_ON_GITHUB = 25_000  # results that GitHub takes of a run
_GRAVEST = ("error", "warning", "note")


def write(run: Run, stream: TextIO, options: Options) -> Summary:
    """One log with one run. The projects are held, for rules and articles stand before or beside the results."""
    tally = Tally()
    projects = list(tally.through(run.projects))
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(run, projects, options, tally.summary)]}
    stream.write(encode(log, 1) + "\n")
    return tally.summary


def _run(run: Run, projects: list[ProjectResult], options: Options, summary: Summary) -> Record:
    language = options.language
    rules = _rules(projects)
    results = list(_results(projects, list(rules), options, compared=run.baseline is not None))
    kept = _kept(results, options)
    notes = [*_notes(run, projects, language), *_left_out(len(results) - len(kept), language)]
    return {
        "tool": {"driver": _driver(run, rules, language)},
        "language": _LANGUAGE[language],
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": not _failed(run, projects), "toolExecutionNotifications": notes}
        ],
        "artifacts": [*_inputs(projects), *(_layer(layer, language) for layer in run.layers)],
        "taxonomies": _taxonomies(rules, language),
        "results": kept,
        "properties": {**run_record(run, options), "summary": asdict(summary)},
    }


def _rules(projects: list[ProjectResult]) -> dict[str, Finding]:
    """A finding of each rule, in the order of the first."""
    found: dict[str, Finding] = {}
    for project in projects:
        for finding in project.findings:
            found.setdefault(finding.rule, finding)
    return found


def _driver(run: Run, rules: dict[str, Finding], language: Language) -> Record:
    return {
        "name": "zonecheck",
        "version": run.version,
        "semanticVersion": run.version,
        "rules": [_rule(finding, language) for finding in rules.values()],
    }


def _rule(finding: Finding, language: Language) -> Record:
    cited = finding.citation
    title, words = plain(finding.title(language)), plain(cited.words(language))
    return {
        "id": finding.rule,
        "shortDescription": {"text": title[:_LONGEST_SUMMARY]},
        "fullDescription": {"text": words},
        "help": {"text": plain(f"{cited.document} {cited.article}: {words}")},
        "defaultConfiguration": {"level": level_of(finding.effect)},
        "properties": {"effect": finding.effect, "rank": cited.rank, "tags": [finding.effect, cited.rank]},
    }


def _results(
    projects: list[ProjectResult], rules: list[str], options: Options, *, compared: bool
) -> Iterator[Record]:
    marks = Fingerprints()
    places = {rule: position for position, rule in enumerate(rules)}
    for project in projects:
        for finding in project.findings:
            mark = marks.of(project, finding.rule)
            record = result(project, finding, options, mark, compared=compared)
            if record is not None:
                yield {"ruleId": finding.rule, "ruleIndex": places[finding.rule], **record}


def _inputs(projects: list[ProjectResult]) -> Iterator[Record]:
    for source in dict.fromkeys(project.source for project in projects):
        yield {"location": {"uri": uri_of(source)}, "roles": ["analysisTarget"]}


def _layer(layer: LayerInfo, language: Language) -> Record:
    told = layer.source(language) if layer.source else layer.id
    hashes = {"hashes": {"sha-256": layer.sha256}} if layer.sha256 else {}
    return {"description": {"text": plain(f"{layer.id}: {told}")}, **hashes}


def _taxonomies(rules: dict[str, Finding], language: Language) -> list[Record]:
    """Each document of law as a taxonomy, its articles as taxa."""
    documents: dict[str, list[Citation]] = {}
    for finding in rules.values():
        documents.setdefault(finding.citation.document, []).append(finding.citation)
    return [_taxonomy(name, cited, language) for name, cited in documents.items()]


def _taxonomy(name: str, cited: list[Citation], language: Language) -> Record:
    title = cited[0].title
    day = cited[0].in_force
    articles: dict[str, dict[str, None]] = {}
    for citation in cited:
        articles.setdefault(citation.article, {})[plain(citation.words(language))] = None
    return {
        "name": name,
        "shortDescription": {"text": plain(title(language)) if title else name},
        **({"releaseDateUtc": day.isoformat()} if day else {}),
        "taxa": [
            {"id": article, "fullDescription": {"text": " ".join(quotes)}}
            for article, quotes in articles.items()
        ],
    }


def _kept(results: list[Record], options: Options) -> list[Record]:
    """All of them; in the profile `github` no more than GitHub takes, the gravest first."""
    if options.sarif_profile != "github" or len(results) <= _MOST_ON_GITHUB:
        return results
    return sorted(results, key=lambda entry: _GRAVEST.index(entry["level"]))[:_MOST_ON_GITHUB]


def _failed(run: Run, projects: list[ProjectResult]) -> bool:
    """Whether something was asked for and not done."""
    return bool(run.errors) or any(project.verdict == "invalid" for project in projects)


def _notes(run: Run, projects: list[ProjectResult], language: Language) -> Iterator[Record]:
    """What there is to say beside the findings."""
    yield from _unreadable_files(run, language)
    yield from _unreadable(projects, language)
    yield from _scope(run, language)


def _left_out(number: int, language: Language) -> Iterator[Record]:
    if number:
        text = _LEFT_OUT.fill(n=number, most=_MOST_ON_GITHUB)
        yield {"level": "warning", "message": {"text": text(language)}}


def _unreadable_files(run: Run, language: Language) -> Iterator[Record]:
    for problem in run.errors:
        yield {"level": "error", "message": {"text": plain(problem(language))}}


def _unreadable(projects: list[ProjectResult], language: Language) -> Iterator[Record]:
    for project in projects:
        level = "error" if project.verdict == "invalid" else "warning"
        for problem in project.errors:
            text = called_problem(project, problem_sentence(problem, language))
            yield {"level": level, "message": {"text": text}, "locations": [location(project)]}


def _scope(run: Run, language: Language) -> Iterator[Record]:
    text = scope_sentence(run, language)
    if text:
        yield {"level": "note", "message": {"text": text}}
