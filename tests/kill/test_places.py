"""R18: each process is killed at each dangerous place once; afterwards nothing is lost and nothing is twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.walk import list_cases
from tests.kill.places import PLACES, Place
from tests.kill.scene import Scene
from tests.kill.scenes import ACTS, assert_all_is_well
from tests.kill.wholeness import assert_whole
from tests.office_process import OfficeProcess
from tests.tiers.sisters import leave

# One in each process, and for the workers before and after what they do.
USUAL = {
    "filing committed, not answered",
    "request sent, not marked",
    "job committed, not completed",
    "batch committed, not answered",
}


@pytest.mark.parametrize(
    "place", leave(PLACES, lambda place: place.name in USUAL), ids=lambda place: place.name
)
def test_nothing_is_lost_or_doubled_by_a_kill_at(place: Place, office: OfficeProcess, tmp_path: Path) -> None:
    """R18: kill at the place, start again, and every receipt and form has its one case, instance and record."""
    scene = Scene(office, place, tmp_path / "hits")
    ACTS[place.name](scene)
    assert_all_is_well(scene)


@pytest.mark.parametrize("places", leave(["the usual", "all"], lambda places: places == "the usual"))
def test_the_whole_office_is_whole_after_the_kills(places: str, office: OfficeProcess) -> None:
    """R18: one kill may show in another case; every case of the office is looked at."""
    office.settle()
    for case in list_cases(office):
        assert_whole(office, case)


def test_every_place_has_a_scene() -> None:
    """A place that nobody visits proves nothing."""
    assert set(ACTS) == {place.name for place in PLACES}
    assert set(ACTS) > USUAL
