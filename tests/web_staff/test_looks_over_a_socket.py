"""Who looked is on record before the page leaves, through the real web server: cases, files, refusals, sign-ins (I2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count as count_up
from pathlib import Path

import pytest
from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.ground.look_codes import LookKind
from models.ledger.look_check import verify_looks
from models.ledger.look_record import LookRecord
from models.office.rate_limit import RateLimit
from models.vault.keyring import Keyring
from services.accounts.passwords import CreateAccount, create_account
from services.accounts.sign_in_waits import subject_of
from services.accounts.stop_account import StopAccount, stop_account
from services.actor import SYSTEM
from services.attempts.rate_limit import Counted, RateRule, count
from services.attempts.rules import HOUR, SIGN_INS_FROM_ANYWHERE, SIGN_INS_PER_ADDRESS
from services.looks.find_breach import FindBreach, find_breach
from services.looks.find_viewer import NOBODY, name_typed
from tests.served_office import ServedOffice, serve_office
from tests.web_staff.cases import TestCase, file_case

CLERK, HANDLER, FINDER = "wen.rusheng", "xun.wenshi", "tan.genyuan"
_addresses = count_up(1)


@pytest.fixture(scope="module")
def own_office(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """In which people have passwords and wait."""
    with serve_office(tmp_path_factory.mktemp("looks"), sqlite_office_template) as served:
        yield served


def filed(served: ServedOffice) -> TestCase:
    return file_case(served.office, address=f"looks-{next(_addresses)}")


def looks_at(served: ServedOffice, case: TestCase) -> list[tuple[str, LookKind]]:
    """By whom and as what, in their order; the minute may change between two of one test."""
    rows = served.office.rows(LookRecord, complaint_id=case.complaint_id)
    return list(dict.fromkeys((row.viewer, row.kind) for row in rows))


def test_a_page_of_a_case_is_handed_out_once_the_look_is_on_record(served_office: ServedOffice) -> None:
    """SE-12: a list that shows a number is none."""
    case = filed(served_office)
    clerk = served_office.visitor(CLERK)
    assert clerk.get("/cases").status_code == 200
    assert looks_at(served_office, case) == [], "a list that shows a number is no look"
    for place in ("", "/history", "/entries"):
        assert clerk.get(f"/cases/{case.complaint_id}{place}").status_code == 200
    assert looks_at(served_office, case) == [(CLERK, LookKind.CASE)]
    (row, *_) = served_office.office.rows(LookRecord, complaint_id=case.complaint_id)
    assert (row.thing, "intake" in row.roles, row.minute.second) == (case.complaint_id, True, 0)
    assert row.source and "127." not in row.source, "a digest, no address"


def test_a_program_and_a_task_are_looks_too(served_office: ServedOffice) -> None:
    case = filed(served_office)
    assert served_office.visitor("jian.rujing").get(f"/api/v1/cases/{case.complaint_id}").status_code == 200
    assert served_office.visitor(CLERK).get(f"/tasks/{case.user_task_key}").status_code == 200
    assert looks_at(served_office, case) == [("jian.rujing", LookKind.CASE), (CLERK, LookKind.CASE)]


def test_a_form_that_comes_back_marked_is_a_look_like_any_page(served_office: ServedOffice) -> None:
    """The page of the case stands around it: nobody reads by sending empty forms."""
    case, clerk = filed(served_office), served_office.visitor(CLERK)
    answer = clerk.post(f"/cases/{case.complaint_id}/entries", {"text": ""})
    assert answer.status_code == 422
    assert case.number in answer.text
    assert looks_at(served_office, case) == [(CLERK, LookKind.CASE)]


def test_a_part_of_a_file_is_a_look_at_the_file(served_office: ServedOffice) -> None:
    case, clerk = filed(served_office), served_office.visitor(CLERK)
    (file,) = served_office.office.rows(Evidence, complaint_id=case.complaint_id)
    part = clerk.client.get(f"/evidence/{file.id}/picture", headers={"Range": "bytes=0-"})
    assert part.status_code in (200, 206)
    assert looks_at(served_office, case) == [(CLERK, LookKind.EVIDENCE)]


def test_a_case_that_was_kept_from_somebody_is_on_record_as_refused(served_office: ServedOffice) -> None:
    """Nothing tells him so: he reads what he reads of a case that does not exist."""
    case, outsider = filed(served_office), served_office.visitor("ying.xiaoyu")
    refused = outsider.get(f"/cases/{case.complaint_id}")
    nothing = outsider.get(f"/cases/{'0' * 32}")
    assert refused.status_code == nothing.status_code
    assert refused.status_code in (403, 404)
    assert looks_at(served_office, case) == [("ying.xiaoyu", LookKind.REFUSED)]


def test_a_page_that_is_not_of_ones_role_is_on_record_as_refused(served_office: ServedOffice) -> None:
    assert served_office.visitor(HANDLER).get("/accounts").status_code == 403
    rows = served_office.office.rows(LookRecord, viewer=HANDLER, kind=LookKind.REFUSED)
    assert "people.people" in {row.thing for row in rows}


def test_a_failed_sign_in_is_on_record_and_keeps_no_login_that_nobody_has(
    served_office: ServedOffice,
) -> None:
    """A password typed into the wrong field must not stand in a record that is never destroyed."""
    for login in ("guan.xitong", "Kestrel-Harbour-77"):
        visitor = served_office.visitor()
        visitor.get("/sign-in")
        assert visitor.post("/sign-in", {"login": login, "password": "not-the-one"}).status_code == 401
    rows = served_office.office.rows(LookRecord, kind=LookKind.SIGN_IN_FAILED)
    assert {"guan.xitong", "-"} <= {row.viewer for row in rows}
    assert not [row for row in rows if "Kestrel" in f"{row.viewer}{row.thing}"]


def failed(served: ServedOffice, viewer: str) -> set[str]:
    return {row.thing for row in served.office.rows(LookRecord, viewer=viewer, kind=LookKind.SIGN_IN_FAILED)}


def hold_up(served: ServedOffice, rule: RateRule) -> None:
    """Whoever was counted by this rule waits."""
    with served.office.unit_of_work() as unit:
        counted = select(RateLimit).where(RateLimit.bucket.startswith(f"{rule.name}:"))
        for row in unit.session.scalars(counted):
            row.open_at = unit.ports.system_clock.now() + HOUR


def test_who_is_stopped_or_types_a_wrong_old_password_is_on_record(own_office: ServedOffice) -> None:
    """SE-12: whoever knows a password of a locked account, or sits at a screen that was left open."""
    office = own_office.office
    first = {
        login: create_account(CreateAccount(login), office.unit_of_work(), SYSTEM)
        for login in (CLERK, HANDLER)
    }
    stop_account(StopAccount(HANDLER, "离岗"), office.unit_of_work(), SYSTEM)
    visitor = own_office.visitor()
    visitor.get("/sign-in")
    assert visitor.post("/sign-in", {"login": HANDLER, "password": first[HANDLER]}).status_code == 403
    assert failed(own_office, HANDLER) == {name_typed(HANDLER)}
    clerk, weak = own_office.visitor(CLERK), {"old": first[CLERK], "new": "short", "again": "short"}
    assert clerk.post("/password", weak).status_code == 422
    assert failed(own_office, CLERK) == set(), "a weak new one is nobody's guess"
    assert clerk.post("/password", {**weak, "old": "not-the-one"}).status_code == 422
    assert failed(own_office, CLERK) == {"auth_password.change"}


def test_tries_refused_while_waiting_are_on_record_and_make_no_rows_by_invented_logins(
    own_office: ServedOffice,
) -> None:
    """SE-12: of a login that waits under this login; of a source that waits one row, as no password was looked at."""
    office, login = own_office.office, "ying.shoudao"
    counted = Counted(SIGN_INS_FROM_ANYWHERE, login, subject=subject_of(login))
    count(counted, office.unit_of_work())
    hold_up(own_office, SIGN_INS_FROM_ANYWHERE)
    visitor = own_office.visitor()
    visitor.get("/sign-in")
    assert visitor.post("/sign-in", {"login": login, "password": "x"}).status_code == 429
    assert failed(own_office, login) == {name_typed(login)}
    before = failed(own_office, NOBODY)
    hold_up(own_office, SIGN_INS_PER_ADDRESS)
    for invented in ("Kestrel-Harbour-78", "Kestrel-Harbour-79"):
        assert visitor.post("/sign-in", {"login": invented, "password": "x"}).status_code == 429
    (waits,) = failed(own_office, NOBODY) - before
    assert {row.source for row in office.rows(LookRecord, thing=waits)} == {waits}


def test_a_file_and_a_table_that_leave_are_on_record(served_office: ServedOffice) -> None:
    case, clerk = filed(served_office), served_office.visitor(CLERK)
    (file,) = served_office.office.rows(Evidence, complaint_id=case.complaint_id)
    assert clerk.get(f"/evidence/{file.id}").status_code == 200
    assert (CLERK, LookKind.EVIDENCE) in looks_at(served_office, case)
    assert (
        served_office.visitor("jian.rujing").post("/due/export.csv", {"purpose": "月度统计"}).status_code
        == 200
    )
    rows = served_office.office.rows(LookRecord, viewer="jian.rujing", kind=LookKind.EXPORT)
    assert "staff_due.export" in {row.thing for row in rows}


def test_whom_a_search_by_person_finds_is_a_look_at_his_identity(served_office: ServedOffice) -> None:
    """SE-12: the search only leads on to a list, and yet the drill after a leak names every case that it found."""
    office = served_office.office
    found = office.file(address=f"looks-{next(_addresses)}", name="逄被寻", phone="19900000611").complaint_id
    hidden = office.file(
        address=f"looks-{next(_addresses)}", name="逄被寻", phone="19900000611", keep_identity_secret=True
    ).complaint_id
    (number,) = [row.number for row in office.rows(Complaint, id=found)]
    since, clerk = office.clock.now(), served_office.visitor(FINDER)
    clerk.get("/cases/by-person")
    sent = clerk.post("/cases/by-person", {"phone": "19900000611", "purpose": "来电询问进度"})
    assert sent.status_code == 303
    (look,) = office.rows(LookRecord, complaint_id=found)
    assert (look.viewer, look.kind, look.thing, look.purpose) == (
        FINDER,
        LookKind.IDENTITY,
        found,
        "identity",
    )
    assert office.rows(LookRecord, complaint_id=hidden) == [], "who may not know him finds nothing"
    breach = find_breach(FindBreach(since, FINDER), office.unit_of_work(), SYSTEM)
    assert (LookKind.IDENTITY, number) in {(row.kind, row.number) for row in breach.rows}


def test_what_the_server_wrote_is_one_chain(served_office: ServedOffice) -> None:
    with served_office.office.database.read() as session:
        report = verify_looks(session)
    assert report.broken_seq is None
