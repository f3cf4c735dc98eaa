"""What does a YAML file say, as text, and on which line?

Every scalar stays the text that was written: `0111` is not octal, `no` is not false, `26:11` is not base 60.
What a value means is decided by whoever asked for the file. The file is read event by event, so nothing is
ever expanded. Refused, all faults at once as far as YAML can be read: duplicate keys, anchors, aliases,
merges, tags, directives, a second document, tabs, spaces that only look like spaces, invisible characters,
anything that is not UTF-8, and files larger or deeper than any hand-written one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from zonecheck.errors import InputError, Problem, ZonecheckError
from zonecheck.words import Text

Value = None | str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]

MAX_BYTES = 2_000_000
MAX_DEPTH = 50

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_HIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
_FALSE_SPACE = re.compile(f"^[ -]*[{_SPACES}]|:[{_SPACES}]")
_SUSPECT = re.compile(f"[\t{_SPACES}{_HIDDEN}]")  # without any of these no line needs a closer look


@dataclass(frozen=True, slots=True)
class Document:
    """A file as nested dict, list and str. A value left empty is None; the words `null` and `~` are text."""

    name: str
    value: Value
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line, from 1, on which `path` stands; that of its nearest ancestor where there is none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, text: Text) -> Problem:
        """A fault at `path`, as `name:line`."""
        return Problem(f"{self.name}:{self.line(path)}", text)


def load(data: bytes, name: str, error: type[ZonecheckError] = InputError) -> Document:
    """The text of one YAML file.

    `name` is the file as the user typed it. All faults are raised together, as one `error`.
    """
    document, problems = read(data, name)
    if document is None or problems:
        raise error(*problems)
    return document


def read(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The text of one YAML file and every fault in it; None where nothing can be made of the file.

    With faults the document is what the rest of the file says: good for finding more faults, never for use.
    """
    text, problems = _decode(data, name)
    problems += [Problem(f"{name}:{line}", fault) for line, fault in _bad_characters(text)]
    builder = _Builder(name)
    if problems or not builder.read(text):
        return None, problems + builder.problems
    return Document(name, builder.root, builder.lines), builder.problems


def _decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    if len(data) > MAX_BYTES:
        return "", [Problem(name, _TOO_LARGE.fill(size=len(data), limit=MAX_BYTES))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        return "", [Problem(f"{name}:{line}", _NOT_UTF8)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def _bad_characters(text: str) -> Iterator[tuple[int, Text]]:
    if not _SUSPECT.search(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line:
            yield number, _TAB
        if false := _FALSE_SPACE.search(line):
            yield number, _CHARACTER.fill(code=f"U+{ord(false.group()[-1]):04X}")
        elif hidden := _INVISIBLE.search(line):
            yield number, _CHARACTER.fill(code=f"U+{ord(hidden.group()):04X}")


@dataclass
class _Open:
    """A list or mapping that is still being read; `key` is the key whose value comes next."""

    path: Path
    value: list[Value] | dict[str, Value]
    key: str | None = None
    skip: bool = False  # the value that comes next has a key that was refused


@dataclass
class _Builder:
    name: str
    root: Value = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def read(self, text: str) -> bool:
        """Take in the whole text; False where it breaks off."""
        try:
            return all(self._take(event) for event in yaml.parse(text, Loader=_LOADER))
        except yaml.MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            self._fault(mark.line if mark else 0, _BROKEN.fill(problem=fault.problem or "?"))
        except yaml.YAMLError as fault:
            self._fault(0, _BROKEN.fill(problem=str(fault).splitlines()[0]))
        return False

    def _take(self, event: Any) -> bool:
        """Take in one event; False where reading on makes no sense."""
        line = event.start_mark.line
        if isinstance(event, yaml.NodeEvent):
            return self._node(event, line)
        if isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            return self._document(event, line)
        return True

    def _document(self, event: Any, line: int) -> bool:
        self.documents += 1
        if event.version or event.tags:
            self._fault(line, _DIRECTIVE)
        if self.documents > 1:
            self._fault(line, _SECOND_DOCUMENT)
        return self.documents == 1

    def _node(self, event: Any, line: int) -> bool:
        if event.anchor is not None or event.tag is not None:
            self._refuse_machinery(event, line)
        if self._expects_key():
            return self._key(event, line)
        if isinstance(event, yaml.ScalarEvent):
            self._place(event.value if event.value or event.style else None, line)
            return True
        if isinstance(event, yaml.AliasEvent):
            self._place(None, line)
            return True
        value: list[Value] | dict[str, Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
        return self._descend(self._place(value, line), value, line)

    def _refuse_machinery(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(line, _ALIAS.fill(name=event.anchor))
        elif event.anchor is not None:
            self._fault(line, _ANCHOR.fill(name=event.anchor))
        if getattr(event, "tag", None) is not None:
            self._fault(line, _TAG.fill(name=event.tag))

    def _expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _key(self, event: Any, line: int) -> bool:
        frame = self.stack[-1]
        if not isinstance(event, yaml.ScalarEvent) or event.value == "":
            self._fault(line, _KEY_NOT_TEXT)
            return False
        key = str(event.value)
        frame.key, frame.skip = key, key in frame.value
        if key == "<<" and not event.style:
            self._fault(line, _MERGE)
        if frame.skip:
            self._fault(line, _DUPLICATE.fill(key=key, first=self.lines[(*frame.path, key)]))
        self.lines.setdefault((*frame.path, key), line + 1)
        return True

    def _place(self, value: Value, line: int) -> Path:
        """Put a value where it belongs and say under which path."""
        if not self.stack:
            self.root = value
            self.lines[()] = line + 1
            return ()
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
            path: Path = (*frame.path, len(frame.value) - 1)
            self.lines.setdefault(path, line + 1)
            return path
        key, frame.key = str(frame.key), None
        if not frame.skip:
            frame.value[key] = value
        return (*frame.path, key)

    def _descend(self, path: Path, value: list[Value] | dict[str, Value], line: int) -> bool:
        self.stack.append(_Open(path, value))
        if len(self.stack) > MAX_DEPTH:
            self._fault(line, _TOO_DEEP.fill(limit=MAX_DEPTH))
        return len(self.stack) <= MAX_DEPTH

    def _fault(self, line: int, text: Text) -> None:
        self.problems.append(Problem(f"{self.name}:{line + 1}", text))


_TOO_LARGE = Text(
    "文件有 {size} 字节，超过 {limit} 字节的上限；请拆分",
    "the file has {size} bytes, more than the limit of {limit}; split it",
)
_NOT_UTF8 = Text("不是 UTF-8 编码；请另存为 UTF-8", "not UTF-8; save the file as UTF-8")
_TAB = Text("含有制表符；请改用空格", "contains a tab; use spaces")
_CHARACTER = Text(
    "含有看似空格或不可见的字符 {code}；请改用普通空格或删除",
    "contains {code}, which is invisible or only looks like a space; use a plain space or remove it",
)
_BROKEN = Text("不是有效的 YAML:{problem}", "not valid YAML: {problem}")
_DIRECTIVE = Text(
    "不接受以 % 开头的指令；请删除", "directives (lines that start with %) are not accepted; remove it"
)
_SECOND_DOCUMENT = Text(
    "一个文件只能有一份文档；请删除此处的 ---",
    "a file holds one document only; remove this `---` and what follows",
)
_ALIAS = Text(
    "不接受引用 *{name}；请把内容写出来", "aliases are not accepted: write out what *{name} stands for"
)
_ANCHOR = Text("不接受锚点 &{name}；请删除", "anchors are not accepted: remove &{name}")
_TAG = Text("不接受标签 {name}；请删除", "tags are not accepted: remove {name}")
_MERGE = Text("不接受合并键 <<;请把内容写出来", "merge keys are not accepted: write out what << stands for")
_KEY_NOT_TEXT = Text("键必须是文字", "a key must be text")
_DUPLICATE = Text("键 {key} 重复，第 {first} 行已有", "duplicate key {key}, first given on line {first}")
_TOO_DEEP = Text("嵌套超过 {limit} 层", "nested deeper than {limit} levels")
