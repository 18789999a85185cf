"""Plans a notice to the complainant in the transaction of what it tells of; services/dispatch/send_step.py sends it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ids import new_id
from models.ground.ways import Way
from services.casefile.wished_way import WishedWay, find_wished_way
from services.identity.written_address import find_written_address
from services.unit_of_work import Unit

# In this order, where nothing else is wished.
WRITTEN_WAYS = (Way.EMAIL, Way.SMS)


@dataclass(frozen=True, slots=True)
class About:
    """What a notice tells of."""

    purpose: DispatchPurpose
    subject: str


def plan_notice(purpose: DispatchPurpose, subject: str, complaint: Complaint, unit: Unit) -> Dispatch | None:
    """The notice that `subject` stands at the query code; None for who wished no such way, or left no address.

    Again for the same subject it is the notice that there is.
    """
    way = find_notice_way(complaint, unit)
    return None if way is None else _plan(About(purpose, subject), way, complaint, unit)


def plan_by_mail(about: About, complaint: Complaint, unit: Unit) -> Dispatch | None:
    """The same for who wished a call, a letter or a visit and is told at the query code alone: without it he never learns of it.

    By e-mail, where the file has one; a telephone that others answer must not show that he complained.
    """
    if find_written_address(complaint.id, Way.EMAIL, unit) is None:
        return None
    return _plan(about, Way.EMAIL, complaint, unit)


def _plan(about: About, way: Way, complaint: Complaint, unit: Unit) -> Dispatch:
    there = unit.session.scalars(
        select(Dispatch).where(
            Dispatch.complaint_id == complaint.id,
            Dispatch.purpose == about.purpose,
            Dispatch.subject == about.subject,
        )
    ).one_or_none()
    if there is not None:
        return there
    row = new_notice(about, complaint.id, way, unit)
    unit.session.add(row)
    return row


def new_notice(about: About, complaint_id: str, way: Way, unit: Unit) -> Dispatch:
    """A row that waits to be sent from now on; whoever asks for it adds it."""
    now = unit.clock.now()
    return Dispatch(
        id=new_id(),
        complaint_id=complaint_id,
        purpose=about.purpose,
        subject=about.subject,
        way=way,
        state=DispatchState.WAITING,
        made_at=now,
        state_at=now,
        next_try_at=unit.ports.system_clock.now(),
    )


def find_notice_way(complaint: Complaint, unit: Unit) -> Way | None:
    """As he wished; by e-mail or SMS where he named no way or the query code. Who wished a call or a letter gets that alone.

    A telephone that others answer must not show that he complained.
    """
    wish = find_wished_way(complaint.id, unit)
    return next((way for way in _ways_for(wish) if find_written_address(complaint.id, way, unit)), None)


def choose_notice_way(wish: WishedWay | None, written: Collection[Way]) -> Way | None:
    """The same where wish and ways by which he can be written to are known."""
    return next((way for way in _ways_for(wish) if way in written), None)


def _ways_for(wish: WishedWay | None) -> tuple[Way, ...]:
    wished = None if wish is None else wish.way
    if wished in WRITTEN_WAYS:
        return (wished,)
    return WRITTEN_WAYS if wish is None or wished is Way.QUERY_CODE else ()
