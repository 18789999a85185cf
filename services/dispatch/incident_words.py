"""What a person is told of an incident with his data: kinds, cause, harm, measures, what he can do, whom to ask (PIPL 57)."""

from sqlalchemy import or_, select

from models.case.data_incident import DataIncident, DataIncidentCase
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose
from services.dispatch.notice_words import NoticeWords
from services.office.centre_contact import CentreContact
from services.unit_of_work import Unit

HARMS = {"leaked": "泄露", "altered": "篡改", "lost": "丢失"}
KINDS = {
    "name": "姓名",
    "contact": "电话或邮箱",
    "address": "通信地址",
    "identity": "身份信息",
    "case_number": "投诉编号",
    "handling_number": "办件编号",
    "matter": "投诉事项",
    "letter": "文书内容",
    "evidence": "证据和随附数据",
    "result": "办理结果",
    "whole_file": "案卷",
}
LINES = (
    ("cause", "原因"),
    ("harm", "可能造成的危害"),
    ("measures", "已采取的补救措施"),
    ("advice", "您可以采取的措施"),
    ("contact", "联系方式"),
)


def list_told_lines(row: DataIncident) -> tuple[tuple[str, str], ...]:
    """Name and words of each thing that the law wants told."""
    kinds = "、".join(KINDS[kind] for kind in row.kinds)
    first = ("涉及的信息", f"{kinds}（可能已被{HARMS[row.what.value]}）")
    return (first, *((name, row.parts.get(part, "")) for part, name in LINES))


def is_incident_over(row: Dispatch, unit: Unit) -> bool:
    """Whether somebody told the person himself meanwhile, or the head decided that nobody need be told."""
    if row.purpose is not DispatchPurpose.DATA_INCIDENT:
        return False
    over = (
        select(DataIncident.id)
        .join(DataIncidentCase, DataIncidentCase.incident_id == DataIncident.id)
        .where(
            DataIncident.id == row.subject,
            DataIncidentCase.complaint_id == row.complaint_id,
            or_(DataIncidentCase.told_at.is_not(None), DataIncident.spared_at.is_not(None)),
        )
    )
    return unit.session.scalar(over) is not None


def word_incident(
    incident_id: str, complaint_number: str, contact: CentreContact | None, unit: Unit
) -> NoticeWords:
    """As it would be sent now; nobody's name, nothing of the matter."""
    row = unit.session.get_one(DataIncident, incident_id)
    name = contact.name if contact is not None else ""
    told = "；".join(f"{called}：{words}" for called, words in list_told_lines(row))
    return NoticeWords(
        subject=f"投诉{complaint_number}个人信息安全事件告知",
        text=f"【{name}】您的投诉（编号{complaint_number}）涉及的个人信息发生安全事件，现告知如下。{told}。",
    )
