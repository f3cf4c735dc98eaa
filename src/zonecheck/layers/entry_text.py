"""What does the text of a catalogue entry mean? Every value comes as text and is typed here, strictly.

Nothing is guessed: a value that does not read exactly as it should is a fault that says what would be right.
No file that an entry names is opened here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import ErrorDetails, PydanticCustomError

from zonecheck.layers.files import why_not_a_plain_path
from zonecheck.layers.layer import BASELINES, EVERYTHING, Baseline
from zonecheck.layers.registration import Box, CoverageFile
from zonecheck.words import Text, same

_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_METRES = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HASH = re.compile(r"[0-9a-f]{64}")
_EPSG = re.compile(r"EPSG:[0-9]{4,6}", re.IGNORECASE)


def _wrong(text: Text) -> NoReturn:
    raise PydanticCustomError("fault", "{en}", {"zh": text.zh, "en": text.en})


def _expected(what: Text, value: object) -> NoReturn:
    _wrong(_EXPECTED.fill(what=what, got=_shown(value)))


def _shown(value: object) -> Text:
    if value is None:
        return Text("空白", "nothing")
    if isinstance(value, str):
        return same(f"'{value}'" if len(value) <= 60 else f"'{value[:57]}...'")
    return Text("列表", "a list") if isinstance(value, list) else Text("键值", "a mapping")


def _pattern(pattern: re.Pattern[str], what: Text) -> Callable[[object], str]:
    def check(value: object) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        _expected(what, value)

    return check


def _word(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    _expected(_A_TEXT, value)


def _text(value: object) -> Text:
    """A text that reads alike in both languages, or `{zh: …, en: …}`."""
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return Text(_word(value["zh"]), _word(value["en"]))
    return same(_word(value)) if isinstance(value, str) else _expected(_TWO_LANGUAGES, value)


def _path(value: object) -> str:
    word = _word(value)
    reason = why_not_a_plain_path(word)
    return _wrong(reason) if reason else word


def _metres(value: object) -> float:
    return float(_pattern(_METRES, _A_LENGTH)(value))


def _baseline(value: object) -> Baseline:
    if value in BASELINES:
        return value
    _expected(same(" / ".join(BASELINES)), value)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_pattern(_DAY, _A_DAY)(value))
    except ValueError:
        _expected(_A_DAY, value)


def _yes_or_no(value: object) -> bool:
    if value not in ("yes", "no"):
        _expected(same("yes / no"), value)
    return value == "yes"


def _coverage(value: object) -> Box | CoverageFile | Literal["everywhere"]:
    if isinstance(value, list):
        return _box(value)
    return "everywhere" if value == "everywhere" else CoverageFile(_path(value))


def _box(value: list[Any]) -> Box:
    if len(value) == 4 and all(isinstance(each, str) and _DEGREES.fullmatch(each) for each in value):
        west, south, east, north = map(float, value)
        if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return west, south, east, north
    _expected(_A_BOX, value)


def _complete_for(value: object) -> dict[str, frozenset[str]]:
    if value == EVERYTHING:
        return {EVERYTHING: frozenset()}
    if not isinstance(value, dict) or not value:
        _expected(_CLAIMS, value)
    return {key: frozenset(_claims(each)) for key, each in value.items()}


def _claims(value: object) -> list[str]:
    if isinstance(value, list) and value:
        return [_word(each) for each in value]
    return [_word(value)] if isinstance(value, str) else _expected(_CLAIMS, value)


class EntryText(BaseModel):
    """One entry of a catalogue; the keys are those of `data/README.md`."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    id: Annotated[
        str,
        BeforeValidator(_pattern(_ID, Text("小写字母、数字、- 或 _", "lower-case letters, digits, - or _"))),
    ]
    path: Annotated[str, BeforeValidator(_path)]
    title: Annotated[Any, BeforeValidator(_text)] = None
    crs: Annotated[str | None, BeforeValidator(_pattern(_EPSG, same("EPSG:4547")))] = None
    baseline: Annotated[Any, BeforeValidator(_baseline)] = None
    accuracy_m: Annotated[float | None, BeforeValidator(_metres)] = None
    half_width_m: Annotated[float | None, BeforeValidator(_metres)] = None
    coverage: Annotated[Any, BeforeValidator(_coverage)] = None
    complete_for: Annotated[Any, BeforeValidator(_complete_for)] = {}
    valid_until: Annotated[Any, BeforeValidator(_day)] = None
    source: Annotated[Any, BeforeValidator(_text)] = None
    note: Annotated[Any, BeforeValidator(_text)] = None
    licence: Annotated[str | None, BeforeValidator(_word)] = None
    vintage: Annotated[str | None, BeforeValidator(_word)] = None
    indicative: Annotated[bool, BeforeValidator(_yes_or_no)] = False
    sha256: Annotated[
        str, BeforeValidator(_pattern(_HASH, Text("64 位十六进制数", "64 hexadecimal digits")))
    ] = ""


def fault_text(error: ErrorDetails) -> Text:
    """A fault that pydantic reports, in our own words and in both languages."""
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "fault":
        said = error["ctx"]
        return Text(f"{key}:{said['zh']}", f"{key}: {said['en']}")
    if error["type"] == "missing":
        return _NO_KEY.fill(key=key)
    return _UNKNOWN_KEY.fill(key=key, known=", ".join(EntryText.model_fields))


_EXPECTED = Text("应为{what},实为{got}", "expected {what}, got {got}")
_A_TEXT = Text("文字", "a text")
_TWO_LANGUAGES = Text("文字,或 {{zh: …, en: …}}", "a text, or {{zh: …, en: …}}").fill()
_A_LENGTH = Text("以米计的数,不小于 0", "a number of metres, 0 or more")
_A_DAY = Text("日期,如 2027-12-31", "a day such as 2027-12-31")
_A_BOX = Text(
    "[西, 南, 东, 北],以度计,西小于东,南小于北",
    "[west, south, east, north] in degrees, west below east and south below north",
)
_CLAIMS = Text(
    "{{键: [值, …]}},如 {{name: [府河]}},或 everything",
    "{{key: [value, …]}} such as {{name: [府河]}}, or everything",
).fill()
_NO_KEY = Text("缺少 {key}", "{key} is missing")
_UNKNOWN_KEY = Text("不识别的键 {key};可用:{known}", "unknown key {key}; known: {known}")
