"""Whether the 延期告知书 of an extension has left, and by which ways: what is on record as sent, not what somebody says of it."""

from datetime import datetime

from sqlalchemy import or_, select

from models.beside.extension import Extension
from models.case.dispatch import Dispatch
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ways import Way
from services.unit_of_work import Unit

NOTICE_KIND = "extension_notice"
# Somebody carries what is told by them: it is told when he has it, and what is missing until then.
CARRIED = {
    Way.LETTER: "NOTICE_NOT_POSTED",
    Way.EMAIL: "NOTICE_NOT_MAILED",
    Way.SMS: "NOTICE_NOT_TEXTED",
}


def find_notice(row: Extension, unit: Unit) -> CaseLetter | None:
    """The frozen letter that tells of it."""
    return unit.session.scalars(
        select(CaseLetter).where(
            CaseLetter.complaint_id == row.complaint_id,
            CaseLetter.kind == NOTICE_KIND,
            CaseLetter.subject == row.id,
            CaseLetter.frozen_at.is_not(None),
        )
    ).one_or_none()


def list_sent(letter: CaseLetter, unit: Unit) -> dict[Way, datetime]:
    """When a frozen one first left, by way, never before it was frozen; without what came back, and a letter without a number.

    By post with a number, or handed over in the hall; by mail or SMS what a server or gateway took.
    """
    not_before = letter.frozen_at
    left = [*_list_posted(letter, unit), *_list_taken(letter, unit)]
    sent: dict[Way, datetime] = {}
    for way, at in sorted(left, key=lambda one: one[1]):
        sent.setdefault(way, at if not_before is None else max(at, not_before))
    return sent


def _list_posted(letter: CaseLetter, unit: Unit) -> list[tuple[Way, datetime]]:
    rows = unit.session.scalars(
        select(LetterDelivery.sent_at).where(
            LetterDelivery.complaint_id == letter.complaint_id,
            LetterDelivery.purpose == DeliveryPurpose.LETTER,
            LetterDelivery.subject == letter.id,
            LetterDelivery.to_name.is_(None),
            LetterDelivery.returned_on.is_(None),
            or_(LetterDelivery.mail_no.is_not(None), LetterDelivery.delivered_on.is_not(None)),
        )
    )
    return [(Way.LETTER, at) for at in rows if at is not None]


def _list_taken(letter: CaseLetter, unit: Unit) -> list[tuple[Way, datetime]]:
    rows = unit.session.execute(
        select(Dispatch.way, Dispatch.taken_at).where(
            Dispatch.complaint_id == letter.complaint_id,
            Dispatch.purpose == DispatchPurpose.LETTER,
            Dispatch.subject == letter.id,
            Dispatch.state == DispatchState.TAKEN,
        )
    )
    return [(way, at) for way, at in rows if at is not None]
