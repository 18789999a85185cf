"""Plans a mail to a unit outside in the transaction of what it tells of; services/dispatch/send_step.py sends it."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.lifecycle import RequestState, Stage
from models.case.unit_mail import UnitMail
from models.clock.clock import Clock
from models.ground.codes import UnitKind
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ids import new_id
from models.ground.ways import Way
from models.office.unit import OrganisationUnit
from models.vault.keyring import get_keyring
from services.identity.cut_identity import cut_own_values
from services.unit_of_work import Unit

DIGITS = 40


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a unit outside gets: the request, its reference, what its sheet is called and says, and the code that answers it.

    `is_bare`: what it is about is read behind the code alone.
    """

    row: SideRequest
    reference: str
    receipt_code: str | None
    unit_code: str
    title: str
    words: str = ""
    is_bare: bool = False


def plan_sheet_mail(handed: HandedOver, unit: Unit) -> Dispatch | None:
    """The sheet with its code, or only that there is one, where it tells who complained.

    None for a unit of the centre and for one without an address. Again with the same code it is the mail that there is.
    """
    receiver = unit.session.get(OrganisationUnit, handed.unit_code)
    if receiver is None or receiver.kind is not UnitKind.EXTERNAL or not receiver.email:
        return None
    if handed.receipt_code is None:
        return None
    is_bare = handed.is_bare or _tells_identity(handed, unit)
    mail = UnitMail(
        unit_code=receiver.code,
        request_table=handed.row.__tablename__,
        request_id=handed.row.id,
        reference=handed.reference,
        title=handed.title,
        words=None if is_bare else handed.words,
        receipt_code=handed.receipt_code,
    )
    purpose = DispatchPurpose.UNIT_NOTICE if is_bare else DispatchPurpose.UNIT_SHEET
    subject = get_keyring().digest("unit-mail", handed.receipt_code)[:DIGITS]
    return plan_mail(PlannedMail(purpose, subject, handed.row.complaint_id), mail, unit)


def is_overtaken(mail: UnitMail, unit: Unit) -> bool:
    """Whether it would tell of what is over: the request has ended or has another code, or the limit has stopped."""
    tables = {table.__tablename__: table for table in SideRequest.__subclasses__()}
    row = unit.session.get(tables[mail.request_table], mail.request_id)
    if row is None or (row.state is not RequestState.OPEN and not _is_still_wanted(row, mail, unit)):
        return True
    if getattr(row, "receipt_code", None) != mail.receipt_code:
        return True
    clock = unit.session.get(Clock, mail.clock_id) if mail.clock_id is not None else None
    return clock is not None and clock.stopped_at is not None


def _is_still_wanted(row: SideRequest, mail: UnitMail, unit: Unit) -> bool:
    """Of a window that is over with nothing sent back: that it is over is told while the stage that asked still runs."""
    sent = unit.session.get(Dispatch, mail.dispatch_id)
    is_told_over = sent is not None and sent.purpose is DispatchPurpose.UNIT_OVER and mail.clock_id is None
    if not is_told_over or row.state is not RequestState.EXPIRED:
        return False
    return unit.session.get_one(Complaint, row.complaint_id).stage is Stage.INVESTIGATION


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """What tells a mail from any other of its case."""

    purpose: DispatchPurpose
    subject: str
    complaint_id: str


def plan_mail(planned: PlannedMail, mail: UnitMail, unit: Unit) -> Dispatch:
    """Keep it to be sent; again it is the one that there is."""
    there = unit.session.scalars(
        select(Dispatch).where(
            Dispatch.complaint_id == planned.complaint_id,
            Dispatch.purpose == planned.purpose,
            Dispatch.subject == planned.subject,
        )
    ).one_or_none()
    if there is not None:
        return there
    now = unit.clock.now()
    row = Dispatch(
        id=new_id(),
        complaint_id=planned.complaint_id,
        purpose=planned.purpose,
        subject=planned.subject,
        way=Way.EMAIL,
        state=DispatchState.WAITING,
        made_at=now,
        state_at=now,
        next_try_at=unit.ports.system_clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    mail.dispatch_id = row.id
    unit.session.add(mail)
    unit.session.flush()
    return row


def _tells_identity(handed: HandedOver, unit: Unit) -> bool:
    """Whatever level the sheet was written by: a name or a number of the complainant himself stands in it."""
    return cut_own_values([handed.words], handed.row.complaint_id, unit) != [handed.words]
