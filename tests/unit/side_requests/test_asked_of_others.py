"""Entrusted reports and replies of respondents: windows on both sides, stopped clocks, late ones on file."""

from __future__ import annotations

import pytest

from models.beside.entrustment import Entrustment
from models.beside.respondent_request import RespondentRequest
from models.case.file_entry import FileEntry
from models.case.lifecycle import RequestState, Rung, Stage
from models.clock.legal_time import as_iso
from models.ground.codes import EntrustmentKind
from models.ground.errors import Conflict, InvalidInput, RuleRefused
from services.actor import SYSTEM
from services.beside.entrustment.open_entrustment import OpenEntrustment, open_entrustment
from services.beside.entrustment.return_report import return_report
from services.beside.respondent.allegation_sheet import list_allegation_sheets
from services.beside.respondent.ask_respondent import AskRespondent, ask_respondent
from services.beside.respondent.reply import Reply, reply
from services.requests.check_window import CheckWindow, check_window
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.kinds.respondent import RESPONDENT
from services.requests.request_kind import RequestKind
from tests.let_out import let_out
from tests.unit.side_requests.side_case import SideCase


def entrust(case: SideCase, **fields: object) -> str:
    known = {"kind": EntrustmentKind.ENTRUSTED, "to_unit": "X-DSJ", "scope": "固定日志", "pauses_clock": True}
    command = OpenEntrustment(**{**known, **fields})  # type: ignore[arg-type]  # fields by name in tests
    opened = str(case.do("heng.gongyun", lambda c, u, a: open_entrustment(command, c, u, a)))
    let_out(case.office, opened)
    return opened


def report(case: SideCase, entrustment_id: str, text: str = "写库失败") -> object:
    return case.do(
        "xun.wenshi",
        lambda _, u, a: return_report(u.session.get_one(Entrustment, entrustment_id), text, u, a),
    )


def is_over(case: SideCase, kind: RequestKind, request_id: str) -> bool:
    command = CheckWindow(kind, request_id, case.job())
    return check_window(command, case.office.unit_of_work(), SYSTEM).is_window_over


def ask(case: SideCase, unit_code: str = "RS") -> str:
    command = AskRespondent(unit_code, "请说明当日情况")
    return str(case.do("xun.wenshi", lambda c, u, a: ask_respondent(command, c, u, a)))


def answer(case: SideCase, request_id: str, text: str = "当日系统故障") -> object:
    return case.do(
        "ren.shebao",
        lambda _, u, a: reply(u.session.get_one(RespondentRequest, request_id), Reply(text), u, a),
    )


def test_entrusted_time_is_not_counted(case: SideCase) -> None:
    """S046: resolve and investigation stand still from the act to the report."""
    case.office.clock.set("2026-09-08T10:00")
    entrustment_id = entrust(case)
    assert {case.clock(kind).rung for kind in ("resolve", "investigation")} == {Rung.PAUSED}
    assert case.messages("complaint.entrustment-opened")[0]["correlation_key"] == case.complaint_id
    case.office.clock.set("2026-09-11T15:00")
    assert report(case, entrustment_id)
    row = case.one(Entrustment)
    assert (row.state, row.end_reason, row.report_text) == (RequestState.ANSWERED, "RETURNED", "写库失败")
    assert as_iso(case.clock("resolve").due_at) == "2026-09-17T17:00:00+08:00"
    messages = case.messages("complaint.entrustment-returned")
    assert [message["correlation_key"] for message in messages] == [entrustment_id]


def test_entrustment_without_pause_stops_no_clock(case: SideCase) -> None:
    """An appraisal may run beside the counting."""
    entrust(case, kind=EntrustmentKind.APPRAISAL, to_unit="X-JDS", pauses_clock=False)
    assert case.clock("resolve").rung is Rung.WITHIN


def test_window_over_lets_the_clocks_run_on_and_keeps_a_late_report(case: SideCase) -> None:
    """Not over a minute before, over at its end; the late report is on file and moves nothing."""
    entrustment_id = entrust(case, limit_wd=2)
    assert as_iso(case.one(Entrustment).window_ends_at) == "2026-09-10T09:00:00+08:00"
    case.office.clock.set("2026-09-10T08:59")
    assert not is_over(case, ENTRUSTMENT, entrustment_id)
    case.office.clock.set("2026-09-10T09:00")
    assert is_over(case, ENTRUSTMENT, entrustment_id)
    row = case.one(Entrustment)
    assert (row.state, row.end_reason) == (RequestState.EXPIRED, "WINDOW_OVER")
    assert case.clock("resolve").rung is Rung.WITHIN
    assert not report(case, entrustment_id)
    assert case.one(Entrustment).report_text is None
    assert [entry.text for entry in case.office.rows(FileEntry)] == ["写库失败"]
    assert case.messages("complaint.entrustment-returned") == []


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"limit_wd": 31}, {"limit_wd": "TOO_LARGE"}),
        ({"limit_wd": 0}, {"limit_wd": "TOO_SMALL"}),
        ({"to_unit": "RS"}, {"to": "NOT_AN_OPTION"}),
        ({"scope": " "}, {"scope": "REQUIRED"}),
    ],
)
def test_entrustment_names_an_outside_body_a_scope_and_at_most_thirty_days(
    case: SideCase, fields: dict[str, object], errors: dict[str, str]
) -> None:
    """Scope, limit, and somebody else."""
    with pytest.raises(InvalidInput) as refused:
        entrust(case, **fields)
    assert refused.value.errors == errors
    assert entrust(case, limit_wd=30)


def test_others_are_asked_in_the_investigation_only(case: SideCase) -> None:
    """Later there is nothing left that waits for them."""
    with case.unit() as (_, complaint):
        complaint.stage = Stage.DISPOSAL
    for open_one in (entrust, ask):
        with pytest.raises(RuleRefused) as refused:
            open_one(case)
        assert refused.value.code == "NOT_INVESTIGATED"


def test_respondent_replies_in_its_window(case: SideCase) -> None:
    """Three working days to be heard; the reply moves its own token."""
    request_id = ask(case)
    assert as_iso(case.one(RespondentRequest).window_ends_at) == "2026-09-11T09:00:00+08:00"
    assert answer(case, request_id)
    row = case.one(RespondentRequest)
    assert (row.state, row.replied_by, row.reply_text) == (
        RequestState.ANSWERED,
        "ren.shebao",
        "当日系统故障",
    )
    messages = case.messages("complaint.respondent-replied")
    assert [message["correlation_key"] for message in messages] == [request_id]
    with pytest.raises(Conflict) as refused:
        answer(case, request_id)
    assert refused.value.code == "ALREADY_REPLIED"


def test_late_reply_is_kept_beside_its_request_and_moves_nothing(case: SideCase) -> None:
    """Two rounds are open at once: an answer to the first never answers the second."""
    first = ask(case)
    case.office.clock.set("2026-09-11T09:00")
    second = ask(case)
    assert is_over(case, RESPONDENT, first)
    assert not is_over(case, RESPONDENT, second)
    assert not answer(case, first, "迟到的说明")
    rows = {row.no: row for row in case.office.rows(RespondentRequest)}
    assert (rows[1].state, rows[1].reply_text) == (RequestState.EXPIRED, "迟到的说明")
    assert (rows[2].state, rows[2].reply_text) == (RequestState.OPEN, None)
    assert case.messages("complaint.respondent-replied") == []


def test_unit_outside_the_centre_is_no_respondent(case: SideCase) -> None:
    """Another authority is asked by entrustment or transfer."""
    with pytest.raises(InvalidInput) as refused:
        ask(case, "X-DL")
    assert refused.value.errors == {"unit": "NOT_AN_OPTION"}


def test_allegation_sheet_is_for_the_unit_that_was_asked(case: SideCase) -> None:
    """R109: questions and the sheet that left; nothing for another unit."""
    ask(case)
    with case.unit() as (unit, complaint):
        sheet = list_allegation_sheets(complaint, "RS", unit)[0]
        assert sheet.questions == "请说明当日情况"
        assert sheet.facts.startswith(f"投诉编号：{case.number}\n反映事项：\n1. ")
        assert list_allegation_sheets(complaint, "YB", unit) == []
