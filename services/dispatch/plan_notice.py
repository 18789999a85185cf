"""Plans a notice to the complainant in the transaction of what it tells of; services/dispatch/send_step.py sends it."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ids import new_id
from models.ground.ways import Way
from services.casefile.wished_way import find_wished_way
from services.identity.written_address import find_written_address
from services.unit_of_work import Unit

# In this order, where nothing else is wished.
WRITTEN_WAYS = (Way.EMAIL, Way.SMS)


def plan_notice(purpose: DispatchPurpose, subject: str, complaint: Complaint, unit: Unit) -> Dispatch | None:
    """The notice that `subject` stands at the query code; None for who wished no such way, or left no address.

    Again for the same subject it is the notice that there is.
    """
    way = find_notice_way(complaint, unit)
    if way is None:
        return None
    there = unit.session.scalars(
        select(Dispatch).where(
            Dispatch.complaint_id == complaint.id, Dispatch.purpose == purpose, Dispatch.subject == subject
        )
    ).one_or_none()
    if there is not None:
        return there
    now = unit.clock.now()
    row = Dispatch(
        id=new_id(),
        complaint_id=complaint.id,
        purpose=purpose,
        subject=subject,
        way=way,
        state=DispatchState.WAITING,
        made_at=now,
        state_at=now,
        next_try_at=unit.ports.system_clock.now(),
    )
    unit.session.add(row)
    return row


def find_notice_way(complaint: Complaint, unit: Unit) -> Way | None:
    """As he wished; by e-mail or SMS where he named no way or the query code. Who wished a call or a letter gets that alone.

    A telephone that others answer must not show that he complained.
    """
    wish = find_wished_way(complaint.id, unit)
    wished = None if wish is None else wish.way
    if wished in WRITTEN_WAYS:
        ways: tuple[Way, ...] = (wished,)
    elif wish is None or wished is Way.QUERY_CODE:
        ways = WRITTEN_WAYS
    else:
        return None
    return next((way for way in ways if find_written_address(complaint.id, way, unit)), None)
