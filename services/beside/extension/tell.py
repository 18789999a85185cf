"""The notice to the complainant that completes an extension: in time it moves the date, late it does not."""

from dataclasses import dataclass

from models.beside.extension import Extension
from models.case.lifecycle import ClockMoveReason, ClockStopReason, RequestState
from models.clock.legal_time import as_iso
from models.ground.errors import RuleRefused
from models.ground.ids import ClockId
from services.actor import Actor
from services.beside.extension.old_date import expire, has_old_date_passed
from services.clocks.extend_clock import ExtendClock, extend_clock
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit

NOT_APPROVED = "NOT_APPROVED"
TOLD = "TOLD"


@dataclass(frozen=True, slots=True)
class TellExtension:
    """By which ways the complainant was told, and in which words."""

    ways: tuple[str, ...]
    text: str = ""


def tell(row: Extension, command: TellExtension, unit: Unit, actor: Actor) -> None:
    """Record the notice.

    Before the old date (the minute itself included) the resolve limit is extended; after it the extension expires
    with NOTICE_TOO_LATE. RuleRefused("NOT_APPROVED"), Conflict when it has ended.
    """
    require_open(row)
    if not row.is_approved:
        raise RuleRefused(NOT_APPROVED)
    row.told_at, row.told_by = unit.clock.now(), actor.name
    row.told_ways, row.told_text = list(command.ways), command.text.strip() or None
    told = {"about": "extension", "extension_id": row.id, "ways": list(command.ways)}
    unit.trail.add(row.complaint_id, "complainant.told", told, actor)
    if has_old_date_passed(row, unit):
        expire(row, unit, actor)
        return
    clock = extend_clock(
        ExtendClock(ClockId(row.extended_clock_id), row.amount, row.unit, ClockMoveReason.EXTENSION), unit
    )
    row.is_effective, row.new_due_at = True, clock.due_at
    stop_own_clock(row.own_clock_id, ClockStopReason.TOLD, unit)
    end_request(row, RequestState.ANSWERED, TOLD, unit)
    payload = {"extension_id": row.id, "new_due_at": as_iso(clock.due_at)}
    unit.trail.add(row.complaint_id, "extension.effective", payload, actor)
