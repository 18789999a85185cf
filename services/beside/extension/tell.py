"""The notice to the complainant that completes an extension: in time it moves the date, late it does not.

By telephone or in person he is told when whoever did it says so. What somebody carries (a letter, a mail, an SMS) tells him
once its 延期告知书 is on record as sent, and from that moment. Whose matter it is not gets no such letter, and is told by any
way when whoever told him says so.
"""

from dataclasses import dataclass
from datetime import datetime

from models.beside.extension import Extension
from models.case.lifecycle import ClockMoveReason, ClockStopReason, RequestState
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ClockId
from models.ground.ways import Way
from services.actor import Actor
from services.beside.extension.old_date import expire, is_too_late
from services.casefile.sent_notice import CARRIED, find_notice, list_sent
from services.casefile.standing import is_bounded
from services.clocks.extend_clock import ExtendClock, extend_clock
from services.clocks.stop_clock import EnteredFact
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
    with NOTICE_TOO_LATE: what was sent before it is in time whenever somebody says so here, and counts where he names only
    what came after. InvalidInput on `ways` for a letter, a mail or an SMS that has not left, RuleRefused("NOT_APPROVED"),
    Conflict when it has ended.
    """
    require_open(row)
    if not row.is_approved:
        raise RuleRefused(NOT_APPROVED)
    told_at, ways = _find_moment(row, command.ways, unit), list(command.ways)
    if is_too_late(row, told_at, unit) and (sent := _list_in_time(row, unit)):
        # He had the letter before, whatever else whoever fills in the form has done since.
        told_at = min(sent.values())
        ways = [*(way.value for way in sent if way.value not in ways), *ways]
    row.told_at, row.told_by = told_at, actor.name
    row.told_ways, row.told_text = ways, command.text.strip() or None
    _record(row, unit, actor)
    if is_too_late(row, told_at, unit):
        expire(row, unit, actor)
    else:
        _take_effect(row, told_at, unit, actor)


def take_effect_if_sent(row: Extension, unit: Unit, actor: Actor) -> bool:
    """At the old date: whether its letter had left before, though nobody recorded it; the limit is extended then."""
    letter = find_notice(row, unit) if row.is_approved else None
    sent = {} if letter is None else _list_in_time(row, unit)
    if letter is None or not sent:
        return False
    # Whoever wrote it told him.
    told_at = min(sent.values())
    row.told_at, row.told_by = told_at, letter.frozen_by
    row.told_ways = [way.value for way in sent]
    _record(row, unit, actor)
    _take_effect(row, told_at, unit, actor)
    return True


def _list_in_time(row: Extension, unit: Unit) -> dict[Way, datetime]:
    """When its letter left before the old date, by way; none of a limit that has ended, which nothing extends."""
    letter = find_notice(row, unit)
    if letter is None or unit.session.get_one(Clock, row.extended_clock_id).stopped_at is not None:
        return {}
    sent = list_sent(letter, unit)
    return {way: sent[way] for way in CARRIED if way in sent and not is_too_late(row, sent[way], unit)}


def _find_moment(row: Extension, ways: tuple[str, ...], unit: Unit) -> datetime:
    """Of the first that left; now for what was told without a carrier alone, and to whom no such letter may be written."""
    carried = [way for way in CARRIED if way.value in ways]
    if not carried:
        return unit.clock.now()
    letter = find_notice(row, unit)
    sent = {} if letter is None else list_sent(letter, unit)
    if missing := next((CARRIED[way] for way in carried if way not in sent), None):
        if is_bounded(row.complaint_id, unit):
            # The 延期告知书 tells of the matter and is not written to him: whoever wrote to him says so, as of a call.
            return unit.clock.now()
        raise InvalidInput({"ways": missing})
    return min(sent[way] for way in carried)


def _record(row: Extension, unit: Unit, actor: Actor) -> None:
    told = {"about": "extension", "extension_id": row.id, "ways": list(row.told_ways)}
    unit.trail.add(row.complaint_id, "complainant.told", told, actor)


def _take_effect(row: Extension, told_at: datetime, unit: Unit, actor: Actor) -> None:
    clock = extend_clock(
        ExtendClock(ClockId(row.extended_clock_id), row.amount, row.unit, ClockMoveReason.EXTENSION), unit
    )
    row.is_effective, row.new_due_at = True, clock.due_at
    stop_own_clock(row.own_clock_id, EnteredFact(ClockStopReason.TOLD, told_at), unit)
    end_request(row, RequestState.ANSWERED, TOLD, unit)
    payload = {"extension_id": row.id, "new_due_at": as_iso(clock.due_at)}
    unit.trail.add(row.complaint_id, "extension.effective", payload, actor)
