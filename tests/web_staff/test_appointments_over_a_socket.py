"""Visits by appointment on the real web server: rooms and times, booking without script, the counter, and another time."""

from __future__ import annotations

import re
import secrets
from datetime import date

from models.case.complaint import Complaint
from models.ground.appointment_codes import AppointmentState
from models.ground.codes import Channel
from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from models.ledger.trail_event import TrailEvent
from models.office.appointment import Appointment
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.pages import text_of
from tests.web_staff.used_up import looks_used_up
from tests.web_staff.watermarks import mark_of

CLERK, ADMINISTRATOR = "wen.rusheng", "guan.xitong"
ROOMS = "/administration/appointments"
NAME = "柴不撤"


def open_rooms(served: ServedOffice) -> str:
    """A room of this test's own, that receives somebody the whole day, every day; its name."""
    admin, name = served.visitor(ADMINISTRATOR), f"接待室{secrets.token_hex(3)}"
    assert admin.post(ROOMS, {"go": "room", "name": name, "place": "一楼大厅左侧"}).status_code == 303
    page = admin.get(ROOMS)
    room = re.search(rf'<option value="([0-9a-f]+)"[^>]*>{name}<', page.text)
    assert room
    fields = {"go": "slots", "room_id": room[1], "weekdays": ["0", "1", "2", "3", "4"], "capacity": "1"}
    for starts, ends in (("00:01", "23:00"), ("23:01", "23:58")):
        assert admin.post(ROOMS, {**fields, "starts": starts, "ends": ends}).status_code == 303
    return name


def times_of(page: str, room: str) -> list[str]:
    return re.findall(rf'value="([0-9a-f.-]+)"[^>]*><label[^>]*>(?:(?!</label>).)*{room}', page)


def fields_of(visitor: SocketVisitor, time: str, **known: str) -> dict[str, str]:
    phone = f"199{secrets.randbelow(10**8):08d}"
    said = {"submission_id": visitor.submission_id, "time": time, "name": NAME, "phone": phone}
    return {**said, **known}


def shown(page: str) -> tuple[str, str]:
    number, code = re.findall(r'receipt-code">([^<]+)<', page)
    return number, code


def row_of(served: ServedOffice, number: str) -> Appointment:
    (row,) = served.office.rows(Appointment, number=number)
    return row


def book_for_today(served: ServedOffice, clerk: SocketVisitor) -> str:
    """A visitor of this test's own, booked at the counter; the number."""
    room, today = open_rooms(served), date(2026, 9, 7).isoformat()
    (time,) = (one for one in times_of(clerk.get("/counter/new").text, room) if one.endswith(today))
    return shown(clerk.post("/counter/new", fields_of(clerk, time)).text)[0]


def looks_at_identity(served: ServedOffice, visit: Appointment) -> list[tuple[str, str | None, str | None]]:
    """By whom, of which case and what for; the minute may change between two of one test."""
    rows = served.office.rows(LookRecord, thing=visit.id, kind=LookKind.IDENTITY)
    return list(dict.fromkeys((row.viewer, row.complaint_id, row.purpose) for row in rows))


def test_administrators_set_rooms_and_times_and_faults_stand_at_their_fields(
    served_office: ServedOffice,
) -> None:
    name = open_rooms(served_office)
    admin = served_office.visitor(ADMINISTRATOR)
    admin.get(ROOMS)
    refused = admin.post(ROOMS, {"go": "room", "name": name})
    assert refused.status_code == 422
    assert f'value="{name}"' in refused.text
    refused = admin.post(ROOMS, {"go": "slots", "starts": "10:00", "ends": "9:00", "capacity": "0"})
    assert refused.status_code == 422
    assert 'href="#weekdays"' in refused.text
    assert served_office.visitor(CLERK).get(ROOMS).status_code == 403


def test_a_visitor_books_without_script_moves_it_saves_it_and_lets_go_of_it(
    served_office: ServedOffice,
) -> None:
    room = open_rooms(served_office)
    visitor = served_office.visitor()
    first, second = times_of(visitor.get("/appointments").text, room)[-2:]
    missing = visitor.post("/appointments", fields_of(visitor, "", name="只有名字"))
    assert missing.status_code == 422
    assert 'value="只有名字"' in missing.text
    assert 'href="#time"' in missing.text
    fields = fields_of(visitor, first)
    booked = visitor.post("/appointments", fields)
    assert booked.status_code == 200
    number, code = shown(booked.text)
    assert shown(visitor.post("/appointments", fields).text) == (number, code)
    visitor.get("/appointments")
    late = visitor.post("/appointments", fields_of(visitor, first))
    assert late.status_code == 422
    assert "已约满" in text_of(late)
    own = {"number": number, "code": code}
    file = visitor.post("/appointments/mine/calendar", own)
    assert file.headers["content-type"].startswith("text/calendar")
    assert NAME not in file.text
    assert "BEGIN:VEVENT" in file.text
    assert visitor.post("/appointments/mine", {**own, "code": "X"}).status_code == 404
    moved = visitor.post("/appointments/mine", {**own, "go": "move", "time": second})
    assert "已改期" in text_of(moved)
    assert NAME not in moved.text
    gone = visitor.post("/appointments/mine", {**own, "go": "cancel"})
    assert "已取消" in text_of(gone)
    assert row_of(served_office, number).state is AppointmentState.CANCELLED
    again = visitor.post("/appointments/mine", {**own, "go": "move", "time": first})
    assert again.status_code == 409


def test_the_counter_receives_him_and_registers_what_he_gave_and_the_visit_stands_in_the_file(
    served_office: ServedOffice,
) -> None:
    """A visit by appointment is registered as any other complaint; who sees him in the clear looks at an identity (SE-12),
    and his name stands behind the words (SE-36)."""
    clerk = served_office.visitor(CLERK)
    number = book_for_today(served_office, clerk)
    row = row_of(served_office, number)
    day = clerk.get("/counter")
    assert "柴**" in day.text
    assert NAME not in day.text
    page = f"/counter/{row.id}"
    assert looks_at_identity(served_office, row) == [], "masked, he is nobody's"
    assert mark_of(clerk.get(page)) == []
    opened = clerk.post(page, {"go": "contact"})
    assert NAME in opened.text and len(set(mark_of(opened))) == 1
    assert looks_at_identity(served_office, row) == [(CLERK, None, "counter")]
    early = clerk.post(page, {"go": "missed"})
    assert early.status_code == 409
    arrived = clerk.post(page, {"go": "arrived"})
    assert (arrived.status_code, arrived.headers["location"]) == (303, f"{page}/complaint")
    form = clerk.get(f"{page}/complaint")
    assert len(set(mark_of(form))) == 1
    for told in (NAME, f'action="{page}/complaint"', number):
        assert told in form.text, told
    fields = {"submission_id": clerk.submission_id, "channel": "visit", "received_at": "2026-09-07T09:00"}
    fields |= {"content": "D02窗口退件不说理由", "name": NAME, "raw_text": "当面口述"}
    faulty = clerk.post(f"{page}/complaint", {**fields, "content": ""})
    assert (faulty.status_code, NAME in faulty.text, len(set(mark_of(faulty)))) == (422, True, 1)
    for _ in range(2):
        assert clerk.post(f"{page}/complaint", fields).status_code == 200
    row = row_of(served_office, number)
    (case,) = served_office.office.rows(Complaint, id=row.complaint_id)
    assert case.channel is Channel.VISIT
    kinds = {event.kind for event in served_office.office.rows(TrailEvent, complaint_id=case.id)}
    assert {"appointment.filed", "appointment.done"} <= kinds
    assert "接待完毕" in text_of(clerk.get(page))
    for nobody in ("ren.shebao", None):
        assert served_office.visitor(nobody).client.get(page).status_code in (302, 303, 401, 403)


def test_the_contact_of_a_visitor_is_one_of_thirty_looks_an_hour(served_office: ServedOffice) -> None:
    """SE-12: neither the page of the appointment nor the form that is filled from it shows one more."""
    clerk = served_office.visitor(CLERK)
    row = row_of(served_office, book_for_today(served_office, clerk))
    page = f"/counter/{row.id}"
    clerk.get(page)
    assert clerk.post(page, {"go": "arrived"}).status_code == 303
    with looks_used_up(served_office, CLERK):
        refused = clerk.post(page, {"go": "contact"})
        assert (refused.status_code, "次数过多" in refused.text, NAME in refused.text) == (429, True, False)
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        form = clerk.get(f"{page}/complaint")
        assert (form.status_code, NAME in form.text) == (429, False)
        assert looks_at_identity(served_office, row) == []
        refusals = served_office.office.rows(LookRecord, viewer=CLERK, kind=LookKind.REFUSED)
        assert row.id in {look.thing for look in refusals}
    assert NAME in clerk.get(f"{page}/complaint").text
    assert looks_at_identity(served_office, row) == [(CLERK, None, "counter")]
