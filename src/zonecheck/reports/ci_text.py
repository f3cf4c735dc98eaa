"""What does a CI job say of one finding or one project, in a title and a sentence?

Plain text on one line; each format escapes it in its own way. Figures come with the finding's message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonecheck.reports.figures import COLON, LISTED, SEMICOLON, joined
from zonecheck.reports.finding_text import clause
from zonecheck.reports.project_text import called
from zonecheck.reports.terminal import NO_BREAK, safe
from zonecheck.reports.vocabulary import VERDICT, fact_words, outcome_words
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.reports.summary import Summary
    from zonecheck.results import AttributeProblem, Finding, Outcome, ProjectResult, Run
    from zonecheck.words import Language

_SETTLES = Text("可改变结论的事项:{facts}", "what would settle it: {facts}")
_SAID = Text("{message}。依据:{clause}{words}", "{message}. By {clause}: {words}")
_NOT_CHECKED = Text("未核查:{texts}", "Not checked: {texts}")
_TOTAL = Text("共核查 {n} 个项目:{counts}", "{n} projects: {counts}")
_NO_PROJECT = Text("没有核查任何项目", "no project was checked")


def standing(finding: Finding) -> Outcome:
    """How a finding stands once a decision on it counts; one that is waived is a duty not fulfilled."""
    if finding.decision is None:
        return finding.outcome
    return "unmet" if finding.decision.decides == "waived" else finding.decision.decides


def decision_sentence(finding: Finding) -> str:
    """Who decided on the finding, in which document, and why; empty where nobody did."""
    if finding.decision is None:
        return ""
    told = finding.decision
    return plain(f"{told.authority} {told.document}: {told.reason} ({told.granted} - {told.expires})")


def finding_title(project: ProjectResult, finding: Finding, language: Language) -> str:
    """The outcome, what the rule is about, and of which project."""
    return plain(f"{outcome_words(finding)(language)}: {finding.title(language)} - {called(project)}")


def finding_sentence(project: ProjectResult, finding: Finding, language: Language) -> str:
    """What was found, by which clause, and where it is undetermined what would settle it."""
    said = _SAID.fill(message=finding.message, clause=clause(finding.citation), words=finding.citation.words)
    facts = [entry.label for entry in project.settle] if finding.outcome == "undetermined" else []
    settles = _SETTLES.fill(facts=joined(facts, LISTED)) if facts else same("")
    decided = same(decision_sentence(finding))
    return plain(joined([said, settles, decided], SEMICOLON)(language))


def problem_sentence(problem: AttributeProblem, language: Language) -> str:
    """What could not be read, and of which attribute."""
    name = fact_words(problem.attribute) if problem.attribute else same("")
    return plain(joined([name, problem.text], COLON)(language))


def summary_sentence(summary: Summary, language: Language) -> str:
    """How many projects got which verdict, those that none got left out."""
    counts = [
        same(f"{verdict(language)} {getattr(summary, name)}")
        for name, verdict in VERDICT.items()
        if getattr(summary, name)
    ]
    if not counts:
        return _NO_PROJECT(language)
    return plain(_TOTAL.fill(n=summary.projects, counts=joined(counts, LISTED))(language))


def scope_sentence(run: Run, language: Language) -> str:
    """What was not checked at all."""
    texts = joined(list(run.scope.not_checked), SEMICOLON)
    return plain(_NOT_CHECKED.fill(texts=texts)(language)) if texts.zh else ""


def plain(text: str) -> str:
    return safe(text).replace(NO_BREAK, " ").strip()


def called_problem(project: ProjectResult, sentence: str) -> str:
    """A sentence about a project, with the name in front."""
    return plain(f"{called(project)}: {sentence}")
