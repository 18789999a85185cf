"""Letters about what reaches beyond one complainant: a mass complaint, an hour to report upward, an end told to others."""

from __future__ import annotations

from datetime import datetime

import pytest

from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from services.letters.draft import LetterOf, Stamp, compose, write_draft
from services.letters.kinds import KINDS
from services.letters.letter_kind import Block
from services.ports.press import Facts, Heading, Words
from tests.full_office import FullOffice
from tests.unit.services.requests_office import act
from tests.unit.services.test_group import CLERK, accepted, join, leading
from tests.web_staff.furnished_case import furnish_case

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

SUPERVISOR = "zong.lanyun"
# A heading of its own.
OWN = "您个人另有的事项和诉求"


def subjects(office: FullOffice, kind: str, case: str) -> list[str]:
    with office.unit_of_work().reading() as unit:
        return list(KINDS[kind].list_subjects(unit.session.get_one(Complaint, case), unit))


def letter(office: FullOffice, kind: str, case: str, subject: str = "") -> str:
    """What it would say now, a paragraph or row a line."""
    subject = subject or subjects(office, kind, case)[0]
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, case)
        draft = write_draft(complaint, LetterOf(KINDS[kind], subject), unit)
        made = compose(draft, Stamp("1号", complaint.number, "https://tousu.example.cn/"), unit)
    lines = [made.salutation or ""]
    for part in made.parts:
        match part:
            case Heading(text=text) | Words(text=text) | Block(text=text):
                lines.append(text)
            case Facts(rows=rows):
                lines += ["：".join(row) for row in rows]
    return "\n".join(lines)


def test_a_member_is_told_what_stays_his_own_and_the_leading_file_is_not(office: FullOffice) -> None:
    first, second, alone = leading(office), accepted(office), accepted(office)
    join(office, second, own_matters=["2"], own_claims=["1"])
    told = letter(office, "group_notice", second)
    assert OWN in told.split("\n")
    assert "事项2：" in told
    assert "诉求1：" in told
    assert "事项1：" not in told
    assert "诉求2：" not in told
    assert "正在核实" in told
    leads = letter(office, "group_notice", first)
    assert "正在核实" in leads
    assert OWN not in leads.split("\n")
    assert "现有代表" not in leads, "nobody is named yet"
    numbers = {case: row.number for case in (first, second) for row in office.rows(Complaint, id=case)}
    assert numbers[first] not in told, "the number of another's file is nobody's else"
    assert subjects(office, "group_notice", alone) == []


def test_who_left_the_group_is_told_of_none(office: FullOffice) -> None:
    leading(office)
    second = accepted(office)
    join(office, second)
    assert len(subjects(office, "group_notice", second)) == 1
    act(office, second, "leave-group", CLERK, reason="事项不同")
    assert subjects(office, "group_notice", second) == []


def test_a_report_names_the_organ_once_it_is_recorded_to_whom_it_went(office: FullOffice) -> None:
    case = office.file(name="岳知行").complaint_id
    assert subjects(office, "emergency_report", case) == []
    act(office, case, "mark-upward-report", SUPERVISOR, reason="岳知行称明天带人堵门")
    told = letter(office, "emergency_report", case)
    assert told.startswith("上级机关：")
    assert "称明天带人堵门" in told
    assert "岳知行" not in told
    assert "报告时间" not in told
    act(office, case, "record-upward-report", SUPERVISOR, reported_to="云河市信访局", way="phone")
    told = letter(office, "emergency_report", case)
    assert told.startswith("云河市信访局：")
    assert "报告时间：" in told


def test_an_end_is_told_once_to_each_whom_the_case_concerned_and_only_when_it_is_confirmed(
    office: FullOffice,
) -> None:
    """The unit got a referral and was asked for a statement: one letter."""
    case = furnish_case(office, "198.51.103.42").complaint_id
    assert subjects(office, "termination_notice", case) == []
    with office.unit_of_work() as unit:
        row = unit.session.query(Withdrawal).filter_by(complaint_id=case).one()
        row.is_confirmed, row.verified_at = True, datetime.fromisoformat("2026-09-08T10:00:00+08:00")
    (subject,) = subjects(office, "termination_notice", case)
    told = letter(office, "termination_notice", case, subject)
    assert told.startswith("云河市人力资源和社会保障局（驻厅）：")
    assert "2026年9月8日经核实确认" in told
