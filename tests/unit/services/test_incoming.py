"""What comes in by a door is kept first, filed or joined once, and what cannot be placed waits for a person."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from email.message import EmailMessage
from hashlib import sha256

import pytest

from models.beside.supplement import Supplement
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.evidence import Evidence
from models.case.file_entry import FileEntry
from models.case.incoming import Incoming
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.errors import Conflict, InvalidInput, NotFound, OutsideUnavailable
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from services.casefile.add_entry import GOES_ON
from services.identity.open_identity import open_identity
from services.identity.query_code import derive_query_code
from services.incoming.become import MOST_OF_ONE_SENDER
from services.incoming.mail.read_mail import read_mail
from services.incoming.mail.take_in_mail import take_in_mail
from services.incoming.reading import Reading
from services.incoming.settle_message import CloseMessage, JoinMessage, close_message, join_message
from services.incoming.take_in import Arrival, TakenIn, take_in, take_up_step
from services.views.incoming import IncomingGroup, SearchIncoming, list_incoming, read_incoming
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import Outside

CLERK, SUPERVISOR = "wen.rusheng", "jian.rujing"
SENDER = "chai@example.com"
WORDS = "9月3日下午在C03窗口申领失业保险金，窗口要我补一张指南上没有的证明。"
LEADER = "分管投诉的衡公允副主任叫我撤投诉，请直接交上级。"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def mail(text: str = WORDS, **headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {
        "From": f"柴某 <{SENDER}>",
        "To": "tousu@yunhe-zwfw.example.cn",
        "Subject": "投诉窗口",
        "Message-ID": f"<{secrets.token_hex(8)}@example.com>",
    }
    for name, value in {**told, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        message[name] = value
    message.set_content(text)
    return message


def take(office: FullOffice, message: EmailMessage | bytes, *, is_cut: bool = False) -> TakenIn:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    return take_in_mail(Arrival(raw, office.clock.now(), is_cut), office.unit_of_work())


def filed(office: FullOffice, message: EmailMessage) -> Complaint:
    taken = take(office, message)
    assert taken.state is IncomingState.FILED, taken
    return office.rows(Complaint, id=taken.complaint_id)[0]


def test_a_mail_is_filed_once_with_its_sender_in_the_vault_and_its_files(office: FullOffice) -> None:
    """The same bytes, and the same message by another way, are the first one; other words under its id are not."""
    message = mail()
    message.add_attachment("门牌".encode(), maintype="text", subtype="plain", filename="门牌.txt")
    message.add_attachment(EICAR, maintype="text", subtype="plain", filename="x.txt")
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    case = filed(office, message)
    with office.unit_of_work().reading() as unit:
        told = open_identity(case.id, unit)
    assert (told.name, told.email) == ("柴某", SENDER)
    assert WORDS in case.matter
    assert [row.name for row in office.rows(Evidence, complaint_id=case.id)] == ["门牌.txt"]
    raw = message.as_bytes()
    assert take(office, raw).complaint_id == case.id
    again = take(office, b"Received: from elsewhere\n" + raw)
    assert (again.state, again.reason, again.complaint_id) == (
        IncomingState.IGNORED,
        IncomingReason.SAME_AGAIN,
        case.id,
    )
    other = mail("另一件事：E03窗口没有人。", Message_ID=str(message["Message-ID"]))
    assert filed(office, other).id != case.id
    unnumbered = [filed(office, mail(f"第{number}件。", Message_ID="")).id for number in range(2)]
    assert len(set(unnumbered)) == 2
    row = office.rows(Incoming, complaint_id=case.id, state=IncomingState.FILED)[0]
    assert office.unit_of_work().ports.object_store.get(row.raw_key) == raw
    assert row.content is None


def test_its_sender_is_told_number_and_query_code_once_and_no_machine_is(outside: Outside) -> None:
    """DM-9: by e-mail, with the code that the case is asked for by; staff who read the notice are not shown it."""
    office = outside.office
    case = filed(office, mail())
    silent = filed(office, mail("第二件。", X_Auto_Response_Suppress="All", From="x@example.com"))
    take(office, mail(Auto_Submitted="auto-replied"))
    outside.send()
    outside.send()
    ((to, subject, text),) = outside.mail.read()
    assert to == SENDER
    assert (case.number in subject, case.number in text) == (True, True)
    assert derive_query_code(case.submission_id) in text
    assert office.rows(Dispatch, complaint_id=silent.id) == []
    assert [row.purpose for row in office.rows(Dispatch)] == [DispatchPurpose.RECEIPT]


def test_an_answer_goes_into_its_case_by_what_it_answers_or_names_and_by_its_sender(
    outside: Outside,
) -> None:
    """To a mail of his own, to our notice, or with the number in the subject; from another address a person decides."""
    office = outside.office
    first = mail()
    case = filed(office, first)
    outside.send()
    notice = str(outside.mail.came[0][1]["Message-ID"])
    answers = [
        mail("补充一。", In_Reply_To=str(first["Message-ID"])),
        mail("补充二。", References=f"<unknown@example.com> {notice}"),
        mail("补充三。", Subject=f"关于{case.number}"),
    ]
    for answer in answers:
        taken = take(office, answer)
        assert (taken.state, taken.complaint_id) == (IncomingState.JOINED, case.id)
        take(office, answer)
    told = office.rows(Supplement, complaint_id=case.id)
    assert sorted(row.text for row in told) == ["补充一。", "补充三。", "补充二。"]
    assert {row.way for row in told} == {"email"}
    stranger = take(office, mail("我也补充。", From="someone@example.com", Subject=f"Re: {case.number}"))
    assert (stranger.state, stranger.reason) == (IncomingState.PUT_ASIDE, IncomingReason.OTHER_SENDER)
    assert len(office.rows(Supplement, complaint_id=case.id)) == 3
    without_mail = office.file()
    nobody = take(office, mail("也是我的。", From="", Subject=f"Re: {without_mail.number}"))
    assert (nobody.state, nobody.reason) == (IncomingState.PUT_ASIDE, IncomingReason.OTHER_SENDER)
    assert len(office.rows(Complaint)) == 2


def test_what_machines_write_and_what_we_wrote_is_left_alone_and_told(outside: Outside) -> None:
    office = outside.office
    filed(office, mail())
    outside.send()
    ours = outside.mail.came[0][1]
    own = mail(From="tousu@yunhe-zwfw.example.cn")
    for message, reason in (
        (mail(Auto_Submitted="auto-replied"), IncomingReason.AUTOMATIC),
        (mail(Precedence="bulk"), IncomingReason.MAILING_LIST),
        (ours, IncomingReason.OWN_MESSAGE),
        (own, IncomingReason.OWN_MESSAGE),
    ):
        taken = take(office, message)
        assert (taken.state, taken.reason) == (IncomingState.IGNORED, reason)
    page = list_incoming(SearchIncoming(IncomingGroup.IGNORED), office.unit_of_work(), office.actor(CLERK))
    assert page.total == 4
    assert len(office.rows(Complaint)) == 1


def test_a_report_that_our_mail_came_back_stands_with_its_notice(outside: Outside) -> None:
    office = outside.office
    filed(office, mail())
    outside.send()
    ours = str(outside.mail.came[0][1]["Message-ID"])
    head = "From: MAILER-DAEMON@example.com\nSubject: Undelivered\nMIME-Version: 1.0\n"
    head += "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    status = "Reporting-MTA: dns; example.com\n\nFinal-Recipient: rfc822; x@example.com\nAction: failed\nStatus: 5.1.1\n"
    report = f"{head}--b\nContent-Type: message/delivery-status\n\n{status}\n"
    report += f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {ours}\n\n--b--\n"
    for _ in range(2):
        taken = take(office, report.encode())
        assert (taken.state, taken.reason) == (IncomingState.IGNORED, IncomingReason.FAILED_DELIVERY)
    assert [row.state for row in office.rows(Dispatch)] == [DispatchState.RETURNED]
    foreign = take(office, report.replace(ours, "<somebody@example.com>").encode())
    assert (foreign.state, foreign.reason) == (IncomingState.PUT_ASIDE, IncomingReason.FAILED_DELIVERY)


def test_more_from_one_address_than_a_person_writes_in_an_hour_is_a_loop(office: FullOffice) -> None:
    for number in range(MOST_OF_ONE_SENDER):
        take(office, mail(f"第{number}件。", Precedence="bulk"))
    taken = take(office, mail())
    assert (taken.state, taken.reason) == (IncomingState.IGNORED, IncomingReason.TOO_MANY)
    assert take(office, mail(From="other@example.com")).state is IncomingState.FILED


def test_what_cannot_be_read_is_kept_and_waits(office: FullOffice) -> None:
    """Nothing that is torn, empty, too large or no message at all is lost or refused."""
    half = mail().as_bytes().replace(b"Content-Type: text/plain", b"Content-Type: multipart/mixed")
    for raw, is_cut, reason in (
        (b"\x00\xff not a message", False, IncomingReason.UNREADABLE),
        (half, False, IncomingReason.UNREADABLE),
        (mail("").as_bytes(), False, IncomingReason.WITHOUT_WORDS),
        (mail("超大" * 10).as_bytes(), True, IncomingReason.TOO_LARGE),
        (mail("长" * 200_001).as_bytes(), False, IncomingReason.TOO_LONG),
    ):
        taken = take(office, raw, is_cut=is_cut)
        assert (taken.state, taken.reason) == (IncomingState.PUT_ASIDE, reason)
        row = office.rows(Incoming, id=taken.incoming_id)[0]
        assert office.unit_of_work().ports.object_store.get(row.raw_key) == raw
    assert office.rows(Complaint) == []
    with pytest.raises(InvalidInput):
        take(office, b"")


def test_a_fault_of_ours_in_reading_loses_nothing(office: FullOffice) -> None:
    def broken(raw: bytes) -> Reading:
        raise RecursionError

    arrival = Arrival(mail().as_bytes(), office.clock.now())
    taken = take_in(Door.EMAIL, arrival, broken, office.unit_of_work())
    assert (taken.state, taken.reason) == (IncomingState.PUT_ASIDE, IncomingReason.UNREADABLE)


def test_a_message_that_cannot_be_entered_waits_for_a_person_with_nothing_left_over(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes stay, its files go; what says that the database is away says nothing of the message, which comes again."""
    message = mail("坏信。")
    message.add_attachment("门牌".encode(), maintype="text", subtype="plain", filename="门牌.txt")
    store, raw = office.unit_of_work().ports.object_store, message.as_bytes()

    def half(raw: bytes) -> Reading:
        read = read_mail(raw)
        return replace(read, message={**read.message, "subject": "\ud800"})

    def away(*_: object) -> None:
        raise OutsideUnavailable

    arrival = Arrival(raw, office.clock.now())
    with monkeypatch.context() as patched, pytest.raises(OutsideUnavailable):
        patched.setattr("services.incoming.take_in.become", away)
        take_in(Door.EMAIL, arrival, half, office.unit_of_work())
    (row,) = office.rows(Incoming)
    assert row.state is IncomingState.ARRIVED
    assert list(store.list_keys()) == [row.raw_key]
    taken = take_in(Door.EMAIL, arrival, half, office.unit_of_work())
    assert (taken.state, taken.reason) == (IncomingState.PUT_ASIDE, IncomingReason.UNREADABLE)
    (row,) = office.rows(Incoming)
    assert (store.get(row.raw_key), row.raw_sha256) == (raw, sha256(raw).hexdigest())
    assert list(store.list_keys()) == [row.raw_key]
    assert office.rows(Complaint) == []


@pytest.mark.parametrize(
    "subject", ["=?中?Q?a?=", "=?utf-8?b?PT9pZG5hP1E/YS4uYj89?=", "=?utf-8?b?PT9yb3QxMz9RP2E/PQ==?="]
)
def test_a_subject_that_looks_encoded_once_it_is_decoded_is_filed_as_it_reads(
    office: FullOffice, subject: str
) -> None:
    raw = mail().as_bytes()
    coded = re.sub(rb"(?m)^Subject: .*$", b"Subject: " + subject.encode(), raw)
    taken = take(office, coded)
    assert taken.state is IncomingState.FILED
    assert office.rows(Complaint, id=taken.complaint_id)[0].matter.startswith("=?")


def test_what_a_process_kept_and_did_not_read_is_gone_on_with_by_another(office: FullOffice) -> None:
    """A process that ends between keeping and reading leaves the bytes; they are filed once, by whoever comes."""

    class Ended(BaseException):
        pass

    def ends(raw: bytes) -> Reading:
        raise Ended

    message = mail()
    arrival = Arrival(message.as_bytes(), office.clock.now())
    with pytest.raises(Ended):
        take_in(Door.EMAIL, arrival, ends, office.unit_of_work())
    assert [row.state for row in office.rows(Incoming)] == [IncomingState.ARRIVED]
    assert take_up_step(Door.EMAIL, read_mail, office.unit_of_work) == 0, "perhaps it still works on it"
    office.system_clock.set("2026-09-07T10:06")  # type: ignore[attr-defined]  # a clock that tests set
    assert take_up_step(Door.EMAIL, read_mail, office.unit_of_work) == 1
    assert take_up_step(Door.EMAIL, read_mail, office.unit_of_work) == 0
    (row,) = office.rows(Incoming)
    assert row.state is IncomingState.FILED
    assert take(office, message).complaint_id == row.complaint_id
    assert len(office.rows(Complaint)) == 1


def test_a_mail_about_a_leader_is_for_the_people_of_his_route_also_while_it_waits(office: FullOffice) -> None:
    """What is filed is restricted at once (W6); what waits is shown to nobody else either, in no list and by no address."""
    case = filed(office, mail(LEADER))
    torn = take(office, mail(LEADER, Auto_Submitted="auto-generated"))
    clerk, supervisor = office.actor(CLERK), office.actor(SUPERVISOR)
    for group in IncomingGroup:
        shown = list_incoming(SearchIncoming(group), office.unit_of_work(), clerk)
        assert shown.total == 0, group
    with pytest.raises(NotFound):
        read_incoming(torn.incoming_id, office.unit_of_work(), clerk)
    with pytest.raises(NotFound):
        close_message(CloseMessage(torn.incoming_id, "垃圾邮件"), office.unit_of_work(), clerk)
    everything = list_incoming(SearchIncoming(IncomingGroup.ALL), office.unit_of_work(), supervisor)
    assert {line.id for line in everything} >= {torn.incoming_id}
    assert case.number in {line.number for line in everything}
    assert read_incoming(torn.incoming_id, office.unit_of_work(), supervisor).text == LEADER


def test_a_person_joins_or_closes_what_waits_once_and_says_why(office: FullOffice) -> None:
    case = filed(office, mail())
    stranger = mail("我是他的同事，补一份材料。" + "很长" * 6_000, From="x@example.com", Subject=case.number)
    stranger.add_attachment("材料".encode(), maintype="text", subtype="plain", filename="材料.txt")
    waits, clerk = take(office, stranger), office.actor(CLERK)
    with pytest.raises(InvalidInput):
        join_message(JoinMessage(waits.incoming_id, "YH-2026-999999"), office.unit_of_work(), clerk)
    join_message(JoinMessage(waits.incoming_id, case.number.lower()), office.unit_of_work(), clerk)
    (told,) = office.rows(Supplement, complaint_id=case.id)
    assert told.by == CLERK
    assert [row.name for row in office.rows(Evidence, complaint_id=case.id)] == ["材料.txt"]
    rest = office.rows(FileEntry, complaint_id=case.id)[0].text
    assert told.text + rest.removeprefix(GOES_ON) == "我是他的同事，补一份材料。" + "很长" * 6_000
    with pytest.raises(Conflict):
        close_message(CloseMessage(waits.incoming_id, "看错了"), office.unit_of_work(), clerk)
    spam = take(office, mail("", From="spam@example.com"))
    with pytest.raises(InvalidInput):
        close_message(CloseMessage(spam.incoming_id, " "), office.unit_of_work(), clerk)
    close_message(CloseMessage(spam.incoming_id, "空邮件，已电话核实"), office.unit_of_work(), clerk)
    (line,) = list_incoming(SearchIncoming(IncomingGroup.CLOSED), office.unit_of_work(), clerk)
    assert (line.settled_by, line.settled_note) == ("温如声（受理岗）", "空邮件，已电话核实")
