"""What of an interrupted run is done already? A file beside the output holds the pieces of every chunk that was finished.

It is one file that only grows, locked while a run uses it: a first line says of what run it is, then comes one line for each
chunk, each behind its hash. A line that was cut off by the end of a run is dropped, and that chunk is done again. Nothing in
it is ever executed: it holds text. A journal of another run (other bytes in an input, other packs, layers, options, versions
or day) is not used.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from zonecheck.batch.work import Outcome
from zonecheck.errors import OutputError, Problem, UsageError
from zonecheck.screening.notices import Met
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.batch.run import Engine
    from zonecheck.batch.work import Task, Worker
    from zonecheck.screening import Chunk

Key = Mapping[str, Any]
"""Of what run a journal is: parts of a run by name, each as plain data."""

_HASH = 64


@dataclass(eq=False)
class Journal:
    """An open journal; `done` says where in the file the outcome of a chunk lies. `changed` names what voided an older one."""

    path: Path
    file: IO[bytes]
    done: dict[int, int] = field(default_factory=dict)
    projects: int = 0
    changed: tuple[str, ...] = ()

    def __contains__(self, number: int) -> bool:
        return number in self.done

    def read(self, number: int) -> Outcome:
        """A chunk that was done before. Raises OutputError if the file was changed meanwhile."""
        self.file.seek(self.done[number])
        told = _checked(self.file.readline())
        if told is None:
            raise OutputError(Problem(str(self.path), _BROKEN))
        return _outcome(told)

    def keep(self, outcome: Outcome) -> None:
        """Put down a chunk that is done, on the disk before anything else happens."""
        self.file.seek(0, os.SEEK_END)
        texts = [each.decode() if isinstance(each, bytes) else each for each in outcome.pieces]
        self.file.write(_line(asdict(outcome) | {"pieces": texts}))
        self.file.flush()
        os.fsync(self.file.fileno())

    def remove(self) -> None:
        """The run is complete."""
        self.file.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        self.file.close()


def place(outputs: list[Path]) -> Path:
    """Where the journal lies: beside the first file that is written, else in the current folder."""
    first = outputs[0] if outputs else Path("zonecheck")
    return first.with_name(f".{first.name}.journal")


def opened(path: Path, key: Key) -> Journal:
    """The journal of this run, with what an interrupted one left. Raises UsageError if another run is using it."""
    try:
        file = path.open("a+b")
    except OSError as error:
        raise OutputError(Problem(str(path), _NOT_OPENED.fill(reason=error.strerror or error))) from None
    if not _locked(file):
        file.close()
        raise UsageError(Problem(str(path), _IN_USE))
    journal = Journal(path, file)
    wanted = json.loads(json.dumps(key))
    held = _begin(journal)
    if held != wanted:
        if held is not None:
            journal.changed = tuple(name for name in wanted if held.get(name) != wanted[name])
        journal.done.clear()
        journal.projects = 0
        file.truncate(0)
        file.write(_line(wanted))
        file.flush()
    return journal


def _begin(journal: Journal) -> Any:
    """The key in the file, after noting every whole line; what follows the last of these is cut off."""
    file = journal.file
    file.seek(0)
    key = _checked(file.readline())
    while key is not None:
        at = file.tell()
        told = _checked(file.readline())
        if told is None:
            file.truncate(at)
            break
        journal.done[told["number"]] = at
        journal.projects += sum(told["verdicts"])
    return key


def resuming(engine: Engine, journal: Journal) -> Engine:
    """An engine that takes from the journal what is done, and puts down what it does."""

    def resumed(task: Task, worker: Worker, chunks: Iterator[Chunk]) -> Iterator[Outcome]:
        number = 0
        for outcome in engine(task, worker, (chunk for chunk in chunks if chunk.number not in journal)):
            yield from map(journal.read, range(number, outcome.number))
            if not outcome.lost:
                journal.keep(outcome)
            yield outcome
            number = outcome.number + 1
        while number in journal:
            yield journal.read(number)
            number += 1

    return resumed


def digest(paths: list[Path]) -> list[tuple[str, str]]:
    """Every file with its SHA-256, and those of the parts that lie beside it under the same name."""
    return [(path.name, _sha256(path)) for given in paths for path in (given, *_parts(given))]


def _parts(path: Path) -> list[Path]:
    if path.suffix.lower() != ".shp":
        return []
    return sorted(
        each for each in path.parent.glob(f"{glob.escape(path.stem)}.*") if each != path and each.is_file()
    )


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # reading it as an input will say why


def _line(record: Any) -> bytes:
    text = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest().encode() + text + b"\n"


def _checked(line: bytes) -> Any:
    """What a line holds; None if it is not whole."""
    text = line[_HASH:-1]
    if not line.endswith(b"\n") or hashlib.sha256(text).hexdigest().encode() != line[:_HASH]:
        return None
    return json.loads(text.decode("utf-8", "surrogatepass"))


def _outcome(told: Any) -> Outcome:
    return Outcome(
        told["number"],
        tuple(told["verdicts"]),
        tuple(told["pieces"]),
        tuple(Met(*each) for each in told["met"]),
        tuple(Problem(each["where"], Text(**each["text"])) for each in told["errors"]),
    )


def _locked(file: IO[bytes]) -> bool:
    """Whether the file is ours alone now; the system lets go of it when this process ends, however it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            file.seek(2**40)  # a place that holds nothing: the content stays readable
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


_IN_USE = Text(
    "另一次核查正在使用这份续跑记录;请等它结束,或用 -o 写到别的文件",
    "another run is using this journal; wait until it ends, or write to another file with -o",
)
_NOT_OPENED = Text("续跑记录不能写入:{reason}", "the journal cannot be written: {reason}")
_BROKEN = Text(
    "续跑记录在使用中被修改;请删除它并重新运行",
    "the journal was changed while it was in use; delete it and run again",
)
