"""The sheet of an entrustment goes by mail to a body outside that has an address, once the entrustment may leave."""

from models.beside.entrustment import Entrustment
from models.case.complaint import Complaint
from models.clock.legal_time import word_day, word_moment
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.entrustment.leaving import read_words
from services.casefile.record_provision import Provision, record_provision
from services.dispatch.plan_unit_mail import HandedOver, plan_sheet_mail
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.unit_of_work import Unit

TITLE = "委托（鉴定）书"


def mail_entrustment_sheet(row: Entrustment, unit: Unit, actor: Actor) -> None:
    """Plan it in the caller's unit; the data itself goes by no mail. Once it may leave, that it does is on record."""
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    reference = reference_of(row, complaint)
    handed = HandedOver(row, reference, row.receipt_code, row.to_unit, TITLE, _word(row, unit))
    plan_sheet_mail(handed, unit)
    if row.receipt_code is not None:
        _record_provision(row, reference, unit, actor)


def reference_of(row: Entrustment, complaint: Complaint) -> str:
    """What the body outside quotes, `<number>-W<no>`."""
    return f"{complaint.number}-{ENTRUSTMENT.reference_letter}{row.no}"


def _record_provision(row: Entrustment, reference: str, unit: Unit, actor: Actor) -> None:
    kinds = (DataKind.CASE_NUMBER, DataKind.MATTER)
    provision = Provision(
        f"entrustment:{row.id}",
        row.complaint_id,
        Recipient.INSTITUTE,
        ProvisionPurpose.APPRAISAL,
        ProvisionWay.SHEET,
        (*kinds, DataKind.EVIDENCE) if row.hands_data else kinds,
        name=unit.session.get_one(OrganisationUnit, row.to_unit).name,
        words=reference,
    )
    record_provision(provision, unit, actor)


def _word(row: Entrustment, unit: Unit) -> str:
    leaving = read_words(row, unit)
    lines = [f"委托事项：{leaving.scope}", f"提交报告的期限：{word_moment(row.window_ends_at)}"]
    if row.hands_data:
        until = word_day(row.data_until) if row.data_until else ""
        data = (("提供的数据", leaving.items), ("用途", leaving.purpose))
        told = (*data, ("使用期限", until), ("保密措施", leaving.secrecy))
        lines += [f"{name}：{text}" for name, text in told if text]
    lines.append("请独立、客观地完成并提交书面报告，不得转委托，不得用于本委托以外的用途。")
    return "\n".join(lines)
