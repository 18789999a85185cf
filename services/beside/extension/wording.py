"""Chinese words for the length of an extension and its dates, as its forms show them to the person who decides or tells."""

from datetime import datetime

from models.beside.extension import Extension
from models.case.lifecycle import ClockMoveReason
from models.clock.clock import Clock
from models.clock.deadline import CALENDAR_DAYS
from models.clock.legal_time import to_beijing
from models.ground.ids import ClockId
from services.beside.extension.old_date import old_date_of
from services.clocks.channel_limit import counted_due
from services.clocks.extend_clock import ExtendClock, due_if_extended
from services.office.people_names import get_person_name
from services.unit_of_work import Unit


def amount_of(row: Extension) -> str:
    """The days asked for, with their kind."""
    return f"{row.amount}个{'自然日' if row.unit == CALENDAR_DAYS else '工作日'}"


def dates_of(row: Extension, unit: Unit) -> tuple[datetime, datetime]:
    """The old date and the new one: as they were where it is effective, else as the limit stands now and what it would give."""
    if row.new_due_at is not None:
        return row.old_due_at, row.new_due_at
    clock = unit.session.get_one(Clock, row.extended_clock_id)
    command = ExtendClock(ClockId(clock.id), row.amount, row.unit, ClockMoveReason.EXTENSION)
    return clock.due_at, counted_due(clock, due_if_extended(clock, command, unit))


def word_dates(row: Extension, unit: Unit) -> str:
    """Who asked when, until when it has to be approved and told, and the date that it would give."""
    old, new = dates_of(row, unit)
    return "\n".join(
        (
            f"{get_person_name(row.requested_by, unit)}于{to_beijing(row.requested_at):%Y-%m-%d %H:%M}申请。",
            f"办结时限：现为{to_beijing(old):%Y-%m-%d %H:%M}，延长后为{to_beijing(new):%Y-%m-%d %H:%M}",
            f"批准并告知投诉人的最后时间：{to_beijing(old_date_of(row, unit)):%Y-%m-%d %H:%M}",
        )
    )
