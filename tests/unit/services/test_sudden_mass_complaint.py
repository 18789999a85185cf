"""A sudden mass complaint from its alarm to its end: four people of one morning, one finding, four answers."""

from __future__ import annotations

import pytest

from models.case.answer_sending import AnswerSending
from models.case.complaint_group import ComplaintGroup
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import RuleRefused
from models.ground.ways import Way
from services.actor import citizen
from services.answer.rate import Rate, rate
from services.filing.new_case import FiledComplaint
from services.groups.alike_files import SeenFiles
from services.groups.decide_proposal import ConfirmProposal, confirm_proposal
from services.groups.join_accepted import join_accepted_step
from services.groups.list_proposals import count_open_proposals, list_open_proposals
from services.groups.propose_groups import propose_groups_step
from services.post.record_posting import PostedLetter, RecordPosting, record_posting
from services.views.my_tasks import list_my_tasks
from services.views.progress import FindProgress, find_progress
from tests.accepted_row import ACCEPTED_ROW
from tests.frozen_answer import freeze_waiting
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import add_task, submit
from tests.unit.services.requests_office import act, case_of
from tests.unit.services.test_group_proposals import OUTAGE, tell

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

CLERK, HEAD, SUPERVISOR = "wen.rusheng", "ming.shouli", "jian.rujing"
HANDLER, APPROVER, VISITOR = "xun.wenshi", "heng.gongyun", "fang.huiyin"
PEOPLE = (
    {"name": "楼上下", "phone": "19900000101"},
    {"name": "", "phone": "", "is_anonymous": True},
    {"name": "祁早", "phone": "", "postal_address": "云河市临江区长堤路8号", "feedback_way": "letter"},
    {"name": "阿依示例", "phone": "19900000104"},
)
FACTS = "叫号系统当日九时五十分至十一时五十分停止，恢复前未张贴说明"
REASON = "设备故障后未启用备用叫号，未向群众说明，服务保障不到位"


def accept_urgent(office: FullOffice, case: str) -> None:
    submit(
        office,
        case,
        "decide-acceptance",
        CLERK,
        category="irregular_operation",
        route="intervene",
        complexity="simple",
        urgent=True,
        matters=[ACCEPTED_ROW],
    )
    submit(office, case, "assign-handler", CLERK, handler_id=HANDLER)


def alarm(office: FullOffice) -> list[FiledComplaint]:
    """Four file within the hour; the watch proposes, clerk and supervisor read it with their tasks."""
    filed = [tell(office, words, **person) for words, person in zip(OUTAGE[1:], PEOPLE, strict=True)]
    propose_groups_step(office.unit_of_work, SeenFiles())
    for login in (CLERK, SUPERVISOR):
        assert count_open_proposals(office.unit_of_work(), office.actor(login)) == 1
    return filed


def open_together(office: FullOffice, filed: list[FiledComplaint]) -> None:
    """Two are urgent and accepted at once; the clerk confirms; the others join with their acceptance."""
    for one in filed[:2]:
        accept_urgent(office, one.complaint_id)
    (proposal,) = list_open_proposals(office.unit_of_work(), office.actor(CLERK))
    command = ConfirmProposal(
        proposal.id,
        [line.number for line in proposal.files],
        filed[0].number,
        "0907叫号停止",
        proposal.statement,
        "同一上午同一窗口",
    )
    confirm_proposal(command, office.unit_of_work(), office.actor(CLERK))
    for one in filed[2:]:
        accept_urgent(office, one.complaint_id)
    assert join_accepted_step(office.unit_of_work) == 2


def find_once(office: FullOffice, leading: str) -> None:
    found = {"finding": "substantiated", "facts": FACTS, "heard": "当面听取了窗口说明"}
    rests = {"uncited_reason": "日志在卷", "responsibility": "unit"}
    submit(office, leading, "record-findings", HANDLER, methods=["documents"], matters=[{**found, **rests}])
    opinion = {"finding": "substantiated", **SAID, "disposals": ["correct_error"], "reason": REASON}
    basis = {"basis": "《政务服务中心服务投诉处置规范》"}
    submit(office, leading, "draft-opinion", HANDLER, matters=[{**opinion, **basis}])
    submit(office, leading, "approve-opinion", APPROVER, opinion_decision="approve", **NOTHING_TO_IMPROVE)


def answer(office: FullOffice, case: str, *ways: str) -> None:
    parts = {"findings_text": FACTS, "decision_text": REASON, "measures_text": "已启用备用叫号"}
    other = {} if ways != ("query_code",) else {"other_way_reason": "匿名，无其他方式"}
    submit(office, case, "give-answer", HANDLER, ways=list(ways), **parts, **other)
    freeze_waiting(office, case)
    for row in office.rows(LetterDelivery, complaint_id=case, purpose=DeliveryPurpose.ANSWER):
        posted = RecordPosting((PostedLetter(row.id, "XA33000012360"),))
        record_posting(posted, office.unit_of_work(), office.actor(HANDLER))


def test_a_sudden_mass_complaint_from_its_alarm_to_one_answer_for_each(office: FullOffice) -> None:
    """R102: alarm and urgent mark, parent case, representatives, one answer to each in his own way and code, closing by share."""
    filed = alarm(office)
    open_together(office, filed)
    leading, others = filed[0].complaint_id, [one.complaint_id for one in filed[1:]]
    add_task(office, leading, "record-findings")
    urgent = [row for row in list_my_tasks(office.unit_of_work(), office.actor(HANDLER)) if row.is_urgent]
    assert [row.number for row in urgent] == [filed[0].number]
    speaking = [filed[1].number, filed[3].number]
    act(
        office,
        leading,
        "name-representatives",
        HEAD,
        representatives=speaking,
        informing="由代表逐一电话告知",
    )
    (group,) = office.rows(ComplaintGroup)
    assert "我们已收到多位办事人" in group.statement

    find_once(office, leading)
    for case in others:
        assert [row.facts for row in office.rows(Matter, complaint_id=case)] == [FACTS]
        assert case_of(office, case).stage is Stage.FEEDBACK
    ways = (("phone",), ("query_code",), ("letter",), ("phone",))
    for one, way in zip(filed, ways, strict=True):
        answer(office, one.complaint_id, *way)
    sent = {row.complaint_id: set(row.ways) for row in office.rows(AnswerSending)}
    assert [sent[one.complaint_id] & {way.value for way in Way} for one in filed] == [{*way} for way in ways]
    for one, person in zip(filed, PEOPLE, strict=True):
        told = find_progress(
            FindProgress(one.number, one.query_code), office.unit_of_work(), citizen("203.0.113.9")
        )
        assert told is not None
        assert told.answer is not None
        text = repr(told)
        assert FACTS in text
        assert REASON in text
        strangers = [other for other in PEOPLE if other is not person]
        for word in (*(other["name"] for other in strangers), *(other["phone"] for other in strangers)):
            assert not word or str(word) not in text, word
        for other in filed:
            assert other is one or (other.query_code not in text and other.number not in text)

    with pytest.raises(RuleRefused, match="GROUP_BELOW_SHARE"):
        visit(office, leading, "5")
    for one in filed[2:]:
        rate(Rate(one.number, one.query_code, 4), office.unit_of_work(), citizen("203.0.113.9"))
    visit(office, leading, "5")


def visit(office: FullOffice, case: str, satisfaction: str) -> None:
    submit(
        office, case, "record-return-visit", VISITOR, reached="yes", way="phone", satisfaction=satisfaction
    )
