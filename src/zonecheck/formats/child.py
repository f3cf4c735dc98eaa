"""How is a risky format read? In this process of its own, from standard input to standard output, with bounds set first.

Called as `python -m zonecheck.formats.child KIND MAX_SIZE SECONDS`. What goes wrong in here ends this process and nothing else.
"""

from __future__ import annotations

import importlib
import sys

from zonecheck.formats.carried import Carried, Refused, packed
from zonecheck.words import Text

MEMORY_BYTES = 6 << 30


def main(kind: str, max_size: int, seconds: int) -> None:
    """Read one file of this kind and pack its tables."""
    data = sys.stdin.buffer.read()
    limit(seconds)
    try:
        answer = packed(checked(_tables(kind, data, max_size)))
    except Refused as refused:
        answer = packed(refused)
    except MemoryError:
        answer = packed(memory())
    except Exception as error:  # a library can fail in any way; here it only fails to read one file
        answer = packed(broken(error))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def memory() -> Refused:
    return Refused(_MEMORY, limit=True)


def broken(error: Exception) -> Refused:
    return Refused(_BROKEN.fill(reason=str(error).split("\n")[0][:120] or type(error).__name__))


def limit(seconds: int) -> None:
    """So much processor time from now on, memory and no core dump, where the platform knows such bounds."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:  # Windows: the parent's clock is the only bound
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    for name, most in (
        ("RLIMIT_CPU", round(used.ru_utime + used.ru_stime) + seconds),
        ("RLIMIT_AS", MEMORY_BYTES),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
    ):
        _, hard = resource.getrlimit(getattr(resource, name))
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(getattr(resource, name), (bound, hard))


def _tables(kind: str, data: bytes, max_size: int) -> list[Carried]:
    match kind:
        case "geopackage":
            from zonecheck.formats import geopackage  # noqa: PLC0415

            return geopackage.carried(data)
        case "flatgeobuf":
            from zonecheck.formats import flatgeobuf  # noqa: PLC0415

            return flatgeobuf.carried(data)
        case "geoparquet":
            from zonecheck.formats import geoparquet  # noqa: PLC0415

            return geoparquet.carried(data, max_size)
        case _:
            from zonecheck.formats import workbook  # noqa: PLC0415

            return workbook.carried(data, max_size)


def checked(tables: list[Carried]) -> list[Carried]:
    """The geometries built here first: a nest of collections exhausts the stack of this process, not of the other."""
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    for table in tables:
        blobs = np.empty(len(table.wkb), dtype=object)
        blobs[:] = table.wkb
        try:
            shapely.from_wkb(blobs)
        except (shapely.errors.GEOSException, ValueError, NotImplementedError):
            _check_singly(table)
    return tables


def _check_singly(table: Carried) -> None:
    import shapely  # noqa: PLC0415

    for row, blob in enumerate(table.wkb):
        try:
            shapely.from_wkb(blob)
        except (shapely.errors.GEOSException, ValueError, NotImplementedError) as error:
            table.wkb[row] = None
            table.faults.setdefault(row, _NOT_BUILT.fill(reason=str(error).splitlines()[0][:100]))


_NOT_BUILT = Text("几何不能构成:{reason}", "the geometry cannot be built: {reason}")
_BROKEN = Text("文件已损坏({reason});请重新取得", "is broken ({reason}); get it again")
_MEMORY = Text(
    "读取所需内存超过上限;请拆分文件", "reading it takes more memory than is allowed; split the file"
)

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
