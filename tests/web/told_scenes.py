"""Cases to which everything happens that a complainant reads about, lived through use cases and his own pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import count

from models.beside.extension import Extension
from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.actor import SYSTEM
from services.beside.extension.prepare_extension import PrepareExtension, prepare_extension
from services.beside.extension.request_extension import RequestExtension, request_extension
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.beside.withdrawal.conclude_withdrawal import ConcludeWithdrawal, conclude_withdrawal
from services.requests.start_own_process import StartOwnProcess, start_own_process
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.projected_task import ACCEPT, submit
from tests.unit.services.requests_office import act
from tests.unit.side_requests.referring import disclose
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.pages import photo

# Elements that have no end.
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
SETTLED = {"finding": "substantiated", **SAID, "disposals": ["improve_service"], "reason": "当场取出证照"}
# Task keys of a side case are counted from here, so that cases of one office do not take each other's.
_hundreds = count(100, 100)


def fresh_case(served: ServedOffice) -> SideCase:
    """An accepted case of two matters, filed from an address of its own."""
    case = side_case(served.office, address=f"told-{next(_hundreds)}")
    return replace(case, numbers=count(next(_hundreds)))


def send(visitor: SocketVisitor, case: SideCase, form: str, **fields: object) -> None:
    """Open the progress page and send one of its forms, files as `attachments`."""
    progress_of(visitor, case)
    files = fields.pop("attachments", None)
    sent = {"number": case.number, "query_code": case.query_code, "submission_id": visitor.submission_id}
    options = {} if files is None else {"files": files}
    page = visitor.post(f"/progress/{form}", {**sent, **fields}, **options)
    assert page.status_code == 200, page.text[:3000]


def progress_of(visitor: SocketVisitor, case: SideCase) -> str:
    """The page that number and code open."""
    visitor.get("/progress")
    page = visitor.post("/progress", {"number": case.number, "query_code": case.query_code})
    assert page.status_code == 200, page.text[:3000]
    return page.text


def part_of(page: str, element_id: str) -> str:
    """The words of the element of this id; empty without one."""
    reader = _PartReader(element_id)
    reader.feed(page)
    return re.sub(r"\s+", " ", "".join(reader.words))


class _PartReader(HTMLParser):
    """Keeps the words inside one element."""

    def __init__(self, element_id: str) -> None:
        super().__init__()
        self._id = element_id
        self._depth = 0
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and (self._depth or ("id", self._id) in attrs):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag not in VOID:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.words.append(data)


def handled(served: ServedOffice) -> SideCase:
    """Asked for material, more time, a withdrawal not meant, an answer, a rating, a review that begins it anew."""
    case, citizen = fresh_case(served), served.visitor()
    office = served.office
    act(office, case.complaint_id, "request-supplement", "wen.rusheng", items="请提供收据照片", window_wd=5)
    act(office, case.complaint_id, "remind-supplement", "wen.rusheng", note="已电话提醒")
    send(citizen, case, "supplement", text="收据如下", attachments={"attachments": ("收据.jpg", photo())})
    tell_more_time(case)
    send(citizen, case, "withdraw", reason="先不投诉了")
    submit(office, case.complaint_id, "verify-withdrawal", "wen.rusheng", is_confirmed="no")
    answer(case)
    send(citizen, case, "rate", rating="2", comment="没有说清楚", wish="none")
    with case.unit() as (_, complaint):
        complaint.stage = Stage.ARCHIVED
    send(citizen, case, "review", reason="认定与监控不符")
    _decide_review(case)
    return case


def transferred(served: ServedOffice) -> SideCase:
    """One matter went to an authority outside."""
    case = fresh_case(served)
    command = OpenReferral("X-DL", matter_nos=(2,))
    case.do("wen.rusheng", lambda complaint, unit, actor: open_referral(command, complaint, unit, actor))
    return case


def named(served: ServedOffice) -> SideCase:
    """By a recorded consent a unit is told his name."""
    case = fresh_case(served)
    disclose(case, 2)
    consent = {"matters": [{"wording": "窗口多要了证明"}] * 2, "consent": "来电同意告知姓名"}
    act(served.office, case.complaint_id, "word-matters", "xun.wenshi", **consent)
    asked = {"unit": "RS", "questions": "请说明"}
    act(served.office, case.complaint_id, "ask-respondent", "xun.wenshi", **asked)
    return case


def withdrawn(served: ServedOffice) -> SideCase:
    """Accepted, then withdrawn, and the answer given as it is proposed."""
    case, citizen = fresh_case(served), served.visitor()
    send(citizen, case, "withdraw", reason="问题已解决")
    submit(served.office, case.complaint_id, "verify-withdrawal", "wen.rusheng", is_confirmed="yes")
    command = ConcludeWithdrawal(case.complaint_id, 1, case.job())
    conclude_withdrawal(command, served.office.unit_of_work(), SYSTEM)
    return case


def merged(served: ServedOffice) -> SideCase:
    """Both matters are handled with another case."""
    parent = fresh_case(served)
    merge = {"decision": "merge", "merge_into": parent.number}
    return _decided(served.office, {"matters": [merge, merge]})


def settled(served: ServedOffice) -> SideCase:
    """Settled while the complainant was there."""
    decision = {"route": "on_spot", "matters": [ACCEPT, ACCEPT]}
    case = _decided(served.office, decision)
    answers = {
        "is_settled": "yes",
        "confirmed_by_complainant": True,
        "matters": [SETTLED, SETTLED],
        **NOTHING_TO_IMPROVE,
    }
    submit(served.office, case.complaint_id, "settle-on-spot", "ying.shoudao", **answers)
    return case


def redone(served: ServedOffice) -> SideCase:
    """Handled once more after a rating that asked for it."""
    case, citizen = fresh_case(served), served.visitor()
    answer(case)
    send(citizen, case, "rate", rating="1", comment="没有解决", wish="redo")
    answers = {"decision": "redo", "handler_id": "tan.genyuan", "reason": "未核文件"}
    submit(served.office, case.complaint_id, "decide-redo", "ming.shouli", **answers)
    return case


SCENES: tuple[Callable[[ServedOffice], SideCase], ...] = (
    handled,
    transferred,
    named,
    withdrawn,
    merged,
    settled,
    redone,
)


def _decided(office: FullOffice, decision: dict[str, object]) -> SideCase:
    filed = office.file(address=f"told-{next(_hundreds)}")
    answers = {"category": "bad_attitude", "route": "intervene", "complexity": "simple", **decision}
    submit(office, filed.complaint_id, "decide-acceptance", "ying.shoudao", **answers)
    numbers = count(next(_hundreds))
    return SideCase(office, filed.complaint_id, filed.number, filed.query_code, numbers)


def tell_more_time(case: SideCase) -> None:
    command = RequestExtension("等外地单位确认", 5)
    case.do("xun.wenshi", lambda complaint, unit, actor: request_extension(command, complaint, unit, actor))
    instance = f"71{case.number[-4:]}"
    prepare = PrepareExtension(case.one(Extension).id, instance, case.job())
    prepare_extension(prepare, case.office.unit_of_work())
    case.submit("decide-extension", "heng.gongyun", instance, is_approved="yes", basis="本中心办法")
    case.submit("tell-extension", "xun.wenshi", instance, ways=["phone"])


def answer(case: SideCase) -> None:
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "有依据",
        "basis": "办事指南",
    }
    findings = {
        "methods": ["documents"],
        "matters": [
            {
                "finding": "substantiated",
                "facts": "窗口多要了证明",
                "heard": "当面听取了窗口说明",
                "uncited_reason": "录像在卷",
                "responsibility": "unit",
            }
        ]
        * 2,
    }
    told = {"findings_text": "经查属实", "decision_text": "予以纠正", "measures_text": "已培训"}
    for form, login, answers in (
        ("record-findings", "xun.wenshi", findings),
        ("draft-opinion", "xun.wenshi", {"matters": [opinion] * 2}),
        ("approve-opinion", "heng.gongyun", {"opinion_decision": "approve", **NOTHING_TO_IMPROVE}),
        ("give-answer", "xun.wenshi", {**told, "ways": ["phone"]}),
    ):
        submit(case.office, case.complaint_id, form, login, **answers)


def _decide_review(case: SideCase) -> None:
    instance = f"95{case.number[-4:]}"
    command = StartOwnProcess(case.one(Review).id, instance, case.job())
    start_own_process(Review, command, case.office.unit_of_work())
    given = {"outcome": "reopened", "reasons": "监控时段有误，应当重新调查"}
    case.submit("decide-review", "zong.lanyun", instance, ways=["phone"], basis="本中心办法", **given)
    assert case.office.rows(Complaint, id=case.complaint_id)[0].stage is Stage.INTAKE
