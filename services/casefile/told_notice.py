"""Which text about the use of personal data the person of a case was told, and how: once a version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.told_notice import ToldNotice
from models.ground.privacy_codes import NoticeWay
from models.office.privacy_notice import PrivacyNotice
from services.actor import Actor
from services.office.privacy_notices import find_known_version, find_notice_in_force
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ToldNoticeLine:
    """One telling, for the file."""

    version: str
    way: NoticeWay
    at: datetime


def record_told_notice(complaint: Complaint, way: NoticeWay, unit: Unit, actor: Actor) -> None:
    """Keep that the version of this complaint was told by this way; nothing for a version that never was, or told before."""
    version = find_known_version(complaint.privacy_notice_version, unit)
    complaint.privacy_notice_version = version
    known = select(ToldNotice.id).where(
        ToldNotice.complaint_id == complaint.id, ToldNotice.version == version
    )
    if not version or unit.session.scalar(known) is not None:
        return
    unit.session.add(
        ToldNotice(
            complaint_id=complaint.id,
            version=version,
            way=way,
            at=unit.clock.now(),
            by=actor.staff_id,
        )
    )


def tell_with_receipt(complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """The receipt carries the text in force, where there is one: who was told none until now has been told by it."""
    notice = None if list_told_notices(complaint.id, unit) else find_notice_in_force(unit)
    if notice is None or not notice.version:
        return
    complaint.privacy_notice_version = notice.version
    record_told_notice(complaint, NoticeWay.WITH_RECEIPT, unit, actor)
    told = {"version": notice.version, "way": NoticeWay.WITH_RECEIPT.value}
    unit.trail.add(complaint.id, "privacy-notice.told", told, actor)


def list_told_notices(complaint_id: str, unit: Unit) -> tuple[ToldNoticeLine, ...]:
    """In the order in which they were told."""
    rows = unit.session.scalars(
        select(ToldNotice).where(ToldNotice.complaint_id == complaint_id).order_by(ToldNotice.id)
    )
    return tuple(ToldNoticeLine(row.version, row.way, row.at) for row in rows)


def find_notice_of(complaint: Complaint, unit: Unit) -> PrivacyNotice | None:
    """The text that the person was told first, else the one in force."""
    told = list_told_notices(complaint.id, unit)
    if not told:
        return find_notice_in_force(unit)
    return unit.session.scalars(
        select(PrivacyNotice).where(PrivacyNotice.version == told[0].version)
    ).one_or_none()
