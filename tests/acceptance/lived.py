"""Sample stories lived through the pages of a running office on one clock, with a look at it at some moments."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from deploy.replay.must_not import load_predicates
from deploy.replay.report import CaseResult, table
from deploy.replay.run import Replay
from deploy.replay.samples import FORMAT, load_stories
from deploy.wiring import build_replay
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from tests.acceptance.lateness import clocks_by_wait, late_in_database, late_in_operate, tokens_by_wait
from tests.office_process import OfficeProcess

MUST_NOT = Path(__file__).with_name("must_not")
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
STORIES = SAMPLES.with_name("stories")


@dataclass
class Snapshot:
    """What Operate showed and what the database said at one moment."""

    tokens: Counter[str]
    clocks: Counter[str]
    late_shown: set[str]
    late: set[str]
    open_stages: Counter[Stage]


@dataclass
class Lived:
    """A finished replay with its snapshots by moment."""

    replay: Replay
    results: dict[str, CaseResult]
    snapshots: dict[str, Snapshot] = field(default_factory=dict)


def write_stories(folder: Path, is_told: Callable[[str], bool]) -> Path:
    """A file in `folder` with those of all sample and own stories whose id `is_told` is true of, as one time line.

    The real files that some of them arrive as lie beside it.
    """
    shutil.copytree(SAMPLES / "channel-files", folder / "channel-files", dirs_exist_ok=True)
    rows: list[dict[str, Any]] = []
    for file in (SAMPLES / "complaints.json", SAMPLES / "way.json", *sorted(STORIES.glob("*.json"))):
        rows += json.loads(file.read_text(encoding="utf-8"))["complaints"]
    path = folder / "stories.json"
    told = [row for row in rows if is_told(row["id"])]
    path.write_text(json.dumps({"format": FORMAT, "complaints": told}, ensure_ascii=False), encoding="utf-8")
    return path


def live(office: OfficeProcess, stories: Path, bookmark: Path, moments: Sequence[str]) -> Lived:
    """Live the stories of a file to their ends, stopped and resumed at each moment, and compare them."""
    snapshots: dict[str, Snapshot] = {}
    for moment in moments:
        _live(office, bookmark, stories, datetime.fromisoformat(moment)).close()
        office.clock.move_to(datetime.fromisoformat(moment))
        office.settle()
        snapshots[moment] = _look(office)
    replay = _live(office, bookmark, stories, None)
    results = replay.compare(stories)
    print("\n".join(table(results)))
    replay.close()
    return Lived(replay, {result.complaint: result for result in results}, snapshots)


def _live(office: OfficeProcess, bookmark: Path, stories: Path, until: datetime | None) -> Replay:
    replay = build_replay(office.settings, office.passwords, bookmark)
    replay.predicates = load_predicates(MUST_NOT)
    replay.live(load_stories(stories), until)
    return replay


def _look(office: OfficeProcess) -> Snapshot:
    with office.clock.database.read() as session:
        stages = session.scalars(select(Complaint.stage).where(Complaint.stage != Stage.ARCHIVED)).all()
    return Snapshot(
        tokens_by_wait(office),
        clocks_by_wait(office),
        late_in_operate(office),
        late_in_database(office),
        Counter(stages),
    )
