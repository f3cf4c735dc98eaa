"""What do the three files of a pack say, and what is wrong with them? Every fault at once, with file and line.

First the text, then its form, then its meaning, then its words against those of the instrument. A pack with any
fault is not used at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zonecheck import yaml_text
from zonecheck.errors import Problem
from zonecheck.packs import source
from zonecheck.packs.source import Source
from zonecheck.rules import meaning
from zonecheck.rules.faults import fit, in_order
from zonecheck.rules.language import CitationText, PackText
from zonecheck.rules.mending import Mended, mend
from zonecheck.words import Text
from zonecheck.yaml_text import Document

PACK, SOURCE, CASES = "pack.yaml", "source.md", "cases.yaml"
MAX_BYTES = yaml_text.MAX_BYTES


@dataclass(frozen=True, slots=True)
class Draft:
    """A pack as written. There is a `text` only where there are no `problems`."""

    name: str  # the folder as the user typed it
    bundled: bool
    files: Mapping[str, bytes]
    text: PackText | None
    document: Document | None
    source: Source | None
    problems: tuple[Problem, ...]
    mended: Mended | None = None  # what could still be read, for finding more faults

    @property
    def sha256(self) -> str:
        """Of the three files: for each its name, its length and its bytes."""
        digest = hashlib.sha256()
        for name in (PACK, SOURCE, CASES):
            data = self.files.get(name, b"")
            digest.update(f"{name} {len(data)}\n".encode() + data)
        return digest.hexdigest()


def read(folder: Path, name: str, *, bundled: bool = False) -> Draft:
    """The pack in `folder`, which the user knows as `name`, and all its faults."""
    files, problems = _files(folder, name)
    return of_files(name, files, problems, bundled=bundled)


def of_files(
    name: str, files: Mapping[str, bytes], problems: Sequence[Problem] = (), *, bundled: bool = False
) -> Draft:
    """The pack that these files make up, by their names; `problems` are what is known to be wrong with them already."""
    document, broken = yaml_text.read(files[PACK], f"{name}/{PACK}") if PACK in files else (None, [])
    said, unread = _source(files, name)
    problems = [*problems, *broken, *unread]
    mended = None
    if document is not None:
        mended, faults = _check(document, said, f"{name}/{SOURCE}")
        places = {problem.where for problem in problems}
        problems += [fault for fault in faults if fault.where not in places]
    text = mended.text if mended and not mended.places and not problems else None
    return Draft(name, bundled, files, text, document, said, tuple(in_order(problems)), mended)


def _files(folder: Path, name: str) -> tuple[dict[str, bytes], list[Problem]]:
    files, problems = {}, []
    for file in (PACK, SOURCE, CASES):
        path = folder / file
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            files[file] = path.read_bytes()
        elif path.is_file():
            problems.append(Problem(f"{name}/{file}", _TOO_LARGE.fill(limit=MAX_BYTES)))
        elif file != CASES:
            problems.append(Problem(f"{name}/{file}", _NO_FILE))
    return files, problems


def _source(files: Mapping[str, bytes], name: str) -> tuple[Source | None, list[Problem]]:
    """The words of the instrument; None where they cannot be read."""
    if SOURCE not in files:
        return None, []
    try:
        return source.parse(files[SOURCE].decode("utf-8-sig")), []
    except UnicodeDecodeError:
        return None, [Problem(f"{name}/{SOURCE}", _NOT_UTF8)]


def _check(document: Document, said: Source | None, source_name: str) -> tuple[Mended | None, list[Problem]]:
    """The pack and its faults of form, meaning and wording; the sound rest of a faulty pack is still asked."""
    text, misfits = fit(document.value, PackText, document.lines)
    mended = Mended(text, frozenset()) if text else mend(document, misfits)
    problems = [document.problem(misfit.path, misfit.text) for misfit in misfits]
    if mended is None:
        return None, problems
    faults = [*meaning.faults(mended.text), *(_quotes(mended.text, said) if said else ())]
    problems += [document.problem(path, fault) for path, fault in faults if not mended.silent(path)]
    if said and not mended.silent(("provisions",)):
        problems += _forgotten(mended.text, said, source_name)
    return mended, problems


def _quotes(pack: PackText, said: Source) -> Iterator[tuple[yaml_text.Path, Text]]:
    """Quotes that do not stand where they are cited, and provisions that name no sentence, or several at once."""
    for position, rule in enumerate(pack.rules):
        for key in ("cites", "penalty"):
            citation = getattr(rule, key)
            if citation and not _stands(citation, said):
                yield ("rules", position, key, _culprit(citation, said)), _not_there(citation, said)
    for position, provision in enumerate(pack.provisions):
        sentences = said.under(provision.at)
        if not sentences:
            yield ("provisions", position, "at"), _NO_ADDRESS.fill(at=provision.at)
        elif len(sentences) > 1:  # of a list that is named as a whole, nobody would miss one
            named = "、".join(sentence.at for sentence in sentences)
            yield ("provisions", position, "at"), _SEVERAL.fill(at=provision.at, sentences=named)


def _stands(citation: CitationText, said: Source) -> bool:
    if citation.summary:
        return said.tells(citation.at, citation.summary.zh)
    return said.says(citation.at, str(citation.quote))


def _culprit(citation: CitationText, said: Source) -> str:
    return citation.given if said.under(citation.at) else "at"


def _not_there(citation: CitationText, said: Source) -> Text:
    if not said.under(citation.at):
        return _NO_ADDRESS.fill(at=citation.at)
    if citation.summary:
        return _NOT_CONTENT.fill(at=citation.at)
    elsewhere = said.where(str(citation.quote))
    return (_ELSEWHERE if elsewhere else _NOT_VERBATIM).fill(at=citation.at, elsewhere=elsewhere)


def _forgotten(pack: PackText, said: Source, name: str) -> Iterator[Problem]:
    """Sentences of the instrument of which nobody says what became of them."""
    for sentence in said.sentences:
        if not any(source.covers(provision.at, sentence.at) for provision in pack.provisions):
            yield Problem(f"{name}:{sentence.line}", _FORGOTTEN.fill(at=sentence.at))


_NO_FILE = Text(
    "没有这个文件；规则包由 pack.yaml、source.md、cases.yaml 组成",
    "there is no such file; a pack is a folder with pack.yaml, source.md and cases.yaml",
)
_TOO_LARGE = Text("超过 {limit} 字节的上限", "larger than the limit of {limit} bytes")
_NOT_UTF8 = Text("不是 UTF-8 编码；请另存为 UTF-8", "not UTF-8; save the file as UTF-8")
_NO_ADDRESS = Text("source.md 中没有条文 {at}", "source.md has no address {at}")
_SEVERAL = Text(
    "{at} 含多句，请逐句列出：{sentences}",
    "{at} holds several sentences; list each of them: {sentences}",
)
_NOT_VERBATIM = Text(
    "引文与 source.md 中 {at} 的文字不一致；请逐字引用", "these words do not stand under {at} in source.md"
)
_NOT_CONTENT = Text(
    "source.md 中 {at} 没有这段大意；条文大意须以“大意：”开头",
    "source.md does not give this content under {at}; a sentence of content starts with 大意：",
)
_ELSEWHERE = Text(
    "引文不在 source.md 的 {at},而在 {elsewhere}",
    "these words stand under {elsewhere} in source.md, not {at}",
)
_FORGOTTEN = Text(
    "条文 {at} 未列入 provisions；请列出规则或说明理由",
    "the sentence {at} is in none of the provisions; list its rules or say why there are none",
)
