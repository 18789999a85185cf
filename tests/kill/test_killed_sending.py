"""All that leaves by mail or SMS, while the process that sends it is killed at every step of a round, one after the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.clock import SystemClock
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.ground.codes import ReferralRole
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ways import Way
from models.office.alert_mail import AlertMail
from models.office.unit import OrganisationUnit
from models.store.database import Database
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.dispatch.delivery_report import DeliveryReport, ReportedAction
from services.dispatch.record_bounce import record_bounce
from services.dispatch.waits import LEASE_SECONDS
from tests.database import key_file_of_this_process, sqlite_at
from tests.full_office import FullOffice
from tests.mail_server import MailServer, serve_mail
from tests.sms_gateway import Gateway, serve_sms
from tests.unit.services.notices_outside import Outside, planned
from tests.unit.services.projected_task import accept
from tests.unit.services.test_alert_mails import choose, raise_one
from tests.unit.services.test_answer_sending import CLERK, give, ready
from tests.unit.services.test_mailed_documents import freeze

ROOT = Path(__file__).parents[2]
MAIL, OTHER_MAIL, BOX = "jian@example.com", "wang@example.com", "banshi@dongling.gov.cn"
MAILS = {
    (purpose, Way.EMAIL)
    for purpose in (DispatchPurpose.ANSWER, DispatchPurpose.ANSWER_LETTER, DispatchPurpose.UNIT_SHEET)
}
KINDS = {*MAILS, (DispatchPurpose.ANSWER, Way.SMS)}
# The most that a round of all kinds may have: more would be another round.
MOST_STEPS = 50
# One for what was cut off, and one for what the gateway then says that it never saw.
ROUNDS_AFTER = 2
MOST_SECONDS = 600


def plan(folder: Path, database: Database) -> None:
    """A notice and a document to one person, an SMS, a unit's sheet, alerts to a watcher, and a document that came back."""
    office = FullOffice(database, folder=folder, system_clock=SystemClock())
    with serve_mail() as mail, serve_sms() as sms:
        outside = Outside(office, mail, sms)
        case = ready(office, email=OTHER_MAIL)
        give(office, case, ways=["email"])
        freeze(office, case)
        outside.send()
        (taken,) = office.rows(Dispatch, complaint_id=case, purpose=DispatchPurpose.ANSWER_LETTER)
        report = DeliveryReport(f"{taken.id}-1", ReportedAction.FAILED, "5.1.1", None)
        record_bounce(report, office.unit_of_work())
    case = ready(office, email=MAIL, address="203.0.113.8")
    give(office, case, ways=["email"])
    freeze(office, case)
    planned(office)
    refer(office)
    choose(office)
    for key in ("one", "two"):
        raise_one(office, key, case)
    waiting = office.rows(Dispatch, state=DispatchState.WAITING)
    assert {(row.purpose, row.way) for row in waiting} == KINDS


def refer(office: FullOffice) -> None:
    case = office.file(address="203.0.113.9").complaint_id
    accept(office, case)
    command = OpenReferral("X-DL", (2,), ReferralRole.TRANSFER, needs_result=True, note="请核实顶岗安排。")
    actor = office.actor(CLERK)
    with office.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, "X-DL").email = BOX
        open_referral(command, unit.session.get_one(Complaint, case), unit, actor)


@contextmanager
def sender(port: int, gateway: str) -> Iterator[subprocess.Popen[str]]:
    own = {"JIEBAN_KEY_FILE": str(key_file_of_this_process())}
    command = (sys.executable, "-m", "tests.kill.mail_sender", str(port), gateway)
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=os.environ | own, cwd=ROOT, stdin=pipe, stdout=pipe, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def ask(process: subprocess.Popen[str], folder: Path, step: int = 0) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{folder} {step}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def let_lapse(database: Database) -> None:
    """As if the lease of the attempt that was cut off were over, and what waits had waited long enough."""
    past = SystemClock().now() - timedelta(seconds=LEASE_SECONDS + 1)
    with database.write_transaction() as session:
        for row in session.scalars(select(Dispatch)):
            row.next_try_at = past
            if row.begun_at is not None:
                row.begun_at = past
        for mail in session.scalars(select(AlertMail)):
            mail.next_try_at = past


def assert_whole(database: Database, mail: MailServer, sms: Gateway) -> Counter[tuple[DispatchState, int]]:
    """Nothing twice, nothing lost, what may have left shown to a person; how often what was sent.

    Of an SMS nobody is asked: its gateway knows what became of it.
    """
    came = Counter(str(message["Message-ID"]).strip("<").split("@")[0] for _, message in mail.came)
    came.update(list(sms.took))
    found: Counter[tuple[DispatchState, int]] = Counter()
    with database.read() as session:
        case = session.scalars(
            select(Complaint.id).join(AnswerSending).where(AnswerSending.returned_on.is_not(None))
        )
        for row in session.scalars(select(Dispatch).where(Dispatch.complaint_id.not_in(case.all()))):
            sent = sum(number for told, number in came.items() if told.startswith(row.id))
            assert row.state in (DispatchState.TAKEN, DispatchState.IN_DOUBT), row.purpose
            assert sent == 1 if row.state is DispatchState.TAKEN else sent <= 1
            assert row.state.waits_for_person == (row.state is DispatchState.IN_DOUBT)
            assert row.state is DispatchState.TAKEN or row.way is Way.EMAIL
            found[row.state, sent] += 1
        (alerts,) = session.scalars(select(AlertMail)).all()
        assert alerts.alert_ids == [1, 2]
        assert alerts.state in (DispatchState.TAKEN, DispatchState.IN_DOUBT)
        assert came[f"alert-{alerts.id}"] in ((1,) if alerts.state is DispatchState.TAKEN else (0, 1))
        (back,) = session.scalars(select(AnswerSending).where(AnswerSending.returned_on.is_not(None))).all()
        owed = session.scalars(select(Clock).where(Clock.kind == ClockKind.SEND_AGAIN)).all()
        assert [limit.subject_id for limit in owed] == [back.id]
    return found


@pytest.mark.check(sister="tests/unit/services/test_carried_notices.py")
@pytest.mark.timeout(MOST_SECONDS)
def test_killed_between_any_two_steps_of_sending_nothing_is_sent_twice_lost_or_hidden(
    tmp_path: Path, sqlite_office_template: Path
) -> None:
    """A notice, a document, an SMS, a unit's sheet, alerts and a return, against real servers; SIGKILL at each step in turn."""
    planned = tmp_path / "planned.sqlite3"
    shutil.copy(sqlite_office_template, planned)
    with sqlite_at(planned) as database:
        plan(tmp_path, database)
    doubts: Counter[int] = Counter()
    with serve_mail() as mail, serve_sms() as sms, sender(mail.port, sms.address) as process:
        for step in range(1, MOST_STEPS):
            folder = tmp_path / str(step)
            folder.mkdir()
            shutil.copy(planned, folder / "jieban.sqlite3")
            shutil.copytree(tmp_path / "files", folder / "files")
            mail.came.clear()
            sms.took.clear()
            told = ask(process, folder, step)
            with sqlite_at(folder / "jieban.sqlite3") as database:
                for _ in range(ROUNDS_AFTER):
                    let_lapse(database)
                    assert ask(process, folder) == "ended"
                found = assert_whole(database, mail, sms)
            in_doubt = [sent for (state, sent), _ in found.items() if state is DispatchState.IN_DOUBT]
            assert found.total() == len(KINDS)
            assert sum(number for (state, _), number in found.items() if state is DispatchState.IN_DOUBT) <= 1
            doubts.update(in_doubt)
            if told == "ended":
                break
            assert told == "killed"
            shutil.rmtree(folder)
    assert told == "ended", "the round has an end"
    assert doubts == {0: len(MAILS), 1: len(MAILS)}, (
        "of each kind of mail one that had not left, and one that had"
    )
