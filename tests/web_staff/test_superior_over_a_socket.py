"""A complaint about a leader goes whole to the superior organ, which reads, decides and answers by its receipt code.

Through the real web server; the engine is away, so the tasks stand where a test puts them (W6).
"""

from __future__ import annotations

import re
from itertools import count

import httpx
import pytest

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, RequestState
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from models.ground.errors import InvalidInput
from models.ledger.trail_event import TrailEvent
from models.office.unit import OrganisationUnit
from tests.provisions import left
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task, submit
from tests.web_staff.people import BY_ROLE
from tests.web_staff.watermarks import mark_of

PASSES_ON, ORGAN = "jian.rujing", "X-ZFB"
WORDS = "分管投诉的衡公允副主任打电话来，叫我把投诉撤了。"
WANTED = "一、请上级查清；二、请把不予许可的决定改过来。"
DECISION = {"category": "irregular_operation", "route": "register_refer"}
_addresses = count(1)


def filed_case(served: ServedOffice) -> Complaint:
    """About a deputy, with two matters, by somebody who gave his name and asked to be kept secret."""
    filed = served.office.file(
        content=f"{WORDS}窗口要我补一张指南上没有的证明。办事员态度生硬，不说依据。",
        wanted=WANTED,
        name="柴不撤",
        phone="199-0000-0306",
        respondent_window="",
        keep_identity_secret=True,
        address=f"superior-{next(_addresses)}",
    )
    return served.office.rows(Complaint, id=filed.complaint_id)[0]


def pass_on(served: ServedOffice, case: Complaint, **row: str) -> Referral:
    """The person of the route hands it over."""
    numbers = len(served.office.rows(Matter, complaint_id=case.id))
    add_task(served.office, case.id, "decide-acceptance")
    sent = {"decision": "refer", "refer_to": ORGAN} | row
    submit(served.office, case.id, "decide-acceptance", PASSES_ON, **DECISION, matters=[sent] * numbers)
    (referral,) = served.office.rows(Referral, complaint_id=case.id)
    return referral


def answer(served: ServedOffice, case: Complaint, referral: Referral, **fields: str) -> str:
    """What the organ types at its page; the text of the page that comes back."""
    organ = served.visitor()
    organ.get("/handover")
    key = {"reference": f"{case.number}-R{referral.no}", "receipt_code": str(referral.receipt_code)}
    return organ.post("/handover", {"submission_id": organ.submission_id, **key, **fields}).text


def read(served: ServedOffice, case: Complaint, referral: Referral, code: str = "") -> httpx.Response:
    organ = served.visitor()
    organ.get("/handover")
    key = {"reference": f"{case.number}-R{referral.no}", "receipt_code": code or str(referral.receipt_code)}
    return organ.post("/handover/file", key)


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"decision": "accept"}, "matters.0.decision"),
        ({"decision": "refer", "refer_to": "X-XFJ"}, "matters.0.refer_to"),
        (
            {
                "decision": "refuse",
                "nonaccept_ground": "in_trial",
                "basis": "《中华人民共和国民事诉讼法》第六条",
                "right_place": "法院",
            },
            "matters.0.decision",
        ),
    ],
)
def test_the_person_who_passes_it_on_decides_nothing(
    served_office: ServedOffice, row: dict[str, str], path: str
) -> None:
    """DM-15, W6: no acceptance, no refusal, no other receiver; nothing of the attempt is on file."""
    case = filed_case(served_office)
    with pytest.raises(InvalidInput) as refused:
        pass_on(served_office, case, **row)
    assert refused.value.errors[path] == "ONLY_PASSED_ON"
    assert {matter.decision for matter in served_office.office.rows(Matter, complaint_id=case.id)} == {None}
    assert served_office.office.rows(Referral, complaint_id=case.id) == []


def test_the_superior_organ_reads_it_whole_decides_by_matter_and_answers(served_office: ServedOffice) -> None:
    """DM-15, W6: one matter accepted, one refused with its ground, the result ends the hand-over; each step is on the trail."""
    case = filed_case(served_office)
    referral = pass_on(served_office, case)
    assert (referral.unit_code, referral.matter_nos, referral.may_object) == (ORGAN, [1, 2], False)
    page = read(served_office, case, referral)
    for told in (WORDS, "柴不撤", "199-0000-0306", "要求对身份保密"):
        assert told in page.text
    (mark,) = set(mark_of(page))
    (organ,) = served_office.office.rows(OrganisationUnit, code=ORGAN)
    assert re.fullmatch(rf"由 {organ.name} 于 \d{{4}}-\d\d-\d\d \d\d:\d\d 打开", mark), (
        "C10: it says whose page it is"
    )
    assert "尚未签收" in answer(
        served_office, case, referral, answer="decided", decision="accept", matter_nos="1"
    )
    answer(served_office, case, referral, answer="signed")
    answer(served_office, case, referral, answer="decided", decision="accept", matter_nos="1")
    refused = {"answer": "decided", "decision": "refuse", "matter_nos": "2"}
    assert "error-text" in answer(served_office, case, referral, **refused), "a refusal has its ground"
    ground = {"text": "已进入行政复议", "right_place": "云河市人民政府行政复议办公室"}
    answer(served_office, case, referral, **refused, **ground)
    (row,) = served_office.office.rows(Decision, complaint_id=case.id, kind=DecisionKind.SUPERIOR)
    assert row.by == f"unit:{ORGAN}"
    assert [(told["no"], told["decision"]) for told in row.content["matters"]] == [
        (1, "accept"),
        (2, "refuse"),
    ]
    again = answer(served_office, case, referral, answer="decided", decision="refuse", text="再次决定")
    assert "error-text" in again, "nothing is undecided"
    (before,) = served_office.office.rows(Referral, complaint_id=case.id)
    assert before.state is RequestState.OPEN
    answer(served_office, case, referral, answer="result", text="通话和劝撤属实，已批评教育。")
    (after,) = served_office.office.rows(Referral, complaint_id=case.id)
    assert (after.state, after.result_by) == (RequestState.ANSWERED, f"unit:{ORGAN}")
    matters = served_office.office.rows(Matter, complaint_id=case.id)
    assert {(matter.decision, matter.finding) for matter in matters} == {(MatterDecision.REFER, None)}
    kinds = [event.kind for event in served_office.office.rows(TrailEvent, complaint_id=case.id)]
    assert {"file.passed_on_read", "decision.superior", "referral.result_reported"} <= set(kinds)
    told = [kinds for _, way, kinds in left(served_office.office, case.id) if way == "program"]
    assert told == [("case_number", "matter", "name", "contact")], "however often it is read"


def test_the_superior_organ_takes_apart_what_nobody_here_may_take_apart(served_office: ServedOffice) -> None:
    """W6: a letter that was passed on as one matter; the next number is a further one, and no number is left out."""
    filed = served_office.office.file(
        content=WORDS, wanted="", respondent_window="", address=f"superior-{next(_addresses)}"
    )
    case = served_office.office.rows(Complaint, id=filed.complaint_id)[0]
    referral = pass_on(served_office, case)
    answer(served_office, case, referral, answer="signed")
    decided = {"answer": "decided", "decision": "refuse", "text": "已进入行政复议"}
    assert "error-text" in answer(served_office, case, referral, **decided, matter_nos="3")
    answer(served_office, case, referral, answer="decided", decision="accept", matter_nos="1")
    answer(served_office, case, referral, **decided, matter_nos="2")
    matters = served_office.office.rows(Matter, complaint_id=case.id)
    assert sorted((row.no, row.decision, row.referred_to) for row in matters) == [
        (no, MatterDecision.REFER, ORGAN) for no in (1, 2)
    ]
    (after,) = served_office.office.rows(Referral, complaint_id=case.id)
    assert (after.matter_nos, after.state) == ([1, 2], RequestState.OPEN)


def test_when_every_matter_was_refused_nothing_more_is_awaited(served_office: ServedOffice) -> None:
    """DM-15: the grounds are the result, and the answer proposes them."""
    case = filed_case(served_office)
    referral = pass_on(served_office, case)
    answer(served_office, case, referral, answer="signed")
    answer(served_office, case, referral, answer="decided", decision="refuse", text="不属于受理范围")
    (after,) = served_office.office.rows(Referral, complaint_id=case.id)
    assert after.state is RequestState.ANSWERED
    assert "第2项投诉事项，上级机关决定不予受理：不属于受理范围" in str(after.result_text)


def test_nobody_else_reads_the_whole_file_by_a_code(served_office: ServedOffice) -> None:
    """R109: not with a wrong code, and not the receiver of any other hand-over."""
    case = filed_case(served_office)
    referral = pass_on(served_office, case)
    assert WORDS not in read(served_office, case, referral, code="AAAAA-AAAAA-AAA").text
    usual = served_office.office.file(address=f"superior-{next(_addresses)}")
    other = served_office.office.rows(Complaint, id=usual.complaint_id)[0]
    add_task(served_office.office, other.id, "decide-acceptance")
    rows = [{"decision": "refer", "refer_to": ORGAN}] * 2
    submit(served_office.office, other.id, "decide-acceptance", BY_ROLE["intake"], **DECISION, matters=rows)
    (handed,) = served_office.office.rows(Referral, complaint_id=other.id)
    assert "指南上没有的证明" not in read(served_office, other, handed).text
    assert "error" in answer(served_office, other, handed, answer="decided", decision="accept")
