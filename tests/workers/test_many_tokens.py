"""Many tokens of one complaint at once: each message moves its own and no other, and what nobody awaits moves none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.beside.referral import Referral
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from services.actor import citizen
from services.acts.answer_from_outside import AnswerFromOutside, HandoverAnswer, answer_from_outside
from services.acts.take_act import TakeAct, take_act
from services.beside.supplement.submit_supplement import SubmitSupplement, submit_supplement
from services.identity.query_code import derive_query_code
from services.ports.engine import OutgoingMessage
from services.worklist.submit_task import SubmitTask, submit_task
from tests.full_office import FullOffice
from tests.web.case_file import read_file
from tests.web.pages import build_app, text_of
from tests.web_staff.people import signed_in
from tests.whole_file import get_case_file
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.test_side_processes import accept
from tests.workers.tokens import (
    TO_A_TASK,
    TO_VARIABLES,
    Move,
    Sender,
    held_sender,
    settle,
    waiting_tokens,
)

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

# Units of the centre that handle together with the one in charge, by who signs for them, and authorities outside.
CO_HANDLING = {"YB": "yi.baomin", "GJ": "gong.jijin", "SJ": "zhang.zhaoquan"}
OUTSIDE = ("X-CGZF", "X-DL")
CLERK, HANDLER, READER = "wen.rusheng", "xun.wenshi", "jian.rujing"
# What opens something beside the work: nothing waits for it but the stage itself.
OPENINGS = frozenset({"complaint.referral-opened", "complaint.supplement-requested"})
CLOCK_CHANGED, RECEIVED = "complaint.clock-changed", "complaint.supplement-received"


@pytest.fixture
def running(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine whose searches show the last commit, so that a look at all tokens is of one moment."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        running.start_workers()
        yield running


@dataclass(frozen=True)
class Walk:
    """One complaint in its investigation, and the sender that looks at the tokens."""

    running: EngineOffice
    case: str
    sender: Sender

    @property
    def office(self) -> FullOffice:
        return self.running.office

    @property
    def complaint(self) -> Complaint:
        row: Complaint = self.office.rows(Complaint, id=self.case)[0]
        return row

    def take(self, act: str, login: str, **answers: object) -> list[Move]:
        """An act, and what its messages moved."""
        take_act(TakeAct(self.case, act, answers), self.office.unit_of_work(), self.office.actor(login))
        return self.sender.send()

    def submit(self, form_id: str, login: str, unit: str, **answers: object) -> list[Move]:
        """The task of this unit's own referral, and what its completion moved."""
        instance = self.referral(unit).process_instance_key

        def find() -> list[Task]:
            return self.office.rows(Task, form_id=form_id, process_instance_key=instance)

        self.running.wait_for(find, f"{form_id} of {unit}")
        command = SubmitTask(find()[0].user_task_key, answers)
        submit_task(command, self.office.unit_of_work(), self.office.actor(login))
        return self.sender.send()

    def outside(self, unit: str, kind: HandoverAnswer, text: str = "") -> list[Move]:
        """A unit outside answers with the code of its sheet."""
        row = self.referral(unit)
        command = AnswerFromOutside(f"{self.complaint.number}-R{row.no}", str(row.receipt_code), kind, text)
        answer_from_outside(command, self.office.unit_of_work(), citizen("203.0.113.50"))
        return self.sender.send()

    def send_material(self, text: str, request_id: str | None = None) -> list[Move]:
        """The complainant's own material: to this request, or unasked."""
        code = derive_query_code(self.complaint.submission_id)
        command = SubmitSupplement(
            self.complaint.number, code, text, (), request_id, is_unasked=request_id is None
        )
        submit_supplement(command, self.office.unit_of_work(), citizen("203.0.113.9"))
        return self.sender.send()

    def referral(self, unit: str) -> Referral:
        row: Referral = self.office.rows(Referral, complaint_id=self.case, unit_code=unit)[0]
        return row

    def rounds(self) -> list[SupplementRequest]:
        """The rounds of asking, in order."""
        rows = self.office.rows(SupplementRequest, complaint_id=self.case)
        return sorted(rows, key=lambda row: int(row.no))

    def clocks(self, *kinds: ClockKind) -> set[str]:
        """Ids of the clocks of these kinds that run or stand still."""
        rows = self.office.rows(Clock, complaint_id=self.case, stopped_at=None)
        return {row.id for row in rows if row.kind in kinds}

    def keys_awaited(self) -> Counter[str]:
        """Under which keys tokens wait for messages."""
        return Counter(key for token in waiting_tokens(self.running) for key in token.awaits)


@pytest.fixture
def walk(running: EngineOffice) -> Iterator[Walk]:
    """An investigation under its two clocks, with two rounds of material open."""
    case = accept(running)
    with held_sender(running) as sender:
        walk = Walk(running, case, sender)
        walk.take("request-supplement", HANDLER, items="收据照片", window_wd=2)
        walk.take("request-supplement", HANDLER, items="通话记录", window_wd=10)
        yield walk


def moved(moves: list[Move], name: str) -> Move:
    """The only move by this message."""
    (found,) = [move for move in moves if move.name == name]
    return found


def assert_each_moved_its_own(moves: list[Move]) -> None:
    """An answer moves the one token that waited for it, an opening only adds tokens, a variable moves nothing."""
    for move in moves:
        if move.name in OPENINGS or move.name == TO_VARIABLES:
            assert move.gone == [], move
        else:
            assert len(move.own) == 1, move
            assert move.gone == move.own, move
        if move.name == TO_VARIABLES:
            assert move.come == [], move
        if move.name == CLOCK_CHANGED:
            assert all(token.awaits == {move.key} for token in move.come), move


def test_every_message_moves_exactly_its_own_token(walk: Walk) -> None:
    """R49: two clocks, three co-handling units, two authorities and two rounds, answered in a mixed order.

    The clocks stand still for the first round alone, and learn of its answer only.
    """
    for unit in (*CO_HANDLING, *OUTSIDE):
        walk.take("open-referral", CLERK, unit=unit, role="co", needs_result=True)
    held = walk.clocks(ClockKind.RESOLVE, ClockKind.INVESTIGATION)
    first, second = walk.rounds()
    referrals = {unit: walk.referral(unit) for unit in (*CO_HANDLING, *OUTSIDE)}
    signing = walk.clocks(ClockKind.REFERRAL_SIGN_OFF)
    open_keys = {first.id, second.id, *held, *signing, *(referrals[unit].id for unit in OUTSIDE)}
    assert (len(held), len(signing), len(open_keys)) == (2, 5, 11)
    awaited = walk.keys_awaited()
    assert {key: awaited[key] for key in open_keys} == dict.fromkeys(open_keys, 1)

    signed = walk.outside("X-DL", HandoverAnswer.SIGNED)
    assert moved(signed, "complaint.referral-signed").reached == ["Wait_ReferralResult", "Wait_WithinLimit"]
    for unit in ("GJ", "YB", "SJ"):
        told = walk.submit("sign-referral", CO_HANDLING[unit], unit, referral_answer="signed")
        assert moved(told, TO_A_TASK).own[0].element_id == "UserTask_SignReferral"
    objected = walk.outside("X-CGZF", HandoverAnswer.OBJECTED, "属许可事项")
    # The objection is arbitrated within a limit of its own.
    assert moved(objected, "complaint.referral-objected").reached == [
        "UserTask_ArbitrateReferral",
        "Wait_WithinLimit",
    ]
    answered = walk.send_material("这是通话记录", second.id)
    assert moved(answered, RECEIVED).own[0].awaits == {second.id}
    assert [move for move in answered if move.name == CLOCK_CHANGED] == []
    for unit in ("YB", "SJ", "GJ"):
        walk.submit("report-referral-result", CO_HANDLING[unit], unit, result_text="已办结")
    walk.outside("X-DL", HandoverAnswer.RESULT, "已转派")
    answered = walk.send_material("这是收据", first.id)
    assert moved(answered, RECEIVED).own[0].awaits == {first.id}
    assert {move.key for move in answered if move.name == CLOCK_CHANGED} == held

    assert_each_moved_its_own(walk.sender.moves)
    names = Counter(move.name for move in walk.sender.moves)
    assert names["complaint.referral-opened"] == 5
    assert names["complaint.supplement-requested"] == names[RECEIVED] == 2
    assert names[TO_A_TASK] == 6
    assert [row.state for row in walk.rounds()] == [RequestState.ANSWERED] * 2


def test_what_nobody_awaits_is_on_file_and_moves_no_token(walk: Walk) -> None:
    """Material nobody asked for, and an answer to round 1 during round 2, whatever door it comes by."""
    first, second = walk.rounds()
    tokens = waiting_tokens(walk.running)
    assert walk.send_material("另有一份录音") == []
    assert waiting_tokens(walk.running) == tokens

    walk.office.clock.set(to_beijing(first.window_ends_at).isoformat())
    walk.running.server.pin_clock(int(first.window_ends_at.timestamp() * 1000))
    settle(walk.running)
    walk.sender.send()
    assert [row.state for row in walk.rounds()] == [RequestState.EXPIRED, RequestState.OPEN]
    assert walk.keys_awaited()[first.id] == 0
    tokens = waiting_tokens(walk.running)
    assert walk.send_material("迟来的收据", first.id) == []
    assert walk.take("register-supplement", CLERK, supplement_request_id=first.id, text="信里的收据") == []
    walk.sender.publish_message(OutgoingMessage(RECEIVED, first.id, f"{first.id}:received", {}, 0))
    assert (walk.sender.moves[-1].gone, walk.sender.moves[-1].come) == ([], [])
    assert waiting_tokens(walk.running) == tokens

    assert moved(walk.send_material("这是通话记录", second.id), RECEIVED).own[0].awaits == {second.id}
    assert_on_file(walk, first, second)


def assert_on_file(walk: Walk, first: SupplementRequest, second: SupplementRequest) -> None:
    """In the view of the file and on its page, each with what it answers."""
    file = get_case_file(walk.case, walk.office.unit_of_work(), walk.office.actor(READER))
    rows = {row.text: (row.supplement_request_id, row.is_late) for row in file.side.supplements}
    assert rows == {
        "另有一份录音": (None, False),
        "迟来的收据": (first.id, True),
        "信里的收据": (first.id, True),
        "这是通话记录": (second.id, False),
    }
    reader = signed_in(build_app(walk.office), walk.office, READER)
    page = text_of(read_file(reader, walk.case))
    for words in (
        "主动补充 另有一份录音",
        "第 1 次补正通知 · 逾期 迟来的收据",
        "第 1 次补正通知 · 逾期 信里的收据",
        "第 2 次补正通知 这是通话记录",
    ):
        assert words in page, page[page.index("收到的补充材料") :][:600]
