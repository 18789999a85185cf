"""Windows of units outside that come near their end, or are over with nothing sent back: what to remind of beside the limits.

A window is no limit that the office announces, so the moments are counted here as those of a limit are.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from models.beside.entrustment import Entrustment
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.lifecycle import RequestState, Rung, Stage
from models.case.unit_mail import UnitMail
from models.clock.clock_ladder import ClockFacts, Ladder
from models.ground.dispatch_codes import DispatchPurpose
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import Unit

# The longest holidays with the weekends beside them are shorter.
FARTHEST = timedelta(days=15)
_SHEETS = (DispatchPurpose.UNIT_SHEET, DispatchPurpose.UNIT_NOTICE)


def list_due_windows(unit: Unit) -> Iterator[tuple[Rung, datetime, UnitMail]]:
    """The rung that an entrustment's window has reached since its sheet left, when the window ends, and the mail with the sheet.

    One at a time for each unit, once each: before the end, and after it while the investigation that asked still runs.
    """
    now, told, told_by, sheet = unit.clock.now(), aliased(UnitMail), aliased(Dispatch), aliased(Dispatch)
    rows = unit.session.execute(
        select(Entrustment, sheet.made_at, UnitMail)
        .join(UnitMail, UnitMail.request_id == Entrustment.id)
        .join(sheet, sheet.id == UnitMail.dispatch_id)
        .join(Complaint, Complaint.id == Entrustment.complaint_id)
        .where(
            sheet.purpose.in_(_SHEETS),
            Entrustment.state.in_([RequestState.OPEN, RequestState.EXPIRED]),
            Entrustment.window_ends_at <= now + FARTHEST,
            Complaint.stage == Stage.INVESTIGATION,
            ~exists().where(
                told_by.id == told.dispatch_id,
                told.request_id == Entrustment.id,
                told_by.purpose == DispatchPurpose.UNIT_OVER,
            ),
        )
        .order_by(Entrustment.id, sheet.id)
    ).all()
    ladder = load_ladder(unit.session) if rows else None
    for row, left_at, mail in rows:
        if ladder is None or row.receipt_code != mail.receipt_code:
            continue
        rung = _reached(row.window_ends_at, left_at, now, ladder)
        if rung is Rung.OVER or (rung is Rung.NEAR and not _is_told(mail, unit)):
            yield rung, row.window_ends_at, mail


def _reached(ends_at: datetime, left_at: datetime, now: datetime, ladder: Ladder) -> Rung | None:
    """None before the window comes near, and where it was near already when the sheet left."""
    facts = ClockFacts(left_at, ends_at, None, None, is_short=False)
    if now >= ladder.over_at(facts):
        return Rung.OVER
    return Rung.NEAR if left_at <= ladder.near_at(facts) <= now else None


def _is_told(mail: UnitMail, unit: Unit) -> bool:
    near = (
        select(UnitMail.dispatch_id)
        .join(Dispatch, Dispatch.id == UnitMail.dispatch_id)
        .where(UnitMail.request_id == mail.request_id, Dispatch.purpose == DispatchPurpose.UNIT_NEAR)
    )
    return unit.session.scalars(near).first() is not None
