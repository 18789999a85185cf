"""The kill test proves something: without the inbox insert it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill.places import get_place
from tests.kill.scene import Scene
from tests.kill.scenes import assert_all_is_well, come_near
from tests.office_process import OfficeProcess


def test_workers_that_forget_which_jobs_they_did_lose_an_announcement(
    office: OfficeProcess, tmp_path: Path
) -> None:
    """The rung is on file, but the stage never hears of it, and the kill test sees that."""
    place = get_place("job committed, not completed")
    scene = Scene(office, place, tmp_path / "hits", extra=("--without-inbox",))
    come_near(scene)
    with pytest.raises(AssertionError, match="what was announced is not what the stages saw"):
        assert_all_is_well(scene)
