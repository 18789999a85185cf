"""R18: stories are lived through the pages while the processes die at the places; nothing differs, is lost or twice."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.replay.report import table
from deploy.replay.samples import load_stories
from tests.acceptance.lived import write_stories
from tests.kill.killed_replay import live_among_kills
from tests.kill.places import PLACES
from tests.kill.ward import Ward
from tests.kill.whole_office import assert_office_whole
from tests.office_process import OfficeProcess, office_template, running_office

ROUNDS = int(os.environ.get("ROUNDS", "3"))  # kills at each place
# Years: what became of each task is read from the engine's history after months of stories.
RETENTION_DAYS = "3650"
MOST_SECONDS = 5400


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """An office whose searches are not behind: a replay looks for the next task as soon as all is quiet."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(
        tmp_path_factory.mktemp("office"),
        template=template,
        settings={"JIEBAN_ENGINE_RETENTION_DAYS": RETENTION_DAYS},
    ) as running:
        yield running


@pytest.mark.skipif(os.environ.get("PROVE") != "1", reason="a part of make prove-stories")
@pytest.mark.timeout(MOST_SECONDS)
def test_a_replay_among_kills_differs_in_nothing_and_leaves_everything_once(
    office: OfficeProcess, tmp_path: Path
) -> None:
    """R18: the processes die at the places all along the time line; the stories end as if nobody had died."""
    seed = int(os.environ.get("SEED", "1"))
    print(f"SEED={seed}")
    file = write_stories(tmp_path, lambda story: True)
    ward = Ward(office, tmp_path, KILLED, APART, random.Random(seed))  # noqa: S311 - no secret
    lived = live_among_kills(ward, load_stories(file), file, ROUNDS)
    print("\n".join(table(lived.results)), dict(ward.hits), sep="\n")
    assert [str(difference) for row in lived.results for difference in row.differences] == []
    assert {row.complaint for row in lived.results if row.verdict != "same"} == set()
    assert_office_whole(office, lived.people)
    assert set(ward.hits) == KILLED, "a place where nobody died proves nothing"


# The office of the stories has no mail server.
KILLED = frozenset(place.name for place in PLACES if "smtp" not in place.target)
# The most calls of a place before it kills in its round, so that the kills spread over the time line.
APART = {
    "filing committed, not answered": 5,
    "submission committed, not answered": 40,
    "act committed, not answered": 8,
    "start not sent": 12,
    "start sent, not marked": 12,
    "request not sent": 8,
    "request sent, not marked": 8,
    "completion not sent": 40,
    "completion sent, not marked": 40,
    "job committed, not completed": 120,
    "listener not answered": 80,
    "batch not committed": 80,
    "batch committed, not answered": 80,
    "timer fired, not committed": 25,
    "decision taken, not committed": 20,
    "recovery": 20,
}
