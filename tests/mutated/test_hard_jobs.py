"""Each worker twice, killed, and two at once: what comes of a case is what comes of it when every job is done once."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from bpmn.names import JobType
from engine.state.element_instance import ElementInstance
from models.case.task import Task
from models.ledger.trail_event import TrailEvent
from models.store.database import Database
from tests.database import sqlite_at
from tests.full_office import FullOffice
from tests.mutated.choose import RENEW, read_chosen
from tests.mutated.core_office import CoreOffice
from tests.mutated.diagrams import job_type_at, list_steps
from tests.mutated.hard_jobs import HardOffice
from tests.mutated.lawful import list_unlawful
from tests.mutated.stories import STORIES
from tests.mutated.told import ending_of
from tests.mutated.walk import Story, Walk
from tests.tiers.sisters import leave

TYPES = {str(place): job_type for place in list_steps() if (job_type := job_type_at(place))}
# They read and answer, and leave nothing that a kill could leave half done. Whoever does a task is not assigned before.
READING = {JobType.CHECK_ASSIGNMENT, JobType.CHECK_COMPLETION}
# Of processes that work for no case: tests/workers/test_periodic_summary.py and test_improvement*.py do them hard.
OF_NO_CASE = {
    JobType.BIND_SUMMARIES,
    JobType.CHECK_OFFICE_ASSIGNMENT,
    JobType.JUDGE_MEASURE,
    JobType.REMIND_MEASURE,
    JobType.REMIND_STUDY,
    JobType.TAKE_UP_ANALYSIS,
    JobType.TAKE_UP_MEASURE,
    JobType.TAKE_UP_STUDY,
}


def _few_stories() -> dict[str, set[str]]:
    """Few stories that together come to every service task of every diagram, each with the job types it comes to."""
    stories_at = {place: stories for place, stories in read_chosen()["steps"].items() if place in TYPES}
    assert set(stories_at) == set(TYPES), RENEW
    few: dict[str, set[str]] = {}
    while stories_at:
        name = Counter(story for stories in stories_at.values() for story in stories).most_common(1)[0][0]
        few[name] = {TYPES[place] for place, stories in stories_at.items() if name in stories}
        stories_at = {place: stories for place, stories in stories_at.items() if name not in stories}
    return few


FEW = _few_stories()
# All of them with PROVE=1 (`make prove-whole`).
EVERY = 1 if os.environ.get("PROVE") == "1" else 2


def test_every_job_type_is_come_to() -> None:
    """A job type without a story is done hard by nobody."""
    assert set().union(*FEW.values()) | READING | OF_NO_CASE == set(JobType)


@pytest.mark.parametrize("name", leave(list(FEW)[::EVERY], lambda name: name == next(iter(FEW))))
def test_a_job_killed_and_done_by_two_and_done_again_is_done_once(
    office_database: Database, sqlite_office_template: Path, tmp_path: Path, name: str
) -> None:
    """Killed before its commit it leaves nothing; two at once leave one effect; who comes later gets the same answer."""
    story = next(story for story in STORIES if story.name == name)
    office = HardOffice(FullOffice(office_database, folder=tmp_path))
    became = _what_becomes(office, story)
    assert office.contradictions() == []
    assert set(office.met) >= FEW[name] | {JobType.CHECK_COMPLETION}
    assert set(office.killed) == set(office.met) - READING
    shutil.copyfile(sqlite_office_template, tmp_path / "plain.db")
    with sqlite_at(tmp_path / "plain.db") as database:
        assert became == _what_becomes(CoreOffice(FullOffice(database, folder=tmp_path)), story)


def _what_becomes(office: CoreOffice, story: Story) -> dict[str, object]:
    """What is to be seen at the end of a lawful walk: how often each thing was done, by whom."""
    walk = Walk(office, story)
    walk.to_end()
    ending = ending_of(walk)
    assert list_unlawful(office.office, walk.case) == []
    assert (ending.incidents, ending.stuck, ending.lost) == ([], [], [])
    trail = office.office.rows(TrailEvent, complaint_id=walk.case)
    tasks = office.office.rows(Task, complaint_id=walk.case)
    return {
        "ending": ending.kind,
        "trail": Counter((row.kind, row.actor) for row in trail),
        "tasks": Counter((row.element_id, row.state) for row in tasks),
        "elements": Counter(row.element_id for row in office.engine.rows(ElementInstance)),
        "refused": walk.refused,
    }
