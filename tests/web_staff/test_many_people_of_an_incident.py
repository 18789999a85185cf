"""An incident that concerns 2,000 people: its page, its notices and the question who is left stay small (ADR 0262)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select

from models.case.complaint import Complaint
from models.case.data_incident import DataIncident, DataIncidentCase
from models.case.dispatch import Dispatch
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from models.ground.incident_codes import IncidentState
from models.ground.provision_codes import DataKind
from models.ground.ways import Way
from models.ledger.trail_event import TrailEvent
from services.identity.store_identity import StoreIdentity, store_identity
from services.privacy.incident_people import PEOPLE_OF_A_PAGE, PeopleAsked, is_anybody_untold, read_people
from services.privacy.record_incident import RecordIncident, record_incident
from services.privacy.tell_of_incident import TellAuthority, close_incident, tell_authority, tell_people
from tests.both_databases.test_list_queries import statements
from tests.full_office import CONTENT, FullOffice
from tests.mail_server import serve_mail
from tests.sms_gateway import serve_sms
from tests.unit.services.notices_outside import MOBILE, Outside
from tests.web.pages import Visitor
from tests.web_staff.test_incidents_of_data_over_a_socket import DIRECTOR, PLACE, SUPERVISOR, WORDS

SignIn = Callable[[str], Visitor]
PEOPLE, WITH_ADDRESS = 2_000, 600
MOST_BYTES, MOST_STATEMENTS = 200_000, 40
OWN = ("submission_id", "query_code_hmac")
NAME = "诸葛诉明"


def record(office: FullOffice, people: int, *numbers: str) -> str:
    command = RecordIncident(
        what="leaked",
        discovered_at="2026-09-07T09:30",
        kinds=[DataKind.NAME.value, DataKind.CONTACT.value],
        parts=WORDS,
        people=str(people),
        numbers="\n".join(numbers),
    )
    return record_incident(command, office.unit_of_work(), office.actor(SUPERVISOR))


def plant(office: FullOffice) -> str:
    """An incident with so many cases, of which some have a mail address."""
    like = office.file().complaint_id
    incident = record(office, PEOPLE)
    ids = [new_id() for _ in range(PEOPLE)]
    with office.unit_of_work() as unit:
        row = dict(
            unit.session.execute(select(Complaint.__table__).where(Complaint.id == like)).mappings().one()
        )
        own = ({"id": one, "number": f"YH-2026-7{no:05d}"} for no, one in enumerate(ids))
        rows = [{**row, **names, **dict.fromkeys(OWN, names["id"])} for names in own]
        unit.session.execute(insert(Complaint.__table__), rows)
        cases = [{"incident_id": incident, "complaint_id": one} for one in ids]
        unit.session.execute(insert(DataIncidentCase), cases)
        for no, one in enumerate(ids[:WITH_ADDRESS]):
            told = StoreIdentity(complaint_id=one, name=NAME, email=f"no{no}@example.com")
            store_identity(told, unit)
    return incident


def test_an_incident_of_two_thousand_people_is_read_and_told_in_pages(
    office: FullOffice, sign_in: SignIn
) -> None:
    """Every one stands on one page, a page is small, and a notice for each is planned with few statements."""
    incident = plant(office)
    visitor = sign_in(SUPERVISOR)
    visitor.get(f"{PLACE}/{incident}")
    for query in ("", "?after=YH-2026-701000", "?only=untold", "?after=YH-2026-701000&only=untold"):
        with statements(office) as asked:
            page = visitor.get(f"{PLACE}/{incident}{query}")
        assert page.status_code == 200
        assert len(page.data) <= MOST_BYTES
        assert len(asked) <= MOST_STATEMENTS
        assert page.text.count('name="step" value="person"') == PEOPLE_OF_A_PAGE
        assert "2000 人中还有 2000 人未告知" in page.text
    assert "YH-2026-701001<" in page.text and "YH-2026-701000<" not in page.text
    with statements(office) as asked:
        assert tell_people(incident, office.unit_of_work(), office.actor(SUPERVISOR)) == WITH_ADDRESS
    assert len(asked) <= MOST_STATEMENTS
    assert {row.way for row in office.rows(Dispatch, subject=incident)} == {Way.EMAIL}
    assert tell_people(incident, office.unit_of_work(), office.actor(SUPERVISOR)) == 0, "again plans none"
    with office.unit_of_work().reading() as unit, statements(office) as asked:
        row = unit.session.get_one(DataIncident, incident)
        assert is_anybody_untold(row, unit)
    assert len(asked) == 2, "the row, and whether there is one"
    found, after = [], ""
    with office.unit_of_work().reading() as unit:
        while True:
            read = read_people(incident, SUPERVISOR, PeopleAsked(after), unit)
            found += [one.number for one in read.rows]
            if read.following is None:
                break
            after = read.following
    assert found == [f"YH-2026-7{no:05d}" for no in range(PEOPLE)]


def test_a_notice_of_an_incident_by_sms_says_what_happened_and_nothing_of_the_person_or_his_complaint(
    office: FullOffice,
) -> None:
    """Against a receiver on this machine: the words of the law, the number of the complaint, no name, no facts of the matter."""
    case = office.file(name=NAME, phone=MOBILE, feedback_way="sms")
    incident = record(office, 1, case.number)
    assert tell_people(incident, office.unit_of_work(), office.actor(SUPERVISOR)) == 1
    with serve_mail() as mail, serve_sms() as sms:
        Outside(office, mail, sms).send()
        (told,) = sms.took.values()
    assert all(words in told["text"] for words in WORDS.values() if words != WORDS["found_by"])
    assert case.number in told["text"]
    for word in (
        NAME,
        "诸葛",
        MOBILE.replace("-", ""),
        case.query_code,
        "C03",
        CONTENT[:6],
        WORDS["found_by"],
    ):
        assert word not in told["text"], word


def test_an_incident_is_not_closed_without_a_word_on_those_of_whom_no_case_is_named(
    office: FullOffice, sign_in: SignIn
) -> None:
    """Three people, one case: who closes it says how the other two were told, and the page keeps it."""
    case = office.file(name=NAME, phone=MOBILE, feedback_way="sms")
    incident = record(office, 3, case.number)
    told = TellAuthority(incident, "云河市网信办", "2026-09-07T09:50", "电话")
    tell_authority(told, office.unit_of_work(), office.actor(SUPERVISOR))
    head = office.actor(DIRECTOR)
    with pytest.raises(RuleRefused):
        close_incident(incident, "已公告", office.unit_of_work(), head)
    tell_people(incident, office.unit_of_work(), office.actor(SUPERVISOR))
    with serve_mail() as mail, serve_sms() as sms:
        Outside(office, mail, sms).send()
    with pytest.raises(InvalidInput) as refused:
        close_incident(incident, " ", office.unit_of_work(), head)
    assert refused.value.errors == {"rest": "REQUIRED"}
    visitor = sign_in(DIRECTOR)
    page = visitor.get(f"{PLACE}/{incident}").text
    assert "涉及 3 人，其中 2 人没有在此列出投诉件" in page
    bare = visitor.post(f"{PLACE}/{incident}", {"step": "close", "rest": ""})
    assert bare.status_code == 422
    assert 'href="#rest"' in bare.text
    assert visitor.post(f"{PLACE}/{incident}", {"step": "close", "rest": "已在大厅公告"}).status_code == 303
    (row,) = office.rows(DataIncident)
    assert (row.state, row.rest_told) == (IncidentState.CLOSED, "已在大厅公告")
    assert "已在大厅公告" in visitor.get(f"{PLACE}/{incident}").text
    (closed,) = office.rows(TrailEvent, kind="data-incident.closed")
    assert (closed.payload["people"], closed.payload["cases"]) == (3, 1)


def test_an_incident_of_people_without_a_case_is_closed_with_how_they_were_told(office: FullOffice) -> None:
    """Staff, callers, witnesses: no case can be named, and nobody need say what is untrue to close it."""
    incident = record(office, 3)
    told = TellAuthority(incident, "云河市网信办", "2026-09-07T09:50", "电话")
    tell_authority(told, office.unit_of_work(), office.actor(SUPERVISOR))
    head = office.actor(DIRECTOR)
    with pytest.raises(InvalidInput) as refused:
        close_incident(incident, "", office.unit_of_work(), head)
    assert refused.value.errors == {"rest": "REQUIRED"}
    close_incident(incident, "已逐一电话告知", office.unit_of_work(), head)
    (row,) = office.rows(DataIncident)
    assert (row.state, row.rest_told) == (IncidentState.CLOSED, "已逐一电话告知")
