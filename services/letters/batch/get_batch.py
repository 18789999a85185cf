"""The page from which a batch is ordered, and the one that tells how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from models.case.complaint import Complaint
from models.case.letter_batch import BatchLetter, LetterBatch
from models.ground.errors import NotFound
from models.ground.letter_codes import BatchLetterState, BatchRefusal
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.letters.batch.batch_group import KindOfBatch, LedGroup, list_kinds_of_batch, require_led_group
from services.letters.draft import get_kind
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class BatchView:
    """How far a batch is; `number` counts all of its letters. `stopped_by` is None for one that nobody stopped."""

    id: str
    title: str
    ordered_by: str
    ordered_at: datetime
    stopped_by: str | None
    stopped_at: datetime | None
    ended_at: datetime | None
    number: int
    frozen: int
    refused: int

    @property
    def done(self) -> int:
        """How many wait no more."""
        return self.frozen + self.refused

    @property
    def is_going_on(self) -> bool:
        """Whether its letters are still written."""
        return self.stopped_at is None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class OfGroup:
    """Of which mass complaint."""

    leading_id: str
    leading_number: str
    name: str


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """What may be ordered, and what was, the latest first."""

    of: OfGroup
    kinds: tuple[KindOfBatch, ...]
    earlier: tuple[BatchView, ...]

    def find(self, name: str) -> KindOfBatch | None:
        """The kind of this name."""
        return next((one for one in self.kinds if one.kind.name == name), None)


@dataclass(frozen=True, slots=True)
class NotWritten:
    """A file whose letter was not written."""

    complaint_id: str
    number: str
    refusal: BatchRefusal


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch whole; `hidden` counts letters that were not written in files that are not this person's to read."""

    of: OfGroup
    batch: BatchView
    refused: tuple[NotWritten, ...]
    hidden: int


def get_batch_choice(leading_id: str, unit_of_work: UnitOfWork, actor: Actor) -> BatchChoice:
    """For who may write the letters of the leading file; refused as `require_led_group`."""
    with unit_of_work.reading() as unit:
        led = require_led_group(leading_id, unit, actor)
        rows = unit.session.scalars(
            select(LetterBatch)
            .where(LetterBatch.leading_id == leading_id)
            .order_by(LetterBatch.ordered_at.desc(), LetterBatch.id)
        ).all()
        return BatchChoice(_of(led), list_kinds_of_batch(led, unit, actor), _tell(rows, unit))


def get_batch(batch_id: str, unit_of_work: UnitOfWork, actor: Actor) -> BatchPage:
    """For who may write the letters of the leading file; NotFound for an unknown batch too."""
    with unit_of_work.reading() as unit:
        row = unit.session.get(LetterBatch, batch_id)
        if row is None:
            raise NotFound
        led = require_led_group(row.leading_id, unit, actor)
        found = unit.session.execute(
            select(BatchLetter, Complaint)
            .join(Complaint, Complaint.id == BatchLetter.complaint_id)
            .where(BatchLetter.batch_id == batch_id, BatchLetter.state == BatchLetterState.REFUSED)
            .options(load_only(Complaint.number, Complaint.handler_id))
            .order_by(BatchLetter.position)
        ).all()
        readable = list_readable_cases([complaint for _, complaint in found], unit, actor)
        refused = tuple(
            NotWritten(complaint.id, complaint.number, line.refusal or BatchRefusal.NOT_WRITTEN)
            for line, complaint in found
            if complaint.id in readable
        )
        (batch,) = _tell([row], unit)
        return BatchPage(_of(led), batch, refused, len(found) - len(refused))


def _of(led: LedGroup) -> OfGroup:
    return OfGroup(led.leading.id, led.leading.number, led.group.name)


def _tell(rows: Sequence[LetterBatch], unit: Unit) -> tuple[BatchView, ...]:
    counts = (
        select(BatchLetter.batch_id, BatchLetter.state, func.count())
        .where(BatchLetter.batch_id.in_([row.id for row in rows]))
        .group_by(BatchLetter.batch_id, BatchLetter.state)
    )
    counted = {(batch, state): number for batch, state, number in unit.session.execute(counts)}
    logins = {login for row in rows for login in (row.ordered_by, row.stopped_by) if login}
    names = map_people_names(unit, logins=logins)
    return tuple(
        BatchView(
            id=row.id,
            title=get_kind(row.kind).title,
            ordered_by=names.get(row.ordered_by, ""),
            ordered_at=row.ordered_at,
            stopped_by=names.get(row.stopped_by, "") if row.stopped_by else None,
            stopped_at=row.stopped_at,
            ended_at=row.ended_at,
            number=sum(counted.get((row.id, state), 0) for state in BatchLetterState),
            frozen=counted.get((row.id, BatchLetterState.FROZEN), 0),
            refused=counted.get((row.id, BatchLetterState.REFUSED), 0),
        )
        for row in rows
    )
