"""More time: who asked for it why, the date as it stands, the date that it gives, until when it has to be told."""

from dataclasses import dataclass
from datetime import datetime

from models.beside.extension import Extension
from models.case.lifecycle import ClockKind, ClockMoveReason
from models.clock.clock import Clock
from models.ground.errors import RuleRefused
from models.ground.ids import ClockId
from services.beside.extension.old_date import old_date_of
from services.beside.extension.request_extension import get_extendable_clock
from services.clocks.channel_limit import counted_due
from services.clocks.extend_clock import ExtendClock, due_if_extended
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.requests.find_request_of import find_request_of
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True)
class ExtensionDates:
    """`row` is None before anybody asked; then there is no new date, only the one that stands and must not pass."""

    row: Extension | None
    kind: ClockKind
    due_at: datetime
    new_due_at: datetime | None
    told_by: datetime


def read(scene: Scene) -> ExtensionDates | None:
    """Of the request that the task works on; for the act that asks, of the limit that it would move."""
    if scene.task is None:
        return _before_it_is_asked(scene)
    row = find_request_of(Extension, scene.task.process_instance_key, scene.complaint.id, scene.unit)
    if row is None:
        return None
    clock = scene.unit.session.get_one(Clock, row.extended_clock_id)
    return ExtensionDates(
        row,
        clock.kind,
        row.old_due_at,
        row.new_due_at or _later(clock, row, scene),
        old_date_of(row, scene.unit),
    )


def _later(clock: Clock, row: Extension, scene: Scene) -> datetime:
    command = ExtendClock(ClockId(clock.id), row.amount, row.unit, ClockMoveReason.EXTENSION)
    return counted_due(clock, due_if_extended(clock, command, scene.unit))


def _before_it_is_asked(scene: Scene) -> ExtensionDates | None:
    try:
        clock = get_extendable_clock(scene.complaint, scene.unit)
    except RuleRefused:
        return None
    return ExtensionDates(None, clock.kind, clock.due_at, None, clock.due_at)


PART = Part(
    name=Extract.EXTENSION, read=read, instead_of=frozenset({"dates_label", "request_reason", "amount_label"})
)
