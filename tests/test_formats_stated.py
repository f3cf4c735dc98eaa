"""The system of a file, from what it declares, what the user says and what its format means by silence: every case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import shapely

from reading import told, why
from zonecheck.errors import InputError, UsageError
from zonecheck.formats.systems import System, check_known, system_of
from zonecheck.geodesy.tied import Tied

SHIFTED = "EPSG:2383 +towgs84=1,2,3"
KEPT = "EPSG:4547 +towgs84=0,0,0,0,0,0,0"


@dataclass(frozen=True)
class Raw:
    """A file that declares this system, with these geometries."""

    crs: int | None = None
    silence: Any = "by_values"
    places: tuple[Any, ...] = (shapely.Point(113.5, 31.5),)
    where: str = "p.csv"

    @property
    def geometry(self) -> Any:
        return np.array([*self.places, None], dtype=object)[:-1]


def system(
    raw: Raw, asked: str | None = None, datum: Any = None, parameters_m: float | None = None
) -> System:
    return system_of(raw, asked, datum, parameters_m)


NOWHERE = shapely.Point()
METRES = shapely.Point(450000, 3509000)
BY_VALUES = "the file declares no coordinate system; its values are degrees, taken as WGS 84 (CGCS2000)"


@pytest.mark.parametrize(
    ("raw", "asked", "code", "assumed"),
    [
        (Raw(4547), None, 4547, []),
        (Raw(4547), "EPSG:4547", 4547, []),
        (Raw(4490), "EPSG:4326", 4490, []),
        (Raw(4326), "4490", 4326, []),
        (
            Raw(),
            "EPSG:4547",
            4547,
            ["the file declares no coordinate system; taken as EPSG:4547, as --crs says"],
        ),
        (
            Raw(silence="wgs84"),
            None,
            4326,
            ["the file declares no coordinate system; taken as WGS 84 longitude, latitude (RFC 7946)"],
        ),
        (Raw(), None, 4326, [BY_VALUES]),
        (Raw(places=(shapely.Point(-180, -90),)), None, 4326, [BY_VALUES]),
        (Raw(places=(shapely.Point(180, 90),)), None, 4326, [BY_VALUES]),
        (Raw(places=(shapely.Point(113, 31), METRES)), None, 4326, [BY_VALUES]),
        (Raw(places=(None, NOWHERE)), None, 4326, [BY_VALUES]),
        (Raw(places=(shapely.Point(113, 31), METRES, None, None)), None, 4326, [BY_VALUES]),
    ],
)
def test_a_system_is_as_declared_as_told_or_as_silence_means(
    raw: Raw, asked: str | None, code: int, assumed: list[str]
) -> None:
    found = system(raw, asked)
    assert (found.crs, found.code, found.datum, found.datum_m, told(found.assumed)) == (
        code,
        code,
        None,
        0.0,
        assumed,
    )


UNSTATED = "p.csv: declares no coordinate system and cannot be checked"
NO_CRS = f"{UNSTATED}; name it, for example with --crs EPSG:4490 or --crs EPSG:4547"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (Raw(silence="nothing"), NO_CRS),
        (Raw(silence="nothing", places=(METRES, METRES)), "looks like CGCS2000 3-degree Gauss-Krüger metres"),
        (
            Raw(
                silence="nothing",
                places=(None, NOWHERE, shapely.Point(113, 31), shapely.Point(450001, 3509001)),
            ),
            "looks like CGCS2000 3-degree",
        ),
        (Raw(places=(METRES,)), "looks like CGCS2000 3-degree Gauss-Krüger metres"),
        (
            Raw(places=(METRES, METRES, shapely.Point(113, 31))),
            "looks like CGCS2000 3-degree Gauss-Krüger metres",
        ),
        (Raw(places=(shapely.Point(-181, 0),)), NO_CRS),
        (Raw(places=(shapely.Point(181, 0),)), NO_CRS),
        (Raw(places=(shapely.Point(100, -91),)), NO_CRS),
        (Raw(places=(shapely.Point(200, 91),)), NO_CRS),
        (Raw(places=(shapely.Point(31, 113),)), "latitude seems to stand first"),
        (Raw(places=(shapely.LineString([(0, 0), (0, 90.5)]),)), NO_CRS),
    ],
)
def test_a_file_of_which_nobody_says_the_system_is_refused_with_a_guess(raw: Raw, told: str) -> None:
    said = why(system, raw)
    assert said.startswith(UNSTATED)
    assert told in said
    assert (said == NO_CRS) is (told == NO_CRS)


def test_what_is_guessed_is_of_the_first_that_is_strange() -> None:
    odd = Raw(places=(shapely.Point(38_450_000, 3_509_000), METRES))
    assert "looks like EPSG:4526" in why(system, odd)


@pytest.mark.parametrize(
    ("raw", "asked", "datum", "parameters_m", "told"),
    [
        (
            Raw(4547),
            "EPSG:4490",
            None,
            None,
            "p.csv: declares EPSG:4547, but --crs says EPSG:4490; leave --crs out or correct the file",
        ),
        (
            Raw(4547),
            SHIFTED,
            None,
            0.5,
            f"p.csv: declares EPSG:4547, but --crs says {SHIFTED}; leave --crs out or correct the file",
        ),
        (
            Raw(),
            "nonsense",
            None,
            None,
            "--crs: cannot read the CRS 'nonsense'; expected EPSG:4490, EPSG:4547 or the like",
        ),
        (
            Raw(4490),
            None,
            None,
            0.5,
            "--datum-accuracy: is for parameters that --crs states; the accuracy of a site's own coordinates is its accuracy_m",
        ),
        (
            Raw(4547),
            None,
            "gcj02",
            None,
            "p.csv: is in the projected EPSG:4547, to which --datum gcj02 does not apply: it is for degrees only",
        ),
        (
            Raw(4547),
            None,
            "unknown",
            None,
            "p.csv: is in the projected EPSG:4547, to which --datum unknown does not apply: it is for degrees only",
        ),
        (
            Raw(),
            SHIFTED,
            "wgs84",
            0.5,
            f"p.csv: is in the projected {SHIFTED}, to which --datum wgs84 does not apply: it is for degrees only",
        ),
        (
            Raw(),
            "EPSG:4610 +towgs84=1,2,3",
            "wgs84",
            0.5,
            "--datum: --crs states the parameters of the datum already; leave --datum out",
        ),
        (
            Raw(),
            SHIFTED,
            None,
            None,
            "--crs: nobody says how accurate the parameters are, so that nothing can be checked; "
            "state it in metres as whoever gave them to you "
            "does, for example --datum-accuracy 0.5",
        ),
        (Raw(), SHIFTED, None, -0.5, "--datum-accuracy: expected metres above 0, got -0.5"),
        (Raw(), SHIFTED, None, float("inf"), "--datum-accuracy: expected metres above 0, got inf"),
        (Raw(), SHIFTED, None, float("nan"), "--datum-accuracy: expected metres above 0, got nan"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    raw: Raw, asked: str | None, datum: Any, parameters_m: float | None, told: str
) -> None:
    kind = UsageError if told.startswith("--") else InputError
    with pytest.raises(kind):
        system(raw, asked, datum, parameters_m)
    assert why(system, raw, asked, datum, parameters_m) == told


def test_a_system_that_does_not_exist_is_a_misuse_and_in_a_file_a_fault() -> None:
    assert why(system, Raw(), "EPSG:99999").startswith("--crs: ")
    with pytest.raises(UsageError):
        system(Raw(), "EPSG:99999")
    assert why(system, Raw(99999), None, "gcj02").startswith("p.csv: ")
    with pytest.raises(InputError):
        check_known(99999)
    check_known(4490)
    check_known(4547)


@pytest.mark.parametrize(
    ("raw", "asked", "parameters_m", "datum_m", "assumed"),
    [
        (
            Raw(),
            SHIFTED,
            0.5,
            0.5,
            [
                f"the coordinates were brought to CGCS2000 with the parameters that --crs states: {SHIFTED}",
                "the accuracy of these parameters counts as 0.5 m, as --datum-accuracy says",
            ],
        ),
        (
            Raw(2383),
            SHIFTED,
            0,
            0.0,
            [f"the coordinates were brought to CGCS2000 with the parameters that --crs states: {SHIFTED}"],
        ),
        (Raw(), KEPT, None, 0.0, [f"the system is on the datum of CGCS2000, as --crs says: {KEPT}"]),
        (Raw(), KEPT, 0.5, 0.0, [f"the system is on the datum of CGCS2000, as --crs says: {KEPT}"]),
    ],
)
def test_a_system_with_parameters_counts_with_their_accuracy(
    raw: Raw, asked: str, parameters_m: float | None, datum_m: float, assumed: list[str]
) -> None:
    found = system(raw, asked, None, parameters_m)
    assert isinstance(found.crs, Tied)
    assert (found.code, found.datum, found.datum_m) == (found.crs.code, None, datum_m)
    assert told(found.assumed) == assumed


@pytest.mark.parametrize(
    ("raw", "datum", "kept", "datum_m", "assumed"),
    [
        (Raw(4490), "wgs84", "wgs84", 0.0, ["the degrees are taken as WGS 84, as --datum says"]),
        (Raw(4326), "cgcs2000", "cgcs2000", 0.0, ["the degrees are taken as CGCS2000, as --datum says"]),
        (
            Raw(4610),
            "wgs84",
            "wgs84",
            0.0,
            ["the degrees are taken as WGS 84, as --datum says, not as EPSG:4610, which the file declares"],
        ),
        (
            Raw(4214),
            "gcj02",
            "gcj02",
            0.0,
            [
                "the degrees were converted from GCJ-02 to WGS 84, as --datum says, not as EPSG:4214, which the file declares"
            ],
        ),
        (Raw(), "bd09", "bd09", 0.0, ["the degrees were converted from BD-09 to WGS 84, as --datum says"]),
        (
            Raw(),
            "unknown",
            None,
            700.0,
            [
                BY_VALUES,
                "the datum of the degrees is unknown (perhaps GCJ-02): 700 m are added to the accuracy; "
                "Baidu's BD-09 can be 1500 m off, "
                "for which there is --datum bd09",
            ],
        ),
    ],
)
def test_degrees_are_of_the_datum_that_is_named(
    raw: Raw, datum: Any, kept: Any, datum_m: float, assumed: list[str]
) -> None:
    found = system(raw, None, datum)
    assert (found.crs, found.datum, found.datum_m, told(found.assumed)) == (4326, kept, datum_m, assumed)


def test_a_datum_over_a_label_is_told_in_chinese_too() -> None:
    (said,) = system(Raw(4610), None, "wgs84").assumed
    assert said.zh == "经纬度按 --datum 视为 WGS 84,不采用文件声明的 EPSG:4610"
    (plain,) = system(Raw(4490), None, "wgs84").assumed
    assert plain.zh == "经纬度按 --datum 视为 WGS 84"
    assert system(Raw(4490), None, None, 0).assumed == ()
