"""A replay in an office whose processes are killed while it runs, and what must be true of every case afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.clockwork import Engine, EngineTime, OfficeClock
from deploy.replay.progress import Bookmark
from deploy.replay.quiet import Quiet
from deploy.replay.report import CaseResult
from deploy.replay.run import Replay
from deploy.replay.samples import Story
from models.ground.errors import OutsideUnavailable
from tests.kill.persistent_people import PersistentPeople
from tests.kill.ward import Ward


@dataclass(frozen=True, slots=True)
class PatientTime:
    """The time of an engine that may be away: it is set again when it is back."""

    inner: EngineTime

    def pin(self, moment: datetime) -> None:
        """Set the engine's time, if it is there."""
        try:
            self.inner.pin(moment)
        except OutsideUnavailable:
            return

    def list_unfinished_jobs(self) -> list[str]:
        """Types of the jobs that a worker has still to do."""
        return self.inner.list_unfinished_jobs()


@dataclass(frozen=True, slots=True)
class WardClock(OfficeClock):
    """The office's clock, moved on when `calm` says that all is quiet."""

    calm: Callable[[], list[str]]

    def busy(self) -> list[str]:
        """What hangs after all patience."""
        return self.calm()


@dataclass(frozen=True, slots=True)
class Lived:
    """A finished replay: its results, and the people who lived it."""

    results: list[CaseResult]
    people: PersistentPeople


def live_among_kills(ward: Ward, stories: Sequence[Story], file: Path, rounds: int) -> Lived:
    """Live the stories of `file` while processes die, in rounds spread over the time line; then come to rest and compare."""
    office = ward.office
    people = PersistentPeople(office.address, office.passwords, ward.wait_for_web)
    known = office.clock
    engine = Engine(PatientTime(known.engine.time), known.engine.tasks)
    clock = WardClock(
        known.database, known.clock, known.system_clock, engine, known.make_unit, lambda: None, ward.calm
    )
    replay = Replay(people, clock, Quiet(ward.calm), Bookmark())

    def tell(done: int, total: int, event: str) -> None:
        print(f"{done}/{total} {event}, killed {ward.hits.total()} times", flush=True)
        # A step that was refused changes all that follows, so there is nothing to wait for.
        assert replay.bookmark.refusals == {}, replay.bookmark.refusals
        if done * rounds // total >= ward.rounds < rounds:
            ward.begin_round()

    ward.begin_round()
    replay.live(stories, None, tell)
    ward.discharge()
    assert ward.calm() == []
    results = replay.compare(file)
    people.close()
    return Lived(results, people)
