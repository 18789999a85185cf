"""Documents that are mailed themselves: sent when a mail server has taken them, and said to be sent no sooner."""

from __future__ import annotations

import pytest

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.interim_answer import InterimAnswer
from models.case.letter import CaseLetter
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.errors import Conflict, InvalidInput, OutsideUnavailable
from models.ground.ids import new_id
from models.ground.letter_codes import LetterReaders
from models.ledger.trail_event import TrailEvent
from models.vault.masking import PersonalField
from services.answer.returned_mails import take_back_mails_step
from services.casefile.answer_sendings import delivered_at
from services.dispatch import to_complainant
from services.dispatch.delivery_report import DeliveryReport, ReportedAction
from services.dispatch.mailed_document import mail_frozen, plan_with_sending
from services.dispatch.record_bounce import BounceOutcome, record_bounce
from services.dispatch.send_step import send_dispatches_step
from services.identity.correct_field import Correction, correct_field
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.store_page import store_page
from services.repair.settle_dispatch import SettleDispatch, Settling, settle_dispatch
from services.views.came_back import list_to_send
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import MAIL, MOBILE, Outside
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import act
from tests.unit.services.standing_case import file_as
from tests.unit.services.test_answer_sending import CLERK, HANDLER, clock, give, ready, sendings
from tests.unit.services.test_interim_answer import FIRST, approved
from tests.unit.services.test_notices import wishing
from tests.web.letter_words import words_of
from tests.web_staff.cases import restrict_to

ADDRESS = "https://tousu.example.cn/"


def freeze(office: FullOffice, case: str, kind: str = "answer", subject: str = "round-1") -> str:
    """With the words that are proposed."""
    command = FreezeLetter(case, kind, subject, {}, None, ADDRESS)
    return freeze_letter(command, office.unit_of_work(), office.actor(CLERK))


def documents(office: FullOffice) -> list[Dispatch]:
    """The mails of documents, not the notices."""
    of_documents = ("answer_letter", "interim_answer_letter", "review_decision")
    rows = [row for row in office.rows(Dispatch) if row.letter_id or row.purpose in of_documents]
    return sorted(rows, key=lambda row: (row.made_at, row.id))


def states(office: FullOffice) -> list[DispatchState]:
    return [row.state for row in documents(office)]


def settle(outside: Outside, row: Dispatch, settling: Settling, note: str = "") -> None:
    command = SettleDispatch(row.id, settling, note)
    settle_dispatch(command, outside.office.unit_of_work(), outside.office.actor(CLERK))


def test_an_answer_is_sent_by_e_mail_when_a_server_took_its_letter_and_not_before(outside: Outside) -> None:
    """DM-33: the limit is met by what is done at once, and stays met; the letter waits to be frozen, then leaves once."""
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["email"])
    limit = clock(office, case, ClockKind.FEEDBACK)
    assert limit is not None
    assert limit.stopped_at is not None
    assert sendings(office, case)[0].ways == office.rows(Answer)[0].ways == ["query_code"]
    assert states(office) == [DispatchState.AWAITS_LETTER]
    outside.send()
    assert [subject for _, subject, _ in outside.mail.read()] == [
        f"投诉{office.rows(Complaint)[0].number}已有答复"
    ]
    outside.mail.came.clear()
    with pytest.raises(Conflict):
        settle(outside, documents(office)[0], Settling.AGAIN)
    assert states(office) == [DispatchState.AWAITS_LETTER], "what is not frozen cannot be sent again"
    freeze(office, case)
    assert sendings(office, case)[0].ways == ["query_code"]
    outside.send()
    outside.send()
    assert states(office) == [DispatchState.TAKEN]
    assert sendings(office, case)[0].ways == office.rows(Answer)[0].ways == ["query_code", "email"]
    ((to, subject, text),) = outside.mail.read()
    number = office.rows(Complaint)[0].number
    assert (to, subject) == (MAIL, f"投诉{number}的文书")
    assert f"（编号{number}）的答复书（云政服答〔2026〕1号）" in text
    assert f"{ADDRESS}progress?number={number}" in text
    for hidden in ("简一趟", MOBILE, "失业保险", "C03", "属实"):
        assert hidden not in subject + text, hidden
    ((name, (kind, content)),) = outside.mail.files().items()
    assert (name, kind) == ("答复书-云政服答〔2026〕1号.pdf", "application/pdf")
    assert content == store_page(
        str(documents(office)[0].letter_id), office.unit_of_work(), office.actor(CLERK)
    )
    assert "经查，属实" in words_of(content)
    assert outside.mail.came[0][1]["Message-ID"] == f"<{documents(office)[0].id}-1@centre.gov.cn>"
    trail = str([row.payload for row in office.rows(TrailEvent, complaint_id=case)])
    assert MAIL not in trail


def test_two_ways_are_two_ways_and_sending_again_replaces_what_had_not_left(outside: Outside) -> None:
    """Kept in an office without a mail server, it was told by telephone alone; the later sending carries the letter once."""
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["phone", "email"])
    freeze(office, case)
    send_dispatches_step(office.unit_of_work, {}, lay_out=store_page)
    assert states(office) == [DispatchState.KEPT]
    assert sendings(office, case)[0].ways == ["phone"]
    outside.send()
    assert outside.came() == 0
    act(office, case, "send-answer-again", CLERK, ways=["email"])
    assert sorted(states(office)) == [DispatchState.REPLACED, DispatchState.WAITING]
    outside.send()
    assert outside.came() == 1
    assert [row.ways for row in sendings(office, case)] == [["phone"], ["query_code", "email"]]
    assert office.rows(TrailEvent, kind="dispatch.replaced")[0].payload["purpose"] == "answer_letter"


def test_what_a_server_refuses_at_once_has_a_limit_to_be_sent_again_and_reached_nobody(
    outside: Outside,
) -> None:
    """A refusal is no delivery either: as with what comes back a note is not enough, and nothing goes to that box again."""
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["email"])
    freeze(office, case)
    outside.mail.at_rcpt = "550 no such user"
    outside.send()
    outside.send()
    (row,) = documents(office)
    assert (row.state, row.reason) == (DispatchState.REFUSED, "SMTP_550")
    (sending,) = sendings(office, case)
    assert (sending.ways, delivered_at(sending)) == (["query_code"], None)
    assert sending.return_reason == "电子邮件被拒收（550）"
    assert clock(office, case, ClockKind.RETURN_VISIT).stopped_at is not None, "nobody can be asked about it"
    assert clock(office, case, ClockKind.SEND_AGAIN).subject_id == sending.id
    assert take_back_mails_step(office.unit_of_work) == 0, "what is taken back is no work any more"
    for settling, code in ((Settling.TOLD, "SEND_AGAIN_INSTEAD"), (Settling.AGAIN, "DISPATCH_MOVED_ON")):
        with pytest.raises(Conflict) as moved:
            settle(outside, row, settling, "已改用电话告知本人")
        assert moved.value.code == code
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "send-answer-again", CLERK, ways=["email"])
    assert refused.value.errors == {"ways": "CAME_BACK_FROM_THERE"}
    act(office, case, "send-answer-again", CLERK, ways=["phone"])
    assert clock(office, case, ClockKind.SEND_AGAIN).stopped_at is not None
    assert clock(office, case, ClockKind.RETURN_VISIT).stopped_at is None
    assert states(office) == [DispatchState.TOLD]


def test_what_came_back_has_a_limit_to_be_sent_again_and_reached_nobody(outside: Outside) -> None:
    """The limit of the answer stays met; the sending that follows, to another address, ends the limit and the old mail.

    To the box from which it came back nothing goes again.
    """
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["email"])
    met = clock(office, case, ClockKind.FEEDBACK)
    freeze(office, case)
    outside.send()
    (row,) = documents(office)
    report = DeliveryReport(f"{row.id}-1", ReportedAction.FAILED, "5.1.1", None)
    assert record_bounce(report, office.unit_of_work()) is BounceOutcome.RETURNED
    outside.send()
    outside.send()
    (sending,) = sendings(office, case)
    assert (sending.returned_on, sending.return_reason) == (
        beijing_date(office.clock.now()),
        "电子邮件被退回（5.1.1）",
    )
    owed = clock(office, case, ClockKind.SEND_AGAIN)
    assert owed is not None
    assert owed.stopped_at is None
    after = clock(office, case, ClockKind.FEEDBACK)
    assert met is not None
    assert after is not None
    assert after.stopped_at == met.stopped_at
    assert len(office.rows(TrailEvent, complaint_id=case, kind="answer.returned")) == 1
    assert take_back_mails_step(office.unit_of_work) == 0, "what is taken back is no work any more"
    with pytest.raises(Conflict):
        settle(outside, row, Settling.AGAIN)
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "send-answer-again", CLERK, ways=["email"])
    assert refused.value.errors == {"ways": "CAME_BACK_FROM_THERE"}
    assert len(sendings(office, case)) == 1
    with office.unit_of_work() as unit:
        correct_field(Correction(case, PersonalField.EMAIL, "xin@example.com"), CLERK, unit)
    act(office, case, "send-answer-again", CLERK, ways=["email"])
    owed = clock(office, case, ClockKind.SEND_AGAIN)
    assert owed is not None
    assert owed.stopped_at is not None
    assert sorted(states(office)) == [DispatchState.REPLACED, DispatchState.WAITING]


def test_a_letter_that_came_back_bars_no_mail_to_the_address_that_took_one(outside: Outside) -> None:
    """Of two ways the one came back: the other is as good as it was."""
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["registered_letter", "email"], mail_no="XA00000000423")
    freeze(office, case)
    outside.send()
    act(
        office,
        case,
        "record-answer-return",
        CLERK,
        day=f"{beijing_date(office.clock.now())}",
        reason="查无此人",
    )
    act(office, case, "send-answer-again", CLERK, ways=["email"])
    assert len(sendings(office, case)) == 2


def test_an_interim_answer_goes_by_mail_and_one_that_had_not_left_gives_way_to_the_answer(
    outside: Outside,
) -> None:
    office = outside.office
    filed = approved(office, email=MAIL)
    act(office, filed.complaint_id, "give-interim-answer", HANDLER, **{**FIRST, "ways": ["email"]})
    (row,) = documents(office)
    assert (row.purpose, row.state) == (DispatchPurpose.INTERIM_ANSWER_LETTER, DispatchState.AWAITS_LETTER)
    assert office.rows(InterimAnswer)[0].ways == ["query_code"]
    freeze(office, filed.complaint_id, "interim_answer", office.rows(InterimAnswer)[0].id)
    outside.send()
    assert office.rows(InterimAnswer)[0].ways == ["query_code", "email"]
    (attached,) = (name for no in range(2) for name in outside.mail.files(no))
    assert attached.startswith("先行答复书-")
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, filed.complaint_id)
        unit.session.get_one(Dispatch, row.id).state = DispatchState.KEPT
        sent = {"round": 1, "attempt": 1, "ways": [], "sent_at": office.clock.now(), "sent_by": HANDLER}
        unit.session.add(answered := AnswerSending(id=new_id(), complaint_id=complaint.id, **sent))
        unit.session.flush()
        plan_with_sending(DispatchPurpose.ANSWER_LETTER, answered.id, complaint, unit)
    assert sorted(states(office)) == [DispatchState.AWAITS_LETTER, DispatchState.REPLACED]


def test_who_wished_mail_is_sent_every_letter_and_who_left_an_address_alone_a_notice(
    outside: Outside,
) -> None:
    office = outside.office
    for wish in ("email", ""):
        case = file_as(office, "own", email=MAIL).complaint_id
        if wish:
            wishing(office, case, wish)
        accept(office, case)
        freeze(office, case, "acceptance_notice")
        outside.send()
        files = outside.mail.files()
        assert [name.partition("-")[0] for name in files] == (["受理告知书"] if wish else [])
        outside.mail.came.clear()
    assert office.rows(AnswerSending) == []


def test_what_is_not_his_or_for_named_readers_alone_goes_by_no_mail(outside: Outside) -> None:
    """The letter of an answer about another's matter, and every document of a restricted file."""
    office = outside.office
    case = file_as(office, "own", email=MAIL).complaint_id
    wishing(office, case, "email")
    accept(office, case)
    freeze(office, case, "acceptance_notice")
    restrict_to(office, case, CLERK)
    outside.send()
    (row,) = documents(office)
    assert (row.state, row.reason, outside.came()) == (DispatchState.REFUSED, "NOT_BY_MAIL", 0)
    for readers, is_mailed in ((LetterReaders.COMPLAINANT, True), (LetterReaders.CONCERNED, False)):
        stranger = file_as(office, "bystander", email=MAIL).complaint_id
        wishing(office, stranger, "email")
        assert is_mailed is _mailed(office, stranger, "extension_notice", readers)


def test_nobody_is_sent_a_letter_of_another_file(outside: Outside) -> None:
    office = outside.office
    cases = [file_as(office, "own", email=MAIL).complaint_id for _ in range(2)]
    for case in cases:
        wishing(office, case, "email")
        accept(office, case)
        freeze(office, case, "acceptance_notice")
    with office.unit_of_work() as unit:
        mine, other = (unit.session.get_one(Dispatch, row.id) for row in documents(office))
        mine.letter_id = other.letter_id
    outside.send()
    assert sorted((row.state, row.reason) for row in documents(office)) == [
        (DispatchState.REFUSED, "NOT_BY_MAIL"),
        (DispatchState.TAKEN, None),
    ]


def _mailed(office: FullOffice, case: str, kind: str, readers: LetterReaders) -> bool:
    """Whether a letter that is frozen now goes by mail."""
    now = office.clock.now()
    letter = CaseLetter(
        id=new_id(), complaint_id=case, kind=kind, subject=new_id(), readers=readers, worded_by=CLERK
    )
    letter.worded_at = letter.frozen_at = now
    with office.unit_of_work() as unit:
        unit.session.add(letter)
        unit.session.flush()
        return mail_frozen(letter, unit.session.get_one(Complaint, case), unit)


def test_of_two_extensions_that_had_not_left_the_later_goes_and_of_two_supplements_both(
    outside: Outside,
) -> None:
    office = outside.office
    case = file_as(office, "own", email=MAIL).complaint_id
    wishing(office, case, "email")
    for kind in ("extension_notice", "supplement_notice"):
        for _ in range(2):
            assert _mailed(office, case, kind, LetterReaders.COMPLAINANT)
    assert sorted(states(office)) == [DispatchState.REPLACED, *[DispatchState.WAITING] * 3]


def test_a_document_that_is_too_large_or_cannot_be_had_holds_up_no_other(
    outside: Outside,
) -> None:
    office = outside.office
    case = file_as(office, "own", email=MAIL).complaint_id
    wishing(office, case, "email")
    accept(office, case)
    freeze(office, case, "acceptance_notice")

    def away(*_asked: object) -> bytes:
        raise OutsideUnavailable

    send_dispatches_step(office.unit_of_work, outside.carriers, lay_out=away)
    (row,) = documents(office)
    assert (row.state, row.reason, row.attempts) == (DispatchState.WAITING, "NO_PAGE", 0)
    outside.later(60)
    heavy = b"%PDF" + bytes(to_complainant.LARGEST_BYTES - 3)
    send_dispatches_step(office.unit_of_work, outside.carriers, lay_out=lambda *_asked: heavy)
    (row,) = documents(office)
    assert (row.state, row.reason, outside.came()) == (DispatchState.REFUSED, "TOO_LARGE", 0)
    take_back_mails_step(office.unit_of_work)
    (owed,) = list_to_send(office.unit_of_work(), office.actor(CLERK))
    assert (owed.letter_id, owed.reason) == (row.letter_id, "文书过大，不能用电子邮件发送")
    settle(outside, row, Settling.AGAIN)
    assert len(office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN)) == 1
    send_dispatches_step(office.unit_of_work, outside.carriers, lay_out=lambda *_asked: heavy[:-1])
    assert states(office) == [DispatchState.TAKEN]
    assert list_to_send(office.unit_of_work(), office.actor(CLERK)) == []
    ((_, (_, content)),) = outside.mail.files().items()
    assert len(content) == to_complainant.LARGEST_BYTES
