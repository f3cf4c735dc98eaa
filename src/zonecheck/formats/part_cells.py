"""Which angle do three cells hold: degrees, minutes and seconds? As strict as an angle that is written in one.

Degrees alone may be negative; only the last part that is not zero may have a fraction; minutes and seconds are below 60.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from zonecheck.formats.angles import Angle, digits
from zonecheck.formats.features import Fault
from zonecheck.words import Text

_NUMBER = re.compile(r"([+-]?\d{1,3}(?:\.\d{0,20})?)[°度'′’分\"″”秒]{0,2}")


def of_parts(cells: Sequence[object]) -> Angle:
    """The angle in cells of degrees, minutes and, where there is a column of them, seconds. Raises Fault."""
    written = " ".join("—" if cell is None else str(cell) for cell in cells)[:60]
    texts = [_plain(cell, written) for cell in cells]
    numbers = [abs(float(text)) for text in texts]
    if any(text.startswith("-") for text in texts[1:]):
        raise Fault(_SIGN.fill(value=written))
    if any(number >= 60 for number in numbers[1:]):
        raise Fault(_SIXTY.fill(value=written))
    if any(number % 1 and any(numbers[at + 1 :]) for at, number in enumerate(numbers)):
        raise Fault(_FRACTION.fill(value=written))
    size = sum(number / 60**at for at, number in enumerate(numbers))
    return Angle(-size if texts[0].startswith("-") else size, None, _unit(cells, texts))


def _plain(cell: object, written: str) -> str:
    if cell is None:
        raise Fault(_BLANK.fill(value=written))
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", str(cell)).strip().replace("−", "-"))
    if found is None or isinstance(cell, bool):
        raise Fault(_NO_NUMBER.fill(value=written))
    return found[1]


def _unit(cells: Sequence[object], texts: Sequence[str]) -> float:
    """The unit of the last digit: of the part that has a fraction, else of the last; zeros after a fraction are no digits."""
    broken = (at for at, text in enumerate(texts) if float(text) % 1)
    at = next(broken, len(texts) - 1)
    cell = cells[at]
    return float(digits(cell if isinstance(cell, float) else texts[at]) / 60**at)


_BLANK = Text(
    "度、分、秒“{value}”有空格;没有的请写 0",
    "of degrees, minutes and seconds '{value}' one is blank; write 0 where there are none",
)
_NO_NUMBER = Text(
    "“{value}”不是度、分、秒;应各为一个数,如 113 22 27.120",
    "'{value}' are no degrees, minutes and seconds; write a number in each column, such as 113 22 27.120",
)
_SIGN = Text(
    "“{value}”的分或秒为负;正负号只写在度上",
    "'{value}' has negative minutes or seconds; the sign stands with the degrees",
)
_SIXTY = Text("“{value}”的分或秒不小于 60;请核对", "'{value}' has minutes or seconds of 60 or more; check it")
_FRACTION = Text(
    "“{value}”的度(或分)有小数,后面又有分(或秒);请核对",
    "'{value}' has a fraction of degrees or minutes and finer parts besides; check it",
)
