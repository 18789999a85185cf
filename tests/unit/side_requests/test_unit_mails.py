"""Mails to units outside: the sheet with its code, a notice alone where it tells who complained, and reminders, each once."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.beside.entrustment import Entrustment
from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.file_restriction import FileReader, FileRestriction, RestrictionKind
from models.case.lifecycle import ClockKind, ClockStopReason, RequestState, Stage
from models.case.unit_mail import UnitMail
from models.clock.clock import Clock
from models.ground.codes import EntrustmentKind, RecusalSubject, ReferralRole
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ids import new_id
from models.ledger.trail_event import TrailEvent
from models.office.complaint_route import ComplaintRoute
from models.office.unit import OrganisationUnit
from services.actor import SYSTEM
from services.answer.returned_mails import take_back_mails_step
from services.answer.returned_notices import drop_needless_step
from services.beside.entrustment.open_entrustment import OpenEntrustment, open_entrustment
from services.beside.referral.arbitrate import Arbitrate, Arbitration, arbitrate
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.beside.sheets.consent import record_consent
from services.dispatch.delivery_report import DeliveryReport, ReportedAction
from services.dispatch.record_bounce import BounceOutcome, record_bounce
from services.dispatch.remind_units import remind_units_step
from services.dispatch.send_step import send_dispatches_step
from services.watch.look_at_clock import look_at_clock
from tests.let_out import let_out
from tests.mail_server import serve_mail
from tests.sms_gateway import serve_sms
from tests.unit.services.notices_outside import Outside
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_handover import answer

PAGES = "https://tousu.yunhe.gov.cn/"
BOX, OTHER_BOX = "banshi@dongling.gov.cn", "jiandu@yunhe.gov.cn"
CLERK = "wen.rusheng"
HIDDEN = ("简一趟", "199-0000-0201", "19900000201")


@pytest.fixture
def outside(case: SideCase) -> Iterator[Outside]:
    """A mail server, and units outside with a box there."""
    with case.office.unit_of_work() as unit:
        for code, box in (("X-DL", BOX), ("X-LDJC", OTHER_BOX), ("X-DSJ", OTHER_BOX)):
            unit.session.get_one(OrganisationUnit, code).email = box
    with serve_mail() as mail, serve_sms() as sms:
        yield Outside(case.office, mail, sms)


def send(outside: Outside) -> None:
    remind_units_step(outside.office.unit_of_work)
    send_dispatches_step(outside.office.unit_of_work, outside.carriers, PAGES)


def refer(case: SideCase, unit_code: str = "X-DL", **told: object) -> Referral:
    command = OpenReferral(unit_code, (2,), ReferralRole.TRANSFER, needs_result=True, **told)  # type: ignore[arg-type]  # fields by name
    case.do(CLERK, lambda c, u, a: open_referral(command, c, u, a))
    return case.one(Referral)


def words_of(content: bytes, folder: Path) -> str:
    """What stands on the pages of a PDF."""
    target = folder / "sheet.pdf"
    target.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, check=True).stdout
    return "".join(told.decode().split())


def purposes(outside: Outside) -> list[tuple[str, str]]:
    return sorted((row.purpose.value, row.state.value) for row in outside.office.rows(Dispatch))


def test_a_sheet_leaves_once_with_its_page_and_the_code_that_answers_it_and_with_nobodys_name(
    case: SideCase, outside: Outside, tmp_path: Path
) -> None:
    row = refer(case, note="请核实顶岗安排。")
    send(outside)
    send(outside)
    ((to, subject, text),) = outside.mail.read()
    reference = f"{case.number}-R1"
    assert to == BOX
    assert subject == f"送转办（交办）单（{reference}）"
    assert f"{PAGES}handover?reference={reference}" in text
    assert str(row.receipt_code) in text
    ((name, (kind, content)),) = outside.mail.files().items()
    assert (name, kind) == (f"转办（交办）单-{reference}.pdf", "application/pdf")
    page = words_of(content, tmp_path)
    for told in ("云河市东岭区政务服务中心", reference, str(row.receipt_code), "请核实顶岗安排", "签收期限"):
        assert told in page, told
    assert "反馈期限：自签收之日起5个工作日内" in page
    for hidden in HIDDEN:
        assert hidden not in subject + text + page, hidden
    (mail,) = outside.office.rows(UnitMail)
    (taken,) = outside.office.rows(TrailEvent, kind="dispatch.taken")
    assert taken.payload["unit_code"] == "X-DL"
    assert taken.payload["sha256"] == mail.sha256 and mail.sha256
    code = text.partition("回执码")[2][:15]
    assert answer(case, code, "signed").was_awaited, "the code of the mail is the code of the sheet"


def test_with_an_identity_and_to_the_superior_organ_only_a_notice_leaves_without_file_and_code(
    case: SideCase, outside: Outside
) -> None:
    """Consent on record and the widest level: the name is on the sheet, and in no mail."""

    def told_so(complaint: Complaint, unit: object, actor: object) -> None:
        complaint.disclosure_level = 2
        record_consent(complaint.id, "电话中同意", unit, actor)  # type: ignore[arg-type]  # as the case gives them

    case.do(CLERK, told_so)
    row = refer(case)
    send(outside)
    ((_, subject, text),) = outside.mail.read()
    assert outside.mail.files() == {}
    assert "有转办（交办）单" in subject and "内容不随邮件发送" in text
    for hidden in (*HIDDEN, str(row.receipt_code)):
        assert hidden not in outside.mail.came[0][1].as_string() + subject + text, hidden
    (mail,) = outside.office.rows(UnitMail)
    assert (mail.words, mail.sha256) == (None, None)


def test_a_name_that_somebody_wrote_into_a_sheet_stops_the_sheet_at_any_level(
    case: SideCase, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever wrote the words of a sheet, they are looked at for the person's own name and numbers before they leave."""
    monkeypatch.setattr(
        "services.beside.referral.mail_sheet._word", lambda package: f"{package.facts}\n投诉人简一趟"
    )
    refer(case)
    assert purposes(outside) == [("unit_notice", "waiting")]


def test_without_an_address_or_within_the_centre_there_is_no_mail(case: SideCase, outside: Outside) -> None:
    refer(case, "X-NP")
    command = OpenReferral("RS", (1,))
    case.do(CLERK, lambda c, u, a: open_referral(command, c, u, a))
    assert outside.office.rows(Dispatch) == []


def pass_on_whole(case: SideCase, superior: str) -> None:
    """The file follows a route to an organ above the centre."""
    now = case.office.clock.now()
    with case.office.unit_of_work() as unit:
        route = ComplaintRoute(
            about_kind=RecusalSubject.UNIT,
            about="YH-TS",
            passed_on_by=CLERK,
            superior=superior,
            since=now,
            by=CLERK,
        )
        unit.session.add(route)
        unit.session.flush()
        closed = FileRestriction(id=new_id(), complaint_id=case.complaint_id, kind=RestrictionKind.ROUTE)
        closed.route_id, closed.by, closed.at = route.id, CLERK, now
        unit.session.add(closed)
        unit.session.flush()
        unit.session.add(FileReader(restriction_id=closed.id, staff_id=CLERK))


def let_limit_pass(case: SideCase, row: Referral) -> None:
    """Looked at before its date and after it, twice each; what is due is planned."""
    clock = case.office.rows(Clock, id=row.sign_off_clock_id)[0]
    for moment in (clock.due_at - timedelta(minutes=20), clock.due_at + timedelta(minutes=1)):
        case.office.clock.moment = moment
        for _ in range(2):
            with case.office.unit_of_work() as unit:
                look_at_clock(unit.session.get_one(Clock, clock.id), unit, SYSTEM)
            remind_units_step(case.office.unit_of_work)


def reminders(outside: Outside) -> list[str]:
    return [text for _, subject, text in outside.mail.read() if "期限" in subject]


def test_the_unit_is_reminded_once_before_and_once_after_its_limit_and_not_of_what_is_over(
    case: SideCase, outside: Outside
) -> None:
    """A code that went by mail stands in the reminders too."""
    row = refer(case)
    send(outside)
    let_limit_pass(case, row)
    assert [purpose for purpose, _ in purposes(outside)] == ["unit_near", "unit_over", "unit_sheet"]
    send(outside)
    subjects = sorted(subject for _, subject, _ in outside.mail.read())
    reference = f"{case.number}-R1"
    assert subjects == sorted(
        [
            f"送转办（交办）单（{reference}）",
            f"转办（交办）单（{reference}）期限将到",
            f"转办（交办）单（{reference}）期限已过",
        ]
    )
    assert all("签收期限" in text for _, subject, text in outside.mail.read() if "期限" in subject)
    assert all(f"凭回执码{row.receipt_code}回复" in text for text in reminders(outside))
    send(outside)
    assert len(outside.mail.came) == 3


def test_a_code_that_went_by_no_mail_goes_with_no_reminder(case: SideCase, outside: Outside) -> None:
    """The superior organ reads the whole file behind its code, which is told by another way."""
    pass_on_whole(case, "X-LDJC")
    superior = refer(case, "X-LDJC")
    send(outside)
    let_limit_pass(case, superior)
    send(outside)
    assert [purpose for purpose, _ in purposes(outside)] == ["unit_near", "unit_notice", "unit_over"]
    assert len(reminders(outside)) == 2
    assert not any("回执码" in text or str(superior.receipt_code) in text for text in reminders(outside))


def test_a_sheet_that_no_server_took_has_told_no_code(case: SideCase, outside: Outside) -> None:
    row = refer(case)
    send_dispatches_step(case.office.unit_of_work, {})
    let_limit_pass(case, row)
    send(outside)
    assert len(reminders(outside)) == 2
    assert not any(str(row.receipt_code) in text for text in reminders(outside))


def test_what_is_overtaken_before_it_leaves_is_dropped(case: SideCase, outside: Outside) -> None:
    """Signed on paper meanwhile, or another unit has it now: nobody is reminded of it and no dead code leaves."""
    row = refer(case)
    send(outside)
    clock = case.office.rows(Clock, id=row.sign_off_clock_id)[0]
    case.office.clock.moment = clock.due_at + timedelta(minutes=1)
    with case.office.unit_of_work() as unit:
        look_at_clock(unit.session.get_one(Clock, clock.id), unit, SYSTEM)
    assert remind_units_step(case.office.unit_of_work) == 1
    assert answer(case, str(row.receipt_code), "signed").was_awaited
    send(outside)
    assert purposes(outside) == [("unit_over", "dropped"), ("unit_sheet", "taken")]


def test_another_unit_gets_a_sheet_of_its_own_with_a_new_code(case: SideCase, outside: Outside) -> None:
    row = refer(case)
    earlier = str(row.receipt_code)
    assert answer(case, earlier, "objected", "不属本区").was_awaited
    command = Arbitrate(Arbitration.OTHER_UNIT, "属市级职责", "X-LDJC")
    case.do("zong.lanyun", lambda _c, u, a: arbitrate(u.session.get_one(Referral, row.id), command, u, a))
    send(outside)
    ((to, _, text),) = outside.mail.read()
    assert to == OTHER_BOX
    assert earlier not in text and str(case.one(Referral).receipt_code) in text
    assert purposes(outside) == [("unit_sheet", "dropped"), ("unit_sheet", "taken")]


def test_an_entrustment_goes_by_mail_once_it_may_leave(
    case: SideCase, outside: Outside, tmp_path: Path
) -> None:
    command = OpenEntrustment(EntrustmentKind.ENTRUSTED, "X-DSJ", "调取9月3日C03窗口的系统日志。")
    opened = str(case.do("heng.gongyun", lambda c, u, a: open_entrustment(command, c, u, a)))
    assert case.one(Entrustment).awaits_approval
    assert outside.office.rows(Dispatch) == []
    let_out(case.office, opened)
    send(outside)
    ((to, subject, _),) = outside.mail.read()
    assert (to, subject) == (OTHER_BOX, f"送委托（鉴定）书（{case.number}-W1）")
    ((_, content),) = outside.mail.files().values()
    assert "调取9月3日C03窗口的系统日志" in words_of(content, tmp_path)


def test_the_body_that_was_entrusted_is_reminded_once_before_and_once_after_its_window(
    case: SideCase, outside: Outside
) -> None:
    """Its code goes again as of any unit; not on the day on which it was asked, and of what is back it is told nothing."""
    for scope in ("调取系统日志。", "调取叫号记录。"):
        command = OpenEntrustment(EntrustmentKind.ENTRUSTED, "X-DSJ", scope)
        opened = str(
            case.do("heng.gongyun", lambda c, u, a, command=command: open_entrustment(command, c, u, a))
        )
        let_out(case.office, opened)
    first, second = sorted(outside.office.rows(Entrustment), key=lambda row: row.no)
    send(outside)
    assert reminders(outside) == []
    with case.office.unit_of_work() as unit:
        unit.session.get_one(Entrustment, second.id).state = RequestState.ANSWERED
    for moment in (first.window_ends_at - timedelta(minutes=20), first.window_ends_at + timedelta(minutes=1)):
        case.office.clock.moment = moment
        remind_units_step(case.office.unit_of_work)
        with case.office.unit_of_work() as unit:
            row = unit.session.get_one(Entrustment, first.id)
            row.state = RequestState.OPEN if moment < row.window_ends_at else RequestState.EXPIRED
        for _ in range(2):
            send(outside)
    near, over = reminders(outside)
    assert "提交报告的期限将于" in near and "届满，请按期凭" in near
    assert "提交报告的期限已于" in over and f"回执码{first.receipt_code}" in over
    assert all(f"{case.number}-W1" in text for text in (near, over))
    case.office.clock.moment += timedelta(days=3)
    assert remind_units_step(case.office.unit_of_work) == 0


def test_nobody_is_told_that_a_window_is_over_once_the_investigation_goes_on_without_it(
    case: SideCase, outside: Outside
) -> None:
    command = OpenEntrustment(EntrustmentKind.ENTRUSTED, "X-DSJ", "调取系统日志。")
    opened = str(case.do("heng.gongyun", lambda c, u, a: open_entrustment(command, c, u, a)))
    let_out(case.office, opened)
    send(outside)
    case.office.clock.moment = case.one(Entrustment).window_ends_at + timedelta(minutes=1)
    with case.unit() as (unit, complaint):
        unit.session.get_one(Entrustment, opened).state = RequestState.EXPIRED
    assert remind_units_step(case.office.unit_of_work) == 1
    with case.unit() as (_, complaint):
        complaint.stage = Stage.DISPOSAL
    send(outside)
    assert purposes(outside) == [("unit_over", "dropped"), ("unit_sheet", "taken")]


def test_a_mail_in_doubt_is_not_sent_again_and_without_a_server_nothing_has_left(
    case: SideCase, outside: Outside
) -> None:
    refer(case)
    send_dispatches_step(outside.office.unit_of_work, {})
    assert purposes(outside) == [("unit_sheet", "kept")]
    with case.office.unit_of_work() as unit:
        row = unit.session.get_one(Dispatch, outside.row().id)
        row.state = DispatchState.WAITING
    outside.mail.hangs_up = True
    send(outside)
    outside.mail.hangs_up = False
    outside.later(7200)
    send(outside)
    assert (outside.row().state, len(outside.mail.came)) == (DispatchState.IN_DOUBT, 1)
    assert outside.row().purpose is DispatchPurpose.UNIT_SHEET


def came_back(outside: Outside, row: Dispatch) -> list[ClockStopReason | None]:
    """Its server sends it back, and the workers look; how the limits for sending again stand."""
    told = DeliveryReport(f"{row.id}-{row.attempts}", ReportedAction.FAILED, "5.1.1", None)
    assert record_bounce(told, outside.office.unit_of_work()) is BounceOutcome.RETURNED
    take_back_mails_step(outside.office.unit_of_work)
    limits = outside.office.rows(Clock, kind=ClockKind.SEND_AGAIN)
    return [clock.stop_reason for clock in limits if clock.subject_id == row.id]


def test_a_sheet_that_came_back_is_owed_while_the_unit_has_not_answered(
    case: SideCase, outside: Outside
) -> None:
    """A reminder is not; what is over when it comes back is dropped without a limit."""
    row = refer(case)
    send(outside)
    (sheet,) = outside.office.rows(Dispatch)
    assert came_back(outside, sheet) == [None]
    assert drop_needless_step(outside.office.unit_of_work) == 0
    with outside.office.unit_of_work() as unit:
        unit.session.get_one(Referral, row.id).state = RequestState.ANSWERED
    assert drop_needless_step(outside.office.unit_of_work) == 1
    (sheet,) = outside.office.rows(Dispatch)
    assert (sheet.state, sheet.reason) == (DispatchState.DROPPED, "OVERTAKEN")
    (limit,) = outside.office.rows(Clock, kind=ClockKind.SEND_AGAIN)
    assert limit.stop_reason == ClockStopReason.CANCELLED
    with outside.office.unit_of_work() as unit:
        again = unit.session.get_one(Dispatch, sheet.id)
        again.state, again.state_at = DispatchState.TAKEN, outside.office.clock.now()
    assert came_back(outside, sheet) == [ClockStopReason.CANCELLED]
    with outside.office.unit_of_work() as unit:
        again = unit.session.get_one(Dispatch, sheet.id)
        again.state, again.purpose = DispatchState.TAKEN, DispatchPurpose.UNIT_NEAR
        unit.session.get_one(Referral, row.id).state = RequestState.OPEN
    assert came_back(outside, sheet) == [ClockStopReason.CANCELLED]
