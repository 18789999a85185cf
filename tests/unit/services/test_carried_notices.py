"""Notices that are carried: sent once whatever the mail server, the gateway or the process does, and decided on by a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from sqlalchemy.exc import NoResultFound, OperationalError
from structlog.testing import capture_logs

from adapters.smtp_mail import SmtpMail, SmtpServer
from api.i18n import has_text
from deploy.log_setup import LISTED_FIELDS
from models.case.data_provision import DataProvision
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.ways import Way
from models.ledger.trail_event import TrailEvent
from services.dispatch import send_step, settle_attempt
from services.dispatch.send_step import send_dispatches_step
from services.dispatch.waits import FIRST_WAIT_SECONDS, LEASE_SECONDS, LONGEST_WAIT_SECONDS
from services.ports.carrier import Attachment, Carrier, Fate, Parcel
from services.repair.settle_dispatch import SettleDispatch, Settling, settle_dispatch
from tests.free_ports import free_ports
from tests.provisions import left
from tests.unit.services.notices_outside import MAIL, SENDER, Outside, planned
from tests.unit.services.test_answer_sending import CLERK


def test_without_a_carrier_nothing_leaves_and_nothing_is_said_to_have_left(outside: Outside) -> None:
    """DM-33: 待发（未实际发出）: kept for a person; also when a mail server is set later, nothing old leaves by itself."""
    case = planned(outside.office, email=MAIL)
    send_dispatches_step(outside.office.unit_of_work, {})
    assert outside.row().state is DispatchState.KEPT
    outside.send()
    assert outside.came() == 0
    assert outside.office.rows(TrailEvent, complaint_id=case, kind="dispatch.taken") == []
    settle(outside, Settling.AGAIN)
    outside.send()
    assert outside.came() == 1


@pytest.mark.parametrize("answer", ["421 later", "451 greylisted", "452 full"])
def test_what_a_mail_server_postpones_is_sent_later_and_once(outside: Outside, answer: str) -> None:
    planned(outside.office, email=MAIL)
    outside.mail.at_rcpt = answer
    outside.send()
    assert outside.row().state is DispatchState.WAITING
    assert outside.office.rows(DataProvision) == [], "nothing has left"
    outside.mail.at_rcpt = ""
    outside.send()
    assert outside.came() == 0, "not before its time"
    outside.later(60)
    outside.send()
    assert (outside.row().state, outside.came()) == (DispatchState.TAKEN, 1)
    ((name, way, kinds),) = left(outside.office, outside.row().complaint_id)
    assert (name, way, kinds[:2]) == ("mail_provider", "email", ("contact", "case_number"))


def test_a_server_that_never_says_what_it_took_makes_one_doubtful_and_the_others_wait_longer_each_time(
    outside: Outside,
) -> None:
    """At most one in doubt of a way in a round; the gateway of SMS goes on meanwhile."""
    for _ in range(3):
        planned(outside.office, email=MAIL)
    planned(outside.office)
    outside.mail.hangs_up = True
    for wait, in_doubt in ((0, 1), (1, 1), (15, 2), (16, 2), (15, 3)):
        outside.later(wait)
        outside.send()
        assert states(outside)[DispatchState.IN_DOUBT] == in_doubt, wait
    assert states(outside) == {DispatchState.IN_DOUBT: 3, DispatchState.TAKEN: 1}
    assert len(outside.sms.took) == 1


@pytest.mark.check(sister="tests/unit/services/test_returned_mails.py")
def test_a_mail_that_was_taken_has_the_waits_begin_anew(outside: Outside) -> None:
    for moment, hangs_up in (("07T10:00", True), ("08T10:00", False), ("09T10:00", True)):
        outside.office.clock.set(f"2026-09-{moment}")
        outside.mail.hangs_up = hangs_up
        for _ in range(2):
            planned(outside.office, email=MAIL)
        for _ in range(2):
            outside.send()
            outside.later(16)
    assert states(outside) == {DispatchState.IN_DOUBT: 4, DispatchState.TAKEN: 2}


def states(outside: Outside) -> Counter[DispatchState]:
    return Counter(row.state for row in outside.office.rows(Dispatch))


def test_an_address_in_a_chinese_domain_is_written_to_and_one_that_no_server_knows_holds_up_nobody(
    outside: Outside,
) -> None:
    """As servers know the domain (IDNA), in the envelope and in the letter; what cannot be written is refused, not in doubt."""
    by_name = {planned(outside.office, email=name): name for name in ("ａ@例子.cn", "张一@例子.cn", MAIL)}
    outside.send()
    found = {by_name[row.complaint_id]: (row.state, row.reason) for row in outside.office.rows(Dispatch)}
    assert found == {
        "ａ@例子.cn": (DispatchState.TAKEN, None),
        "张一@例子.cn": (DispatchState.REFUSED, "BAD_ADDRESS"),
        MAIL: (DispatchState.TAKEN, None),
    }
    named = ["a@xn--fsqu00a.cn", MAIL]
    assert sorted(to for to, _ in outside.mail.came) == named
    assert sorted(str(mail["To"]) for _, mail in outside.mail.came) == named


@dataclass
class Unwritable:
    """A carrier that cannot write down what it is given."""

    carrier: Carrier

    def carry(self, parcel: Parcel) -> None:
        if parcel.to != MAIL:
            "例".encode("ascii")
        self.carrier.carry(parcel)


def test_what_a_carrier_cannot_write_is_refused_and_ends_no_round(outside: Outside) -> None:
    planned(outside.office, email="first@example.com")
    planned(outside.office, email=MAIL)
    carriers = {Way.EMAIL: Unwritable(outside.carriers[Way.EMAIL])}
    send_dispatches_step(outside.office.unit_of_work, carriers)  # type: ignore[arg-type]  # the part of the port that is asked
    assert states(outside) == {DispatchState.REFUSED: 1, DispatchState.TAKEN: 1}


@pytest.mark.parametrize("fault", [KeyError("a word that is missing"), NoResultFound()])
def test_a_notice_that_nobody_foresaw_waits_and_holds_up_no_other(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """S6: the same notice was the first of every round, and none behind it left any more; a row that is missing is its own."""
    faulty = planned(outside.office, email=MAIL)
    planned(outside.office, email="second@example.com")
    (first,) = outside.office.rows(Dispatch, complaint_id=faulty)
    read = send_step._read_files

    def fail(dispatch_id: str, sending: send_step._Sending) -> tuple[Attachment, ...]:
        if dispatch_id == first.id:
            raise fault
        return read(dispatch_id, sending)

    monkeypatch.setattr(send_step, "_read_files", fail)
    with capture_logs() as lines:
        outside.send()
    (line,) = (line for line in lines if line["event"] == "dispatch_failed")
    assert line["dispatch_id"] == first.id
    assert set(line) - {"log_level"} <= LISTED_FIELDS, "the log drops all others"
    assert states(outside) == {DispatchState.WAITING: 1, DispatchState.TAKEN: 1}
    monkeypatch.setattr(send_step, "_read_files", read)
    (first,) = outside.office.rows(Dispatch, id=first.id)
    assert (first.reason, first.attempts) == ("UNEXPECTED", 0)
    assert has_text("dispatch_reason.UNEXPECTED")
    for wait, waiting in ((0, 1), (LONGEST_WAIT_SECONDS - 1, 1), (1, 0)):
        outside.later(wait)
        outside.send()
        assert states(outside)[DispatchState.WAITING] == waiting, wait
    assert states(outside)[DispatchState.TAKEN] == 2


@dataclass
class Faulty:
    """A carrier that has carried when it meets what nobody foresaw, and may meet it at a question too."""

    carrier: Carrier
    is_dumb: bool = False

    def carry(self, parcel: Parcel) -> None:
        self.carrier.carry(parcel)
        raise KeyError("a word that is missing")

    def find_fate(self, attempt_id: str) -> Fate:
        if self.is_dumb:
            raise KeyError("a word that is missing")
        return self.carrier.find_fate(attempt_id)


def test_a_carrier_that_fails_at_the_question_too_makes_one_doubtful_and_stops_no_round(
    outside: Outside,
) -> None:
    """The question came first in every round: nothing of any way left any more."""
    planned(outside.office)
    carriers: dict[Way, Carrier] = {**outside.carriers}
    carriers[Way.SMS] = Faulty(outside.carriers[Way.SMS], is_dumb=True)
    send_dispatches_step(outside.office.unit_of_work, carriers)
    assert outside.row().state is DispatchState.SENDING
    planned(outside.office, email=MAIL)
    outside.later(LEASE_SECONDS + 1)
    send_dispatches_step(outside.office.unit_of_work, carriers)
    assert states(outside) == {DispatchState.IN_DOUBT: 1, DispatchState.TAKEN: 1}


@pytest.mark.parametrize(("place", "on_record"), [("put_on_record", [False]), ("record_carried", [])])
def test_an_attempt_that_cannot_be_settled_is_left_to_a_person_and_stops_no_round(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, place: str, on_record: list[bool]
) -> None:
    """It came first in every round, and nothing of any way left any more. `on_record`: what is known of what left by it."""
    case = planned(outside.office)
    faulty, done = outside.row().id, getattr(settle_attempt, place)

    def fail(row: Dispatch, *given: object, **named: object) -> None:
        if row.id == faulty:
            raise NoResultFound
        done(row, *given, **named)

    monkeypatch.setattr(settle_attempt, place, fail)
    outside.send()
    assert (outside.row().state, outside.came()) == (DispatchState.SENDING, 1)
    planned(outside.office, email=MAIL)
    outside.later(LEASE_SECONDS + 1)
    with capture_logs() as lines:
        outside.send()
    assert states(outside) == {DispatchState.IN_DOUBT: 1, DispatchState.TAKEN: 1}
    told = [line for line in lines if line["event"] == "dispatch_not_settled"]
    assert {line["dispatch_id"] for line in told} == {faulty}
    assert set(told[0]) - {"log_level"} <= LISTED_FIELDS, "the log drops all others"
    left_by_it = outside.office.rows(DataProvision, reference=f"dispatch:{faulty}-1")
    assert [row.is_certain for row in left_by_it] == on_record
    assert len(outside.office.rows(TrailEvent, complaint_id=case, kind="dispatch.in_doubt")) == 1
    outside.later(3600)
    outside.send()
    assert outside.came() == 2, "each once"


def test_a_database_that_is_away_at_the_settlement_has_the_attempt_settled_once_it_is_back(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("the server closed the connection"))

    planned(outside.office)
    with monkeypatch.context() as patched:
        patched.setattr(settle_attempt, "record_carried", lose)
        for _ in range(2):
            with pytest.raises(OperationalError):
                outside.send()
            assert outside.row().state is DispatchState.SENDING
            outside.later(LEASE_SECONDS + 1)
    outside.send()
    assert (outside.row().state, outside.came()) == (DispatchState.TAKEN, 1)


def test_a_fault_in_an_attempt_leaves_one_of_its_way_in_doubt_and_the_next_waits_for_its_lease_and_a_rest(
    outside: Outside,
) -> None:
    """Whatever the carrier met comes for each: of a hundred that are due a hundred would be in doubt, and some sent twice.

    Nor does the next begin in the round that settles the one before it: longer after each in a row.
    """
    for _ in range(3):
        planned(outside.office, email=MAIL)
    planned(outside.office)
    carriers: dict[Way, Carrier] = {**outside.carriers}
    carriers[Way.EMAIL] = Faulty(outside.carriers[Way.EMAIL])
    for wait, sending, in_doubt, came in (
        (0.0, 1, 0, 1),
        (LEASE_SECONDS + 1, 0, 1, 1),
        (FIRST_WAIT_SECONDS, 1, 1, 2),
        (LEASE_SECONDS + 1, 0, 2, 2),
        (FIRST_WAIT_SECONDS, 0, 2, 2),
    ):
        outside.later(wait)
        for _ in range(2):
            send_dispatches_step(outside.office.unit_of_work, carriers)
            found = states(outside)
            assert (found[DispatchState.SENDING], found[DispatchState.IN_DOUBT]) == (sending, in_doubt), wait
            assert len(outside.mail.came) == came
    assert len(outside.sms.took) == 1
    outside.later(FIRST_WAIT_SECONDS)
    outside.send()
    assert states(outside) == {DispatchState.IN_DOUBT: 2, DispatchState.TAKEN: 2}


def test_a_fault_at_the_question_has_the_others_of_its_way_wait_and_no_other_way(outside: Outside) -> None:
    """Of a process that ended nobody waits, unless its carrier fails when it is asked what became of it."""
    planned(outside.office)
    dying = Dying(outside.carriers[Way.SMS], "after")
    with pytest.raises(Died):
        send_dispatches_step(outside.office.unit_of_work, {Way.SMS: dying})  # type: ignore[dict-item]  # the part of the port that is asked
    planned(outside.office)
    planned(outside.office, email=MAIL)
    carriers: dict[Way, Carrier] = {**outside.carriers}
    carriers[Way.SMS] = Faulty(outside.carriers[Way.SMS], is_dumb=True)
    outside.later(LEASE_SECONDS + 1)
    send_dispatches_step(outside.office.unit_of_work, carriers)
    assert states(outside) == {
        DispatchState.IN_DOUBT: 1,
        DispatchState.WAITING: 1,
        DispatchState.TAKEN: 1,
    }
    outside.later(FIRST_WAIT_SECONDS)
    outside.send()
    assert states(outside) == {DispatchState.IN_DOUBT: 1, DispatchState.TAKEN: 2}


@pytest.mark.parametrize("place", ["at_rcpt", "at_data"])
def test_what_a_mail_server_refuses_waits_for_a_person(outside: Outside, place: str) -> None:
    planned(outside.office, email=MAIL)
    setattr(outside.mail, place, "550 no such user")
    outside.send()
    outside.later(3600)
    outside.send()
    assert outside.row().state is DispatchState.REFUSED
    assert outside.row().reason == "SMTP_550"
    assert outside.row().attempts == 1


def test_a_mail_whose_taking_was_not_said_is_in_doubt_and_never_sent_again_by_itself(
    outside: Outside,
) -> None:
    planned(outside.office, email=MAIL)
    outside.mail.hangs_up = True
    outside.send()
    outside.mail.hangs_up = False
    assert outside.row().state is DispatchState.IN_DOUBT
    outside.later(7200)
    outside.send()
    assert outside.came() == 1
    settle(outside, Settling.AGAIN)
    outside.send()
    assert (outside.row().state, outside.came()) == (DispatchState.TAKEN, 2)
    assert [row.is_certain for row in outside.office.rows(DataProvision)] == [False, True]


def test_while_the_mail_server_is_away_all_waits_and_sms_go_on(outside: Outside) -> None:
    planned(outside.office, email=MAIL)
    planned(outside.office, email=MAIL)
    planned(outside.office)
    (nobody,) = free_ports(1)
    away = {
        **outside.carriers,
        Way.EMAIL: SmtpMail(
            SmtpServer("127.0.0.1", nobody, is_plain=True), SENDER, outside.office.system_clock
        ),
    }
    send_dispatches_step(outside.office.unit_of_work, away)
    rows = outside.office.rows(Dispatch)
    assert sorted((row.way, row.state, row.attempts) for row in rows) == [
        (Way.EMAIL, DispatchState.WAITING, 0),
        (Way.EMAIL, DispatchState.WAITING, 1),
        (Way.SMS, DispatchState.TAKEN, 1),
    ]
    outside.later(60)
    outside.send()
    assert outside.came() == 3


@pytest.mark.parametrize(
    ("fault", "comes_to"),
    [
        ("", (DispatchState.TAKEN, 1, 1)),
        ("after", (DispatchState.TAKEN, 1, 1)),
        ("before", (DispatchState.WAITING, 0, 1)),
        ("409", (DispatchState.TAKEN, 0, 0)),
        ("422", (DispatchState.REFUSED, 0, 0)),
        ("401", (DispatchState.WAITING, 0, 1)),
        ("429", (DispatchState.WAITING, 0, 1)),
        ("500", (DispatchState.WAITING, 0, 1)),
    ],
)
def test_of_an_sms_the_gateway_is_asked_what_became_of_it(
    outside: Outside, fault: str, comes_to: tuple[DispatchState, int, int]
) -> None:
    """DM-33. `comes_to`: its state and how many are outside after the fault, and how many once all is well again."""
    planned(outside.office)
    outside.sms.status, outside.sms.loses = (int(fault), "") if fault.isdigit() else (0, fault)
    outside.send()
    state, took, later = comes_to
    assert (outside.row().state, outside.came()) == (state, took)
    outside.sms.status, outside.sms.loses = 0, ""
    outside.later(60)
    outside.send()
    assert outside.came() == later
    assert all(sent["to"] == "19900000201" for sent in outside.sms.took.values())


def test_an_sms_of_a_gateway_that_cannot_be_asked_is_in_doubt(outside: Outside) -> None:
    planned(outside.office)
    outside.sms.loses, outside.sms.is_away_for_questions = "after", True
    outside.send()
    assert outside.row().state is DispatchState.IN_DOUBT


class Died(BaseException):
    """The process has ended here."""


@dataclass
class Dying:
    """A carrier at whose call the process ends, before or after it has carried."""

    carrier: Carrier
    when: str

    def carry(self, parcel: Parcel) -> None:
        if self.when == "after":
            self.carrier.carry(parcel)
        raise Died


@pytest.mark.parametrize("way", [Way.EMAIL, Way.SMS])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_end_of_the_process_in_an_attempt_sends_nothing_twice_and_hides_nothing(
    outside: Outside, way: Way, when: str
) -> None:
    """The gateway is asked; of a mail nobody knows, so a person is shown it."""
    planned(outside.office, **({"email": MAIL} if way is Way.EMAIL else {}))
    with pytest.raises(Died):
        send_dispatches_step(outside.office.unit_of_work, {way: Dying(outside.carriers[way], when)})  # type: ignore[dict-item]  # the part of the port that is asked
    assert outside.row().state is DispatchState.SENDING
    outside.later(LEASE_SECONDS - 1)
    outside.send()
    assert outside.row().state is DispatchState.SENDING, "another process may be at it"
    outside.later(LEASE_SECONDS + 1)
    outside.send()
    outside.later(60)
    outside.send()
    if way is Way.SMS:
        assert (outside.row().state, outside.came()) == (DispatchState.TAKEN, 1)
    else:
        assert (outside.row().state, outside.came()) == (DispatchState.IN_DOUBT, int(when == "after"))


def test_a_word_that_comes_after_the_lease_changes_nothing(outside: Outside) -> None:
    planned(outside.office, email=MAIL)

    @dataclass
    class Slow:
        carrier: Carrier

        def carry(self, parcel: Parcel) -> None:
            self.carrier.carry(parcel)
            outside.later(LEASE_SECONDS + 1)
            outside.send()

    send_dispatches_step(outside.office.unit_of_work, {Way.EMAIL: Slow(outside.carriers[Way.EMAIL])})  # type: ignore[dict-item]  # the part of the port that is asked
    assert (outside.row().state, outside.came()) == (DispatchState.IN_DOUBT, 1)
    assert [row.is_certain for row in outside.office.rows(DataProvision)] == [True], "it left all the same"


def settle(outside: Outside, settling: Settling, note: str = "", login: str = CLERK) -> None:
    command = SettleDispatch(outside.row().id, settling, note)
    settle_dispatch(command, outside.office.unit_of_work(), outside.office.actor(login))


def test_a_person_says_what_became_of_it_with_a_word_and_once(outside: Outside) -> None:
    case = planned(outside.office, email=MAIL)
    with pytest.raises(Conflict):
        settle(outside, Settling.DROPPED, "不再需要")
    send_dispatches_step(outside.office.unit_of_work, {})
    for fault in ("", "  ", "长" * 501):
        with pytest.raises(InvalidInput):
            settle(outside, Settling.TOLD, fault)
    with pytest.raises((NotFound, NotPermitted)):
        settle(outside, Settling.TOLD, "已电话告知", login="zong.heke")
    settle(outside, Settling.TOLD, "已电话告知本人")
    row = outside.row()
    assert (row.state, row.settled_by, row.settled_note) == (DispatchState.TOLD, CLERK, "已电话告知本人")
    with pytest.raises(Conflict):
        settle(outside, Settling.AGAIN)
    outside.send()
    assert outside.came() == 0
    kinds = [row.kind for row in outside.office.rows(TrailEvent, complaint_id=case) if "dispatch" in row.kind]
    assert kinds == ["dispatch.settled_told"]


def test_a_thousand_wait_and_a_round_takes_its_part(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_step, "BATCH", 2)
    for _ in range(3):
        planned(outside.office)
    outside.send()
    assert outside.came() == 2
    outside.send()
    assert outside.came() == 3
