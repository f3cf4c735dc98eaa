"""Where do the pieces go? To standard output and to every file, all at once, each file whole or not at all.

A file that cannot be written does not keep the others from being written; its fault is told at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

from zonecheck.errors import OutputError, Problem
from zonecheck.reports import FORMATS, FileWriter, Summary, pieced
from zonecheck.reports.pieces import WholeSink
from zonecheck.reports.summary import VERDICTS
from zonecheck.reports.write import Target, named_errors, opened, write_scope_beside

if TYPE_CHECKING:
    from types import TracebackType

    from zonecheck.batch.work import Form, Outcome
    from zonecheck.reports.pieces import Sink
    from zonecheck.results import Run


@dataclass(eq=False)
class _File:
    """One file on its way; once something failed it takes no more."""

    target: Target
    form: int
    stack: ExitStack = field(default_factory=ExitStack)
    sink: Sink | None = None
    problems: tuple[Problem, ...] = ()

    def begin(self, run: Run, form: Form) -> None:
        with self._guarded():
            place = self.stack.enter_context(opened(self.target, FORMATS))
            self.sink = _sink(form, run, place)
            self.stack.callback(self.sink.close)

    def add(self, piece: Any) -> None:
        with self._guarded():
            if self.sink:
                self.sink.add(piece)

    def finish(self, run: Run, summary: Summary, beside: Callable[[], None]) -> None:
        with self._guarded():
            if self.sink:
                self.sink.finish(run, summary)
                self.stack.close()
                beside()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """What fails undoes the file and is told, and nothing else."""
        try:
            yield
        except (OSError, OutputError) as error:
            self.sink = None
            self.problems = _named(self.stack, error)


def _named(stack: ExitStack, error: Exception) -> tuple[Problem, ...]:
    """The fault, with the name of the file, once everything half-written is gone."""
    try:
        stack.__exit__(type(error), error, error.__traceback__)
    except OutputError as named:
        return named.problems
    return error.problems if isinstance(error, OutputError) else ()


class Outputs:
    """Standard output and the files of a run. Used as a context: what is not finished leaves no trace."""

    def __init__(self, stdout: TextIO, form: Form, files: Sequence[tuple[Target, Form]]) -> None:
        self.forms = tuple(dict.fromkeys((form, *(each for _, each in files))))
        self._stdout = stdout
        self._printed: Sink | None = None
        self._left: BrokenPipeError | None = None
        self._files = [_File(target, self.forms.index(each)) for target, each in files]
        self._seen = [0] * len(VERDICTS)
        self.complete = True  # nothing was lost and everything is written

    def __enter__(self) -> Outputs:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._printed:
            self._printed.close()
        for file in self._files:
            if kind is not None:
                with suppress(
                    OutputError
                ):  # what went wrong is no fault of the file, and is told as what it is
                    file.stack.__exit__(kind, error, trace)

    def begin(self, run: Run) -> None:
        with self._printing():
            self._printed = _sink(self.forms[0], run, self._stdout)
        for file in self._files:
            file.begin(run, self.forms[file.form])

    def add(self, outcome: Outcome) -> None:
        """The next chunk. Raises OutputError if it cannot be printed, BrokenPipeError if nobody reads and there are no files."""
        self.complete = self.complete and not outcome.lost
        self._seen = [a + b for a, b in zip(self._seen, outcome.verdicts, strict=True)]
        with self._printing():
            if self._printed:
                self._printed.add(outcome.pieces[0])
        for file in self._files:
            file.add(outcome.pieces[file.form])

    def finish(self, run: Run) -> Summary:
        """Complete everything; the errors of the run are known by now, and those of files are added to them.

        Raises BrokenPipeError, after all files are written, where nobody read what was printed.
        """
        summary = Summary(sum(self._seen), *self._seen)
        with self._printing():
            if self._printed:
                self._printed.finish(run, summary)
                self._stdout.flush()
        for file in self._files:
            file.finish(run, summary, lambda file=file: self._scope(file, run, summary))  # type: ignore[misc]
        for file in self._files:
            run.errors.extend(file.problems)
            self.complete = self.complete and not file.problems
        if self._left:
            raise self._left
        return summary

    @contextmanager
    def _printing(self) -> Iterator[None]:
        """Whoever stops reading still wants the files."""
        try:
            with named_errors("-"):
                yield
        except BrokenPipeError as error:
            if not self._files:
                raise
            self._printed, self._left = None, error

    def _scope(self, file: _File, run: Run, summary: Summary) -> None:
        write_scope_beside(run, file.target, self.forms[file.form].options, summary)


def _sink(form: Form, run: Run, place: Any) -> Sink:
    made = pieced(form.format)
    writer = FORMATS[form.format]
    if made is None:
        return WholeSink(writer.write if isinstance(writer, FileWriter) else writer, place, form.options, [])
    return made.sink(run, place, form.options)
