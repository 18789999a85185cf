"""The demo office that a stranger meets: open cases in every stage, nothing refused on the way (R2, R99)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from deploy.replay.progress import Bookmark
from deploy.replay.run import Replay
from deploy.replay.samples import load_stories
from deploy.running_office import DEMO_STORIES
from deploy.wiring import build_replay
from models.complaint import Complaint
from models.lifecycle import Stage
from tests.office_process import OfficeProcess, office_template, running_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(tmp_path_factory.mktemp("demo"), template=template) as office:
        yield office


def live(office: OfficeProcess, bookmark: Path, until: str) -> Replay:
    replay = build_replay(office.settings, office.passwords, bookmark)
    try:
        replay.live(load_stories(DEMO_STORIES), datetime.fromisoformat(until))
    finally:
        replay.close()
    return replay


@pytest.mark.timeout(240)
def test_a_replay_that_was_stopped_goes_on_and_leaves_open_cases_in_every_stage(
    office: OfficeProcess, tmp_path: Path
) -> None:
    until = json.loads(DEMO_STORIES.read_text(encoding="utf-8"))["until"]
    bookmark = tmp_path / "demo-replay.json"
    live(office, bookmark, "2026-09-09T12:00+08:00")
    half = len(Bookmark.open(bookmark).events)
    replay = live(office, bookmark, until)
    assert 0 < half < len(Bookmark.open(bookmark).events)
    assert {name: case.refusals for name, case in replay.cases.items() if case.refusals} == {}
    with office.clock.database.read() as session:
        rows = session.execute(select(Complaint.number, Complaint.stage)).all()
    assert len(rows) == len(replay.cases), "nothing was filed twice"
    assert {stage for _, stage in rows} >= set(Stage) - {Stage.ARCHIVED}
