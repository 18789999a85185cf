"""The sheet of a referral goes by mail to a unit outside that has an address; a unit of the centre reads it in its tasks."""

from models.beside.referral import Referral
from models.beside.sent_sheet import SentSheet
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from services.beside.referral.referral_package import ReferralPackage, make_referral_package
from services.beside.sheets.facts_sheet import IDENTITY
from services.dispatch.plan_unit_mail import HandedOver, plan_sheet_mail
from services.restriction.find_route import find_superior
from services.unit_of_work import Unit

# As the frozen paper is called (services/letters/referral_sheet.py).
TITLE = "转办（交办）单"


def mail_referral_sheet(row: Referral, unit: Unit) -> None:
    """Plan it in the caller's unit, as the sheet stands now."""
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    package = make_referral_package(row, complaint, unit)
    kept = unit.session.get(SentSheet, row.id)
    handed = HandedOver(
        row=row,
        reference=package.reference,
        receipt_code=row.receipt_code,
        unit_code=row.unit_code,
        title=TITLE,
        words=_word(package),
        # The superior organ reads the whole file, with the name, behind its code.
        is_bare=(kept is not None and kept.level >= IDENTITY)
        or find_superior(complaint.id, unit) is not None,
    )
    plan_sheet_mail(handed, unit)


def _word(package: ReferralPackage) -> str:
    lines = [package.facts]
    if package.note.strip():
        lines.append(package.note.strip())
    if package.sign_by is not None:
        lines.append(f"签收期限：{word_moment(package.sign_by)}")
    if package.may_object and package.objection_ends_at is not None:
        lines.append(f"可以提出异议的期限：{word_moment(package.objection_ends_at)}")
    lines.append("办理结果：须书面反馈" if package.needs_result else "办理结果：按职责办理")
    if package.result_by:
        lines.append(f"反馈期限：{package.result_by}")
    lines.append("请对投诉人的身份和反映的内容保密，不得转给被投诉的单位和个人。")
    return "\n".join(lines)
