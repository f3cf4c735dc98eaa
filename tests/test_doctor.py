"""Does a faulty installation stop, and does `zonecheck doctor` say what is wrong with it?"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from worlds import HEAVY, ask, site_at, write_project, write_rivers
from zonecheck import RELEASED, resources
from zonecheck.errors import InstallationError
from zonecheck.geodesy import known
from zonecheck.geodesy.distance import Distances
from zonecheck.screening import Request, screen

FOOD = Path(__file__).parents[1] / "examples" / "07-food-plant.geojson"


@pytest.fixture(autouse=True)
def _forgetful() -> Any:
    """The transform is tried once in a process; here in each test."""
    known.require_transform.cache_clear()
    yield
    known.require_transform.cache_clear()


def measured_wrongly(_sites: Any, _others: Any) -> Distances:
    return Distances(np.array([54972.271, 111319.491, 1105.745]), np.zeros((3, 2)), np.zeros((3, 2)))


def test_a_sound_installation_ends_with_0_and_names_what_it_computes_with(capsys: Any) -> None:
    answer = ask(capsys, "doctor", "-f", "json")
    assert (answer.status, answer.json["sound"], answer.json["problems"]) == (0, True, [])
    assert {"geos", "proj", "gdal"} <= set(answer.json["versions"])
    assert len(answer.json["distances"]) == 3
    assert {layer["id"] for layer in answer.json["layers"]} >= {"rivers", "districts", "parks"}
    assert all(len(pack["sha256"]) == 64 for pack in answer.json["packs"])


@pytest.mark.parametrize(("spoken", "last"), [("zh", "各项正常。"), ("en", "Everything is in order.")])
def test_the_last_line_says_that_all_is_well(capsys: Any, spoken: str, last: str) -> None:
    assert ask(capsys, "doctor", "--lang", spoken).out.splitlines()[-1] == last


def test_the_hashes_are_those_that_a_run_names(capsys: Any) -> None:
    doctor, run = ask(capsys, "doctor", "-f", "json").json, ask(capsys, FOOD, "-f", "json").json
    for kind in ("packs", "layers"):
        looked_at = {each["id"]: each["sha256"] for each in doctor[kind]}
        assert {each["id"]: each["sha256"] for each in run[kind]}.items() <= looked_at.items()


def test_nothing_is_checked_where_a_known_distance_is_not_found(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "exact", measured_wrongly)
    answer = ask(capsys, FOOD, "--lang", "en")
    assert (answer.status, answer.out) == (2, "")
    assert "from 0.01 degree north to the equator should be 1105.743 m, here it is 1105.745 m" in answer.err
    assert "install zonecheck again" in answer.err
    with pytest.raises(InstallationError):
        screen(Request([str(FOOD)], today=RELEASED))


def test_doctor_says_which_distance_is_wrong(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "exact", measured_wrongly)
    answer = ask(capsys, "doctor", "--lang", "zh")
    assert answer.status == 2
    assert "自检未通过:北纬0.01度一点至赤道应为 1105.743 m,此处算得 1105.745 m" in answer.out
    assert answer.out.splitlines()[-1] == "发现 1 处异常。"


def shifted() -> tuple[float, float]:
    return 114.00001, 45.0


def broken() -> tuple[float, float]:
    raise RuntimeError("no database context")


@pytest.mark.parametrize(("transform", "said"), [(shifted, "114.00001 °"), (broken, "here it is nothing")])
def test_no_coordinates_are_changed_by_a_proj_that_does_not_find_the_known_place(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transform: Any, said: str
) -> None:
    monkeypatch.setattr(known, "_changed", transform)
    project = write_project(tmp_path, site_at(5000), crs=4547, **HEAVY)
    answer = ask(capsys, project, "--layers", write_rivers(tmp_path), "--lang", "en")
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err
    assert "unset PROJ_DATA" in answer.err
    assert ask(capsys, "doctor").status == 2


def test_degrees_need_no_proj(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_changed", broken)
    assert ask(capsys, FOOD).status == 0


def test_a_layer_that_is_not_the_registered_one_is_named_with_its_cure(capsys: Any, tmp_path: Path) -> None:
    catalogue = write_rivers(tmp_path, more="sha256: " + "0" * 64)
    answer = ask(capsys, "doctor", "--layers", catalogue, "--lang", "en")
    assert answer.status == 2
    assert "sha256" in answer.out.split("wrong: ")[1]


def test_a_pack_that_was_tampered_with_is_named(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(resources.path("rules"), tmp_path / "rules")
    pack = tmp_path / "rules" / "suizhou-2018-4" / "pack.yaml"
    pack.write_text(pack.read_text("utf-8").replace("at_most_m: 1000", "at_most_m: -1"), encoding="utf-8")
    path = resources.path
    monkeypatch.setattr(
        resources, "path", lambda folder: tmp_path / "rules" if folder == "rules" else path(folder)
    )
    answer = ask(capsys, "doctor", "--lang", "en")
    assert answer.status == 2
    assert "rules/suizhou-2018-4/pack.yaml:" in answer.out


def test_a_library_that_cannot_be_loaded_is_named(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyogrio", None)
    answer = ask(capsys, "doctor", "-f", "json")
    assert answer.status == 2
    assert [problem["where"] for problem in answer.json["problems"]] == ["pyogrio"]


def test_a_clock_that_is_before_the_release_is_announced_by_every_run_without_a_day() -> None:
    early = date(2019, 1, 1)
    assert "2019-01-01" in screen(Request([str(FOOD)], today=early)).notices[0]("en")
    assert screen(Request([str(FOOD)], today=early, on=early)).notices == ()
    assert screen(Request([str(FOOD)], today=RELEASED)).notices == ()


def test_the_known_place_is_at_45_degrees_by_the_integral_of_the_meridian() -> None:
    """On paper: the arc from the equator, a (1 - e2) / (1 - e2 sin2)^1.5, summed by Simpson's rule."""
    f = 1 / 298.257222101
    e2 = f * (2 - f)
    phi = np.linspace(0, np.pi / 4, 20001)
    radius = 6378137 * (1 - e2) / (1 - e2 * np.sin(phi) ** 2) ** 1.5
    weights = np.ones(20001)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    assert (radius * weights).sum() * (phi[1] - phi[0]) / 3 == pytest.approx(
        known._ON_THE_MERIDIAN[1], abs=1e-4
    )


def test_json_is_one_document_in_either_language(capsys: Any) -> None:
    for spoken in ("zh", "en"):
        assert json.loads(ask(capsys, "doctor", "-f", "json", "--lang", spoken).out)["schema"] == 1
