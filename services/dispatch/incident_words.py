"""What a person is told of an incident with his data: kinds, cause, harm, measures, what he can do, whom to ask (PIPL 57)."""

from collections.abc import Mapping

from sqlalchemy import or_, select

from models.case.data_incident import DataIncident, DataIncidentCase
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose
from services.dispatch.notice_words import NoticeWords
from services.office.centre_contact import CentreContact
from services.office.own_texts import Paper
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
_TEXTS = {
    "incident_subject": "投诉{投诉编号}个人信息安全事件告知",
    "incident_text": "您的投诉（编号{投诉编号}）涉及的个人信息发生安全事件，现告知如下。{告知内容}。",
}
# A locked telephone shows the subject: nothing of the incident has a place there.
_NEEDS = {"incident_subject": ("投诉编号",), "incident_text": ("投诉编号", "告知内容")}

INCIDENT_PAPER = Paper("incident_notice", "个人信息安全事件告知", _TEXTS, _NEEDS)


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
    row: DataIncident, complaint_number: str, contact: CentreContact | None, texts: Mapping[str, str]
) -> NoticeWords:
    """As the texts say it now, with all that the law wants told; nobody's name, nothing of the matter.

    Who sends it stands before the text, and is no owner's to leave out.
    """
    office = contact.name if contact is not None else ""
    told = "；".join(f"{called}：{words}" for called, words in list_told_lines(row))
    places = {"投诉编号": complaint_number, "告知内容": told}
    return NoticeWords(
        subject=texts["incident_subject"].format_map(places),
        text=f"【{office}】{texts['incident_text'].format_map(places)}",
    )
