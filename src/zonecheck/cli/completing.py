"""What can stand in place of FILE, PATH or ID? Asked by a shell that completes a word; files it finds itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from zonecheck.errors import ZonecheckError


def files(incomplete: str) -> CompletionItem:
    """Lets the shell look for files. It goes first: where it comes, bash forgets all before it."""
    return CompletionItem(incomplete, type="file")


class _Words(click.ParamType[str]):
    """Any text; with the words that a shell can offer in its place."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        return str(value)

    def words(self) -> Iterator[str]:
        yield from ()

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        try:
            return [CompletionItem(word) for word in self.words() if word.startswith(incomplete)]
        except ZonecheckError:
            return []


class _Files(_Words):
    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [files(incomplete), *super().shell_complete(ctx, param, incomplete)]


class _Packs(_Files):
    """A bundled pack, or a folder."""

    def words(self) -> Iterator[str]:
        from zonecheck.packs import load  # noqa: PLC0415  only where a shell asks

        yield from load.bundled()


class _Rules(_Words):
    """The packs and the rules of each."""

    def words(self) -> Iterator[str]:
        from zonecheck.packs import load  # noqa: PLC0415

        for pack in load.bundled():
            yield pack
            yield from (rule.id for rule in load.load(pack).rules)


class _Layers(_Words):
    def words(self) -> Iterator[str]:
        from zonecheck.layers import catalogue  # noqa: PLC0415

        yield from catalogue.load(())


FILES, PACKS, RULES, LAYERS = _Files(), _Packs(), _Rules(), _Layers()

_BY_METAVAR: Mapping[str, click.ParamType[str]] = {
    **dict.fromkeys(("FILE", "PATH", "[PATH]", "PATHS...", "[FORMAT=]FILE"), FILES),
    **dict.fromkeys(("ID|PATH", "[PACK]"), PACKS),
}


def typed(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings of a parameter, with a type that the shell can complete where its metavar tells one."""
    told = _BY_METAVAR.get(settings.get("metavar") or "")
    return {"type": told, **settings} if told else settings
