"""Findings wait, by matter, for whoever may still speak: nothing is saved before, and nobody is found at fault unheard."""

from __future__ import annotations

from datetime import date

import pytest

from models.beside.respondent_request import RespondentRequest
from models.beside.supplement_request import SupplementRequest
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, RequestState, Stage
from models.case.matter import Matter
from models.case.task import Task
from models.ground.codes import Finding
from models.ground.errors import InvalidInput
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM
from services.case.lawful_end import Lack, NotLawful, require_lawful_answer
from services.case.lifecycle import move_stage
from services.casefile.open_windows import list_open_windows
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.requests_office import act, send_material
from tests.unit.side_requests.side_case import SideCase

TRUE = {
    "finding": "substantiated",
    "facts": "清单多列一项",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}
UNTRUE = {"finding": "not_substantiated", "facts": "清单与指南一致"}
LATER = {"finding": "later"}
OPINION = {
    "uncited_reason": "录像在卷",
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error"],
    "reason": "指南无此材料",
    "basis": "办事指南",
}
ANSWERED = [{"answer": "supported"}] * 2
LAST_DAY = date(2026, 9, 10)


def find(case: SideCase, *rows: dict[str, object]) -> None:
    case.submit("record-findings", "xun.wenshi", "7", methods=["documents"], matters=list(rows))


def ask(case: SideCase, unit: str, *matters: str) -> str:
    taken = act(
        case.office,
        case.complaint_id,
        "ask-respondent",
        "xun.wenshi",
        unit=unit,
        questions="请说明",
        matter_nos=list(matters),
    )
    return taken.references["respondent_request_id"]


def reply(case: SideCase, request_id: str, **answers: object) -> None:
    said = {"respondent_request_id": request_id, **answers}
    act(case.office, case.complaint_id, "reply-as-respondent", "ren.shebao", **said)


def found(case: SideCase) -> list[Finding | None]:
    rows = sorted(case.office.rows(Matter, complaint_id=case.complaint_id), key=lambda row: row.no)
    return [row.finding for row in rows]


def told(case: SideCase) -> object:
    return case.office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]


def refusal(case: SideCase, *rows: dict[str, object]) -> InvalidInput:
    before = found(case)
    with pytest.raises(InvalidInput) as refused:
        find(case, *rows)
    assert found(case) == before
    return refused.value


def test_a_finding_waits_for_the_unit_and_says_until_when(case: SideCase) -> None:
    """DM-3, N14: the attempt in the window saves nothing, of no matter and no decision; it names the unit and the last day."""
    ask(case, "RS")
    refused = refusal(case, TRUE, TRUE)
    assert refused.errors == {f"matters.{row}.finding": "FINDING_WAITS_FOR_UNIT" for row in (0, 1)}
    assert {fact["until"] for fact in refused.facts.values()} == {LAST_DAY}
    assert {str(fact["unit"]) for fact in refused.facts.values()} == {"云河市人力资源和社会保障局（驻厅）"}
    assert case.office.rows(Decision, kind=DecisionKind.FINDINGS) == []
    assert case.one(Task, form_id="record-findings").state == "open"


def test_the_wait_is_by_matter_and_a_reply_ends_it_at_once(case: SideCase) -> None:
    """R44: the other matter is found and its investigation goes on for the rest; the reply turns what follows."""
    request_id = ask(case, "RS", "2")
    find(case, TRUE, LATER)
    assert found(case) == [Finding.SUBSTANTIATED, None]
    assert told(case) == {"needs_further_investigation": True}
    assert refusal(case, TRUE, TRUE).errors == {"matters.1.finding": "FINDING_WAITS_FOR_UNIT"}
    reply(case, request_id, reply_text="当场已退还")
    find(case, TRUE, UNTRUE)
    assert found(case) == [Finding.SUBSTANTIATED, Finding.NOT_SUBSTANTIATED]
    assert told(case) == {"needs_further_investigation": False}


def test_a_waiver_needs_its_paper_and_ends_only_its_own_wait(case: SideCase) -> None:
    """DM-3: given up in writing by the one whose right it is; another unit's window stays, without a paper none ends."""
    own = ask(case, "RS", "1")
    entered = {"step": "add", "unit": "MZ", "reason": "第2项发生在民政窗口"}
    act(case.office, case.complaint_id, "correct-respondent", "xun.wenshi", **entered)
    ask(case, "MZ", "2")
    with pytest.raises(InvalidInput) as refused:
        reply(case, own, is_waived=True)
    assert refused.value.errors == {"waiver_paper": "REQUIRED"}
    reply(case, own, is_waived=True, waiver_paper="放弃陈述书，科长签字")
    row = case.one(RespondentRequest, id=own)
    assert (row.state, row.end_reason, row.waiver_paper, row.reply_text) == (
        RequestState.ANSWERED,
        "WAIVED",
        "放弃陈述书，科长签字",
        None,
    )
    assert refusal(case, TRUE, TRUE).errors == {"matters.1.finding": "FINDING_WAITS_FOR_UNIT"}
    find(case, TRUE, LATER)
    assert found(case) == [Finding.SUBSTANTIATED, None]


def test_the_wait_ends_with_the_last_day_though_no_timer_has_fired(case: SideCase) -> None:
    """DM-3: held to the end of the last day, free at the opening of the office after it."""
    ask(case, "RS")
    case.office.clock.set("2026-09-11T08:59")
    refusal(case, TRUE, TRUE)
    case.office.clock.set("2026-09-11T09:00")
    find(case, TRUE, TRUE)
    assert found(case) == [Finding.SUBSTANTIATED] * 2


@pytest.mark.parametrize("is_waived", [False, True])
def test_a_finding_waits_for_the_complainants_material(case: SideCase, is_waived: bool) -> None:
    """DM-3, R49: untrue is held as well; material or his written word ends it, and the word is kept."""
    taken = act(
        case.office, case.complaint_id, "request-supplement", "xun.wenshi", items="回执", matter_nos=["2"]
    )
    request_id = taken.references["supplement_request_id"]
    refused = refusal(case, UNTRUE, UNTRUE)
    assert refused.errors == {"matters.1.finding": "FINDING_WAITS_FOR_COMPLAINANT"}
    assert refused.facts["matters.1.finding"] == {"until": date(2026, 9, 14)}
    if is_waived:
        said = {"supplement_request_id": request_id, "is_waived": True, "waiver_paper": "不再补充的信"}
        act(case.office, case.complaint_id, "register-supplement", "wen.rusheng", **said)
    else:
        send_material(case.office, case.complaint_id, request_id)
    row = case.one(SupplementRequest)
    assert (row.end_reason, row.waiver_paper) == (
        ("WAIVED", "不再补充的信") if is_waived else ("RECEIVED", None)
    )
    find(case, UNTRUE, UNTRUE)
    assert found(case) == [Finding.NOT_SUBSTANTIATED] * 2


def test_against_the_respondent_the_file_says_how_it_was_heard(case: SideCase) -> None:
    """R44, N14: (partly) true asks how the side complained about was heard, or why not; untrue does not."""
    unheard = {key: value for key, value in TRUE.items() if key != "heard"}
    refused = refusal(case, {**unheard, "finding": "partly_substantiated"}, UNTRUE)
    assert refused.errors == {"matters.0.heard": "REQUIRED"}
    find(case, UNTRUE, UNTRUE)


def test_an_opinion_does_not_turn_a_finding_against_somebody_unheard(case: SideCase) -> None:
    """R44: the second decision needs it as the first does."""
    find(case, TRUE, UNTRUE)
    turned = {**OPINION, "departure": "录像可证"}
    with pytest.raises(InvalidInput) as refused:
        case.submit("draft-opinion", "xun.wenshi", "8", matters=[OPINION, turned], claims=ANSWERED)
    assert refused.value.errors == {"matters.1.heard": "RESPONDENT_NOT_HEARD"}
    heard = {**turned, "heard": "9月8日当面听取"}
    case.submit("draft-opinion", "xun.wenshi", "9", matters=[OPINION, heard], claims=ANSWERED)
    assert found(case) == [Finding.SUBSTANTIATED] * 2


def test_no_diagram_shortens_a_window(case: SideCase) -> None:
    """DM-3: where a diagram leaves the investigation early, neither opinion nor answer is taken before the last day is over."""
    ask(case, "RS", "2")
    with case.unit() as (unit, complaint):
        move_stage(complaint, Stage.DISPOSAL, unit, SYSTEM)
    assert case.one(RespondentRequest).state is RequestState.LAPSED
    with pytest.raises(InvalidInput) as refused:
        case.submit("draft-opinion", "xun.wenshi", "8", matters=[OPINION, OPINION], claims=ANSWERED)
    assert refused.value.errors == {"matters.1.finding": "FINDING_WAITS_FOR_UNIT"}
    case.office.clock.set("2026-09-11T09:00")
    silent = {**OPINION, "heard": "逾期未陈述"}
    case.submit("draft-opinion", "xun.wenshi", "9", matters=[silent] * 2, claims=ANSWERED)
    case.submit("approve-opinion", "heng.gongyun", "10", opinion_decision="approve", **NOTHING_TO_IMPROVE)
    case.office.clock.set("2026-09-11T10:00")
    with case.unit() as (unit, complaint):
        require_lawful_answer(complaint, unit)
        row = unit.session.get_one(RespondentRequest, case.one(RespondentRequest).id)
        row.window_ends_at = row.window_ends_at.replace(day=20)
        with pytest.raises(NotLawful) as unlawful:
            require_lawful_answer(complaint, unit)
        assert [(item.lack, item.matter_nos) for item in unlawful.value.missing] == [(Lack.WINDOW_OPEN, (2,))]
        row.matter_nos = None
        assert list_open_windows(complaint, unit) == [], "what an earlier release let lapse stays lapsed"
