"""What has every page? Templates, words, style, script, and a policy that admits these and nothing else."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zonecheck.reports.html.phrases import phrases
from zonecheck.reports.terminal import safe

if TYPE_CHECKING:
    from zonecheck.reports.options import Options

_LANG = {"zh": "zh-CN", "en": "en"}


def environment() -> Environment:
    """The templates; whatever is filled in is made safe and escaped."""
    return Environment(
        loader=PackageLoader("zonecheck.reports.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: Any) -> Any:
    """Text without control characters, overrides of the reading order or anything invisible."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def frame(options: Options) -> dict[str, Any]:
    """What every page has: words, language, style, script and the policy that admits those two and nothing else."""
    style, script = _resource("style.css"), _resource("script.js")
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    )
    return {
        "say": phrases(options.language),
        "lang": _LANG[options.language],
        "style": Markup(style),
        "script": Markup(script),
        "policy": policy,
    }


def _resource(name: str) -> str:
    return (files("zonecheck.reports.html") / "templates" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
