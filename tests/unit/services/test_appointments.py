"""Visits by appointment: by the calendar, one place for one visitor, reminded once, forgotten where nothing came of it."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from models.case.data_provision import DataProvision
from models.case.lifecycle import DayKind
from models.clock.work_calendar import WorkCalendarOverride
from models.ground.appointment_codes import AppointmentState, ReminderState
from models.ground.codes import Channel
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ledger.trail_event import TrailEvent
from models.office.appointment import Appointment
from models.office.visiting_slot import VisitingSlot
from models.vault.appointment_contact import AppointmentContact
from services.actor import citizen
from services.appointments import remind_step
from services.appointments.book_appointment import BookAppointment, BookedAppointment, book_appointment
from services.appointments.cancel_appointment import cancel_appointment
from services.appointments.move_appointment import move_appointment
from services.appointments.note_call import note_call
from services.appointments.open_appointment import OwnKey
from services.appointments.receive_visitor import receive_visitor
from services.appointments.register_visitor import register_visitor
from services.appointments.remind_step import remind_visitors_step
from services.attempts.rules import APPOINTMENT_CODES_PER_NUMBER
from services.filing.register_complaint import RegisterComplaint
from services.filing.statement import Statement
from services.office.visiting_hours import AddSlot, add_room, add_slots, close_day, close_slot
from services.retention.policy import VISITORS
from services.retention.sweep_visitors import sweep_visitors
from services.views.appointment_calendar import write_calendar
from services.views.own_appointment import list_offered_times, read_own_appointment
from services.views.visitor_list import list_visitors
from tests.both_databases.at_once import at_once
from tests.full_office import FullOffice
from tests.provisions import left
from tests.unit.services.notices_outside import Outside
from tests.unit.services.test_incoming import LEADER

CLERK, ADMINISTRATOR = "wen.rusheng", "guan.xitong"
NAME, PHONE, MAIL = "金丝雀名", "199-0000-0777", "canary@example.com"


@pytest.fixture
def office(office: FullOffice) -> FullOffice:
    """Monday to Friday and on Saturdays one place at nine, two at half past nine; it is Monday 2026-09-07, 10:00."""
    admin = office.actor(ADMINISTRATOR)
    room = add_room("接待一室", "一楼大厅左侧", office.unit_of_work(), admin)
    for starts, ends, seats in (("09:00", "09:30", "1"), ("09:30", "10:00", "2")):
        slot = AddSlot(room, ("0", "1", "2", "3", "4", "5"), starts, ends, seats)
        add_slots(slot, office.unit_of_work(), admin)
    return office


def time_of(office: FullOffice, day: str, starts: str = "09:00") -> str:
    (found,) = (
        time
        for time in list_offered_times(office.unit_of_work())
        if (time.day.isoformat(), time.starts) == (day, starts)
    )
    return found.key


def book(office: FullOffice, time: str, by: str = "", **known: str) -> BookedAppointment:
    fields = {"submission_id": secrets.token_hex(16), "name": NAME, "phone": PHONE} | known
    who = office.actor(by) if by else citizen(secrets.token_hex(4))
    return book_appointment(BookAppointment(time=time, **fields), office.unit_of_work(), who)


def row_of(office: FullOffice, booked: BookedAppointment) -> Appointment:
    (row,) = office.rows(Appointment, id=booked.id)
    return row


def test_times_are_those_of_working_days_without_closed_ones_and_a_saturday_counts_when_it_is_worked(
    office: FullOffice,
) -> None:
    """Autumn 2026: Sunday 20 September and Saturday 10 October are worked, 25 to 27 September and 1 to 7 October are not."""
    office.clock.set("2026-09-16T06:00")
    close_day("2026-09-18", "全员培训", office.unit_of_work(), office.actor(ADMINISTRATOR))
    days = {time.day.isoformat() for time in list_offered_times(office.unit_of_work())}
    assert {"2026-09-16", "2026-09-17", "2026-09-24", "2026-09-28"} <= days
    assert not days & {"2026-09-18", "2026-09-19", "2026-09-20", "2026-09-25", "2026-09-26", "2026-10-01"}
    office.clock.set("2026-09-29T08:00")
    days = {time.day.isoformat() for time in list_offered_times(office.unit_of_work())}
    assert "2026-10-10" in days, "Saturday, worked in exchange"
    assert "2026-10-03" not in days, "Saturday of a holiday"
    for slot in office.rows(VisitingSlot):
        close_slot(slot.id, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert list_offered_times(office.unit_of_work()) == []


def test_a_day_that_the_office_closes_in_its_own_calendar_is_not_offered(office: FullOffice) -> None:
    closed = date(2026, 9, 8)
    assert closed in {time.day for time in list_offered_times(office.unit_of_work())}
    with office.unit_of_work() as unit:
        unit.session.add(
            WorkCalendarOverride(
                day=closed,
                kind=DayKind.LOCAL_CLOSURE,
                reason="停电",
                decided_by=ADMINISTRATOR,
                decided_at=office.clock.now(),
            )
        )
    assert closed not in {time.day for time in list_offered_times(office.unit_of_work())}


def test_the_last_place_is_one_visitors_and_is_free_again_once_he_moves_or_cancels(
    office: FullOffice,
) -> None:
    nine = time_of(office, "2026-09-08")
    first = book(office, nine)
    with pytest.raises(InvalidInput) as refused:
        book(office, nine, phone="199-0000-0778")
    assert refused.value.errors == {"time": "TIME_TAKEN"}
    key = OwnKey(first.number, first.code.lower().replace("-", " "))
    move_appointment(key, time_of(office, "2026-09-09"), office.unit_of_work(), citizen("203.0.113.9"))
    second = book(office, nine, phone="199-0000-0778")
    own = OwnKey(second.number, second.code)
    cancel_appointment(own, office.unit_of_work(), citizen("203.0.113.9"))
    cancel_appointment(own, office.unit_of_work(), citizen("203.0.113.9"))
    with pytest.raises(Conflict):
        move_appointment(own, nine, office.unit_of_work(), citizen("203.0.113.9"))
    book(office, nine, phone="199-0000-0779")
    assert (row_of(office, first).sequence, row_of(office, first).day.isoformat()) == (1, "2026-09-09")


def test_of_several_who_ask_at_the_same_moment_as_many_get_a_place_as_there_are(office: FullOffice) -> None:
    half = time_of(office, "2026-09-08", "09:30")

    def ask() -> str:
        try:
            return book(office, half, phone=f"199{secrets.randbelow(10**8):08d}").number
        except InvalidInput as refused:
            return refused.errors["time"]

    told = at_once(4, ask)
    assert sorted(told)[:2] == ["TIME_TAKEN", "TIME_TAKEN"], told
    assert sorted(row.seat or 0 for row in office.rows(Appointment)) == [1, 2]
    first, second = office.rows(Appointment)
    with pytest.raises(IntegrityError), office.unit_of_work() as unit:
        unit.session.get_one(Appointment, second.id).seat = first.seat


def test_the_same_form_is_one_appointment_and_other_words_under_its_id_are_refused(
    office: FullOffice,
) -> None:
    nine, sent = time_of(office, "2026-09-08"), secrets.token_hex(16)
    assert book(office, nine, submission_id=sent) == book(office, nine, submission_id=sent)
    with pytest.raises(InvalidInput) as refused:
        book(office, nine, submission_id=sent, name="别人")
    assert refused.value.errors == {"submission_id": "SENT_BEFORE"}


def test_what_is_missing_or_wrong_is_named_and_one_telephone_keeps_three_at_most(office: FullOffice) -> None:
    half = time_of(office, "2026-09-08", "09:30")
    with pytest.raises(InvalidInput) as refused:
        book(office, "", name=" ", phone="12", reminder="email", query_code="X", case_number="YH-2026-999999")
    assert refused.value.errors == {
        "time": "REQUIRED",
        "name": "REQUIRED",
        "phone": "NOT_A_PHONE",
        "email": "REQUIRED",
        "query_code": "CODE_UNKNOWN",
    }
    for day in ("2026-09-08", "2026-09-09", "2026-09-10"):
        book(office, time_of(office, day))
    with pytest.raises(RuleRefused) as too_many:
        book(office, half, phone="+86 19900000777")
    assert too_many.value.code == "TOO_MANY_APPOINTMENTS"
    with pytest.raises(NotPermitted):
        book(office, half, by="ren.shebao")


def test_codes_are_not_guessed(office: FullOffice) -> None:
    booked = book(office, time_of(office, "2026-09-08"))
    guesser = citizen("203.0.113.66")
    for _ in range(APPOINTMENT_CODES_PER_NUMBER.limit):
        with pytest.raises(NotFound):
            read_own_appointment(OwnKey(booked.number, "00000-0000-0000"), office.unit_of_work(), guesser)
    with pytest.raises(RuleRefused) as refused:
        read_own_appointment(OwnKey(booked.number, "00000-0000-0000"), office.unit_of_work(), guesser)
    assert refused.value.code == "RATE_LIMITED"
    own = read_own_appointment(OwnKey(booked.number, booked.code), office.unit_of_work(), guesser)
    assert own.number == booked.number, "who guesses keeps its owner out nowhere"


def test_nobodys_name_is_outside_the_vault_nor_in_the_calendar_file(office: FullOffice) -> None:
    booked = book(office, time_of(office, "2026-09-08"), email=MAIL)
    own = read_own_appointment(
        OwnKey(booked.number, booked.code), office.unit_of_work(), citizen("203.0.113.9")
    )
    file = write_calendar(own, None, office.clock.now())
    text = file.decode().replace("\r\n ", "")
    assert "DTSTART:20260908T010000Z\r\nDTEND:20260908T013000Z" in text
    assert f"UID:{booked.number}@jieban" in text
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert file.endswith(b"END:VCALENDAR\r\n")
    with office.unit_of_work().reading() as unit:
        connection = unit.session.connection().connection
        cursor = connection.cursor()
        told = []
        for table in ("appointment", "appointment_contact", "trail_event"):
            cursor.execute(f"select * from {table}")  # noqa: S608 - the tables named above
            told.append(str(cursor.fetchall()))
    for canary in (NAME, PHONE, "19900000777", MAIL):
        assert canary not in text
        assert all(canary not in rows for rows in told), canary
    (contact,) = office.rows(AppointmentContact)
    assert (contact.name, contact.phone, contact.email) == (NAME, PHONE, MAIL)


def test_the_visit_of_a_case_stands_in_its_file_and_a_new_matter_is_registered_from_it(
    office: FullOffice,
) -> None:
    filed = office.file()
    clerk = office.actor(CLERK)
    known = book(office, time_of(office, "2026-09-08"), case_number=filed.number, query_code=filed.query_code)
    new = book(office, time_of(office, "2026-09-08", "09:30"), by=CLERK)
    with pytest.raises(Conflict):
        receive_visitor(new.id, "arrived", office.unit_of_work(), clerk)
    office.clock.set("2026-09-08T09:05")
    for booked in (known, new):
        receive_visitor(booked.id, "arrived", office.unit_of_work(), clerk)
    with pytest.raises(Conflict):
        cancel_appointment(OwnKey(new.number, new.code), office.unit_of_work(), citizen("203.0.113.9"))
    words = Statement(content="窗口不收材料，也不说理由。", name=NAME, phone=PHONE)
    command = RegisterComplaint(
        secrets.token_hex(16), Channel.VISIT, office.clock.now(), words, "窗口不收材料"
    )
    registered = register_visitor(new.id, command, office.unit_of_work(), clerk)
    assert register_visitor(new.id, command, office.unit_of_work(), clerk) == registered
    other = RegisterComplaint(secrets.token_hex(16), Channel.VISIT, office.clock.now(), words, "再来一次")
    with pytest.raises(Conflict):
        register_visitor(new.id, other, office.unit_of_work(), clerk)
    row = row_of(office, new)
    assert (row.complaint_id, row.state) == (registered.complaint_id, AppointmentState.DONE)
    kinds = [event.kind for event in office.rows(TrailEvent, complaint_id=filed.complaint_id)]
    assert [kind for kind in kinds if kind.startswith("appointment.")] == [
        "appointment.booked",
        "appointment.arrived",
    ]
    kinds = [event.kind for event in office.rows(TrailEvent, complaint_id=registered.complaint_id)]
    assert "appointment.filed" in kinds


def test_a_reminder_goes_out_once_on_the_working_day_before_and_says_nobody_and_nothing(
    outside: Outside, office: FullOffice
) -> None:
    """Friday for Monday; what no carrier takes is for a clerk to call, and only what happened is on the trail."""
    by_mail = book(office, time_of(office, "2026-09-14"), reminder="email", email=MAIL)
    by_sms = book(office, time_of(office, "2026-09-14", "09:30"), reminder="sms", phone="１９９—0000–0778")
    by_phone = book(office, time_of(office, "2026-09-14", "09:30"), reminder="phone", phone="199-0000-0779")
    for moment, came in (
        ("2026-09-10T17:00", 0),
        ("2026-09-11T00:05", 0),  # nobody is woken
        ("2026-09-11T08:30", 2),
        ("2026-09-11T15:00", 2),
        ("2026-09-12T10:00", 2),
    ):
        office.clock.set(moment)
        remind_visitors_step(office.unit_of_work, outside.carriers)
        assert outside.came() == came, moment
    said = str(outside.mail.read()) + str(outside.sms.took)
    assert NAME not in said
    ((_, subject, text),), number = outside.mail.read(), row_of(office, by_mail).number
    assert (subject, text.strip()) == (
        f"来访预约{number}",
        f"【云河市政务服务中心】您预约于2026年9月14日09:00到本中心来访（预约号{number}），地点：一楼大厅左侧，接待一室。"
        "需要改期或取消的，请凭预约号和预约码在投诉网页“预约来访”中办理，或致电0000-8800-1234。",
    )
    assert [sent["to"] for sent in outside.sms.took.values()] == ["19900000778"]
    kinds = [event.payload for event in office.rows(TrailEvent, kind="appointment.reminded")]
    assert sorted(payload["way"] for payload in kinds) == ["email", "sms"]
    carriers = [("mail_provider", "email", ("contact",)), ("sms_provider", "sms", ("contact",))]
    assert sorted(left(office, None)) == carriers
    assert {row_of(office, one).reminder_state for one in (by_mail, by_sms)} == {ReminderState.TOLD}
    office.clock.set("2026-09-11T15:00")
    called = list_visitors(None, office.unit_of_work(), office.actor(CLERK)).to_call
    assert [visitor.id for visitor in called] == [by_phone.id]
    for _ in range(2):
        note_call(by_phone.id, office.unit_of_work(), office.actor(CLERK))
    assert list_visitors(None, office.unit_of_work(), office.actor(CLERK)).to_call == ()
    assert len(office.rows(TrailEvent, kind="appointment.reminded")) == 3


def test_a_reminder_whose_fate_nobody_knows_is_not_sent_again_and_a_clerk_calls(
    outside: Outside, office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = book(office, time_of(office, "2026-09-08"), reminder="email", email=MAIL)
    outside.mail.hangs_up = True
    remind_visitors_step(office.unit_of_work, outside.carriers)
    outside.mail.hangs_up = False
    assert row_of(office, booked).reminder_state is ReminderState.IN_DOUBT
    outside.later(3600)
    remind_visitors_step(office.unit_of_work, outside.carriers)
    assert outside.came() == 1
    assert office.rows(TrailEvent, kind="appointment.reminded") == []
    assert [row.is_certain for row in office.rows(DataProvision)] == [False]
    (called,) = list_visitors(None, office.unit_of_work(), office.actor(CLERK)).to_call
    assert called.id == booked.id
    # The process ends between the sending and its settling: after the lease it is asked about, and not sent again.
    second = book(office, time_of(office, "2026-09-08", "09:30"), reminder="email", email=MAIL)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(remind_step, "_settle", die)
        with pytest.raises(KeyboardInterrupt):
            remind_visitors_step(office.unit_of_work, outside.carriers)
    assert row_of(office, second).reminder_state is ReminderState.SENDING
    outside.later(remind_step.LEASE.total_seconds() + 1)
    for _ in range(2):
        remind_visitors_step(office.unit_of_work, outside.carriers)
    assert outside.came() == 2
    assert row_of(office, second).reminder_state is ReminderState.IN_DOUBT


def test_one_in_doubt_has_the_others_of_its_way_wait_and_what_no_carrier_can_reach_is_called(
    outside: Outside, office: FullOffice
) -> None:
    """A landline takes no SMS and a name no mail server knows no mail: a clerk calls, and the round goes on."""
    at_nine, later = time_of(office, "2026-09-08"), time_of(office, "2026-09-08", "09:30")
    book(office, at_nine, reminder="email", email=MAIL)
    book(office, later, reminder="email", email=MAIL)
    outside.mail.hangs_up = True
    for wait, came in ((0, 1), (2, 1), (61, 2)):
        outside.later(wait)
        remind_visitors_step(office.unit_of_work, outside.carriers)
        assert outside.came() == came
    outside.mail.hangs_up = False
    office.clock.set("2026-09-08T10:00")
    at_nine, later = time_of(office, "2026-09-09"), time_of(office, "2026-09-09", "09:30")
    unknown = book(office, at_nine, reminder="email", email="张一@例子.cn")
    landline = book(office, later, reminder="sms", phone="0571-8000-0201")
    known = book(office, later, reminder="email", email="a@例子.cn")
    remind_visitors_step(office.unit_of_work, outside.carriers)
    assert [row_of(office, one).reminder_state for one in (unknown, landline, known)] == [
        ReminderState.REFUSED,
        ReminderState.REFUSED,
        ReminderState.TOLD,
    ]
    called = list_visitors(None, office.unit_of_work(), office.actor(CLERK)).to_call
    assert {unknown.id, landline.id} <= {visitor.id for visitor in called}


def test_a_reminder_that_left_while_the_visit_was_moved_is_on_record_as_left(
    outside: Outside, office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = book(office, time_of(office, "2026-09-08"), reminder="email", email=MAIL)
    settle = remind_step._settle

    def move_first(*attempt: Any) -> None:
        later = time_of(office, "2026-09-09")
        move_appointment(booked.id, later, office.unit_of_work(), office.actor(CLERK))
        settle(*attempt)

    with monkeypatch.context() as patched:
        patched.setattr(remind_step, "_settle", move_first)
        remind_visitors_step(office.unit_of_work, outside.carriers)
    assert row_of(office, booked).reminder_state is ReminderState.WAITING
    assert [(row.words, row.is_certain) for row in office.rows(DataProvision)] == [(booked.number, True)]


def test_who_came_to_nothing_is_forgotten_after_the_set_time_and_who_led_to_a_case_is_not(
    office: FullOffice,
) -> None:
    filed = office.file()
    about = book(office, time_of(office, "2026-09-08"), case_number=filed.number, query_code=filed.query_code)
    gone = book(office, time_of(office, "2026-09-08", "09:30"))
    office.clock.set("2026-09-08T12:00")
    receive_visitor(gone.id, "missed", office.unit_of_work(), office.actor(CLERK))
    advised = book(office, time_of(office, "2026-09-09"), phone="199-0000-0781")
    office.clock.set("2026-09-09T12:00")
    receive_visitor(advised.id, "arrived", office.unit_of_work(), office.actor(CLERK))
    assert sweep_visitors(office.unit_of_work) == 0
    assert VISITORS.after is not None
    office.clock.moment += VISITORS.after + timedelta(days=1)
    assert sweep_visitors(office.unit_of_work) == 2, "who came and was only advised, too"
    assert [row.appointment_id for row in office.rows(AppointmentContact)] == [about.id]
    assert row_of(office, gone).state is AppointmentState.MISSED


def test_a_clerk_who_may_not_read_the_case_sees_the_time_alone(office: FullOffice) -> None:
    filed = office.file()
    booked = book(
        office, time_of(office, "2026-09-08"), case_number=filed.number, query_code=filed.query_code
    )
    day = row_of(office, booked).day
    (seen,) = list_visitors(day, office.unit_of_work(), office.actor(CLERK)).visitors
    assert (seen.name, seen.phone, seen.case_number) == ("金***", "199****0777", filed.number)
    secret = office.file(content=LEADER, wanted="", respondent_window="")
    kept = book(
        office,
        time_of(office, "2026-09-08", "09:30"),
        phone="199-0000-0778",
        case_number=secret.number,
        query_code=secret.query_code,
    )
    shown = {one.id: one for one in list_visitors(day, office.unit_of_work(), office.actor(CLERK)).visitors}
    assert (shown[kept.id].is_for_others, shown[kept.id].name, shown[kept.id].case_number) == (True, "", None)
    with pytest.raises(NotFound):
        note_call(kept.id, office.unit_of_work(), office.actor(CLERK))
