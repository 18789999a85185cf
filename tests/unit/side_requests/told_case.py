"""A case about a person and his unit, found and approved as a test says: the first matter true, the second not."""

from __future__ import annotations

from models.beside.told_finding import ToldFinding
from models.case.answer import Answer
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.ground.ids import new_id
from models.office.account import Account
from services.rights.receive_finding import open_finding
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.side_requests.side_case import SideCase

PERSON, COLLEAGUE, REPRESENTATIVE = "leng.rubing", "jia.manglu", "ren.shebao"
INVESTIGATOR, APPROVER, DIRECTOR = "xun.wenshi", "heng.gongyun", "zong.lanyun"
WORDED = ("窗口收件与公布的办事指南不一致", "窗口人员答复时态度生硬")
ANSWERED = [{"answer": "supported"}] * 2
TRUE = {
    "finding": "substantiated",
    "facts": "清单多列一项",
    "heard": "当面听取了说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}
UNTRUE = {"finding": "not_substantiated", "facts": "录像未见"}
OPINIONS = [
    {
        "uncited_reason": "录像在卷",
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "指南无此材料",
        "basis": "办事指南",
    },
    {"finding": "not_substantiated", "disposals": ["no_action"], "reason": "录像未见此事", "basis": "录像"},
]


def give_account(case: SideCase, *logins: str) -> None:
    """Let these people sign in."""
    with case.unit() as (unit, _complaint):
        for login in logins:
            if unit.session.get(Account, login) is None:
                unit.session.add(Account(staff_id=login, password_hash="x", changed_at=unit.clock.now()))


def accuse(case: SideCase, person: str = PERSON) -> None:
    """The unit is complained about in all, the person by the second matter; both matters are worded neutrally."""
    with case.unit() as (unit, complaint):
        rows = list(unit.session.query(Respondent).filter_by(complaint_id=complaint.id))
        for row in rows:
            row.unit, row.staff_id, row.candidates, row.confirmed_at = "RS", None, [], unit.clock.now()
        unit.session.add(
            Respondent(
                id=new_id(),
                complaint_id=complaint.id,
                no=len(rows) + 1,
                matter_no=2,
                unit="RS",
                staff_id=person,
                match="exact",
                confirmed_by="wen.rusheng",
                confirmed_at=unit.clock.now(),
            )
        )
        for matter in unit.session.query(Matter).filter_by(complaint_id=complaint.id):
            matter.text, matter.is_reworded = WORDED[matter.no - 1], True


def find(case: SideCase, *rows: dict[str, object]) -> None:
    """Record what was found."""
    case.submit("record-findings", INVESTIGATOR, "7", methods=["documents"], matters=list(rows))


def draft(case: SideCase) -> None:
    """Find and draft the opinion."""
    find(case, TRUE, UNTRUE)
    case.submit("draft-opinion", INVESTIGATOR, "8", matters=OPINIONS, claims=ANSWERED)


def approve(case: SideCase) -> None:
    """Approve the opinion."""
    case.submit("approve-opinion", APPROVER, "9", opinion_decision="approve", **NOTHING_TO_IMPROVE)


def answer(case: SideCase) -> None:
    """The answer is out."""
    now = case.office.clock.now()
    with case.unit() as (unit, complaint):
        unit.session.add(
            Answer(
                complaint_id=complaint.id,
                round=1,
                findings_text="一项属实",
                decision_text="纠正",
                measures_text="无",
                refused_lines=[],
                ways=["phone"],
                delivered_at=now,
                published_at=now,
                given_by=INVESTIGATOR,
            )
        )


def told_to(case: SideCase, person: str | None) -> ToldFinding:
    """The last notice to this person, or to the unit."""
    rows = case.office.rows(ToldFinding, complaint_id=case.complaint_id, staff_id=person)
    return max(rows, key=lambda row: row.no)


def open_as(case: SideCase, login: str, row: ToldFinding) -> None:
    """Open a notice."""
    open_finding(row.id, case.office.unit_of_work(), case.office.actor(login))
