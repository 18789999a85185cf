"""What a receiving unit is given: the sheet of its matters as it left, and the words written for it."""

from dataclasses import dataclass
from datetime import datetime

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from models.ground.codes import ReferralKind
from models.office.unit import OrganisationUnit
from services.beside.referral.result_limit import word_result_limit
from services.beside.sheets.sent_sheet import Sending, find_due, read_sheet, read_words
from services.requests.kinds.referral import REFERRAL
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ReferralPackage:
    """The package; `reference` is what a unit outside quotes, `sign_by` the end of the sign-off limit.

    `result_by` is until when the result is owed, in words; empty where none is, and for a part, whose `note` says so.
    """

    reference: str
    kind: ReferralKind
    unit_code: str
    unit_name: str
    opened_at: datetime
    sign_by: datetime | None
    objection_ends_at: datetime | None
    may_object: bool
    needs_result: bool
    result_by: str
    facts: str
    note: str


def reference_of(row: Referral, complaint: Complaint) -> str:
    """The public reference of a referral, `<number>-R<no>`."""
    return f"{complaint.number}-R{row.no}"


def make_referral_package(row: Referral, complaint: Complaint, unit: Unit) -> ReferralPackage:
    """The package as it stands now."""
    clock = unit.session.get(Clock, row.sign_off_clock_id) if row.sign_off_clock_id else None
    sending = Sending(row, REFERRAL.name, row.matter_nos, None if clock is None else clock.due_at)
    receiver = unit.session.get_one(OrganisationUnit, row.unit_code)
    return ReferralPackage(
        reference=reference_of(row, complaint),
        kind=row.kind,
        unit_code=row.unit_code,
        unit_name=receiver.name,
        opened_at=row.requested_at,
        sign_by=None if clock is None else clock.due_at,
        objection_ends_at=row.objection_ends_at,
        may_object=row.may_object,
        needs_result=row.needs_result,
        result_by=word_result_limit(row, unit) if row.needs_result and not row.holds_finding else "",
        facts=read_sheet(sending, complaint, unit),
        note=read_words(row.id, row.note, complaint, unit) + _due_line(row, unit),
    )


def _due_line(row: Referral, unit: Unit) -> str:
    """Until when a part is owed; a date of ours is nothing to be cut."""
    due = find_due(row.result_clock_id, unit) if row.holds_finding else None
    return "" if due is None else f"\n报送期限：{to_beijing(due):%Y-%m-%d %H:%M}"


def package_fields(package: ReferralPackage) -> dict[str, object]:
    """The identity-free package (R109) as forms of the receiving unit show it."""
    return {"reference": package.reference, "facts": package.facts, "note": package.note}
