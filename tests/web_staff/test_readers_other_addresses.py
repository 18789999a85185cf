"""Words of a case are cut under whatever address they stand: over the whole URL map (ADR 0344).

A route is cut by the case that its address names, is walked here as a list, or stands in a table with its reason.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta

from flask import Flask
from werkzeug.routing import Rule

from api.security.permissions import ROLES, Permission, required_permission
from models.case.hotline_order import HotlineOrder
from models.case.incoming import Incoming
from models.case.prior_case import PriorCase
from models.case.prior_table import PriorTable
from models.case.task import Task
from models.ground.codes import Channel, Role
from models.ground.ids import new_id
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from models.vault.prior_identity import PriorIdentity
from services.access.readable_cases import READ_ALL_ROLES
from services.access.whole_words import SUPERVISING_ROLES
from services.actor import citizen
from services.casefile.named_cases import PARTS_OF_A_CASE
from services.filing.file_complaint import FileComplaint, file_complaint
from services.filing.statement import Statement
from tests.served_office import ServedOffice
from tests.web.case_file import read_file
from tests.web_staff.test_readers_words_over_a_socket import (
    HANDLER,
    NAME,
    OTHERS_PHONE,
    PHONE,
    SPACED_PHONE,
    SUPERVISOR,
    WORDS,
    file_own_words,
    found_in,
)

CLERK, APPROVER = "ying.shoudao", "cai.youdu"
OTHER_NAME, OTHER_PHONE = "诸葛问渠", "13844446789"
CUT_ROLES = READ_ALL_ROLES - SUPERVISING_ROLES
_STAFF = "of members of staff, no word of a complaint"
_NUMBERS = "numbers and days of files whose term is over, and what people decided of them"
_WRITTEN = "written anew by people, looked through for who complained before anybody else reads it"
_OWN = "what the person himself keeps"
# By the beginning of the address: why what stands there is not cut by the case that the address names.
REASONS = {
    "/absences/": _STAFF,
    "/accountability/": "what a member of staff is asked and answers; nobody else but who supervises reads it",
    "/appraisals/": _NUMBERS,
    "/bulletins/": _WRITTEN,
    "/cases/views/": _OWN,
    "/channels/": "a channel of the office, looked at by who keeps it",
    "/destructions/": _NUMBERS,
    "/examples/": _WRITTEN,
    "/ledger/views/": _OWN,
    "/orders/tables/": "titles of the hotline's own table for the clerks who take it in: of no case before they do",
    "/performance/": _STAFF,
    "/prior/": "of a case of before: cut in services/views/prior_cases.py, see below",
    "/relations/": _STAFF,
    "/sessions/": _OWN,
    "/staffing/": _STAFF,
    "/title-questions/": "answers whether a thing may be told apart; leads back to a list that is walked here",
    "/transfers/": "numbers of files, and the package that the archives get whole from who is to hand it over",
}


def list_rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every route and method that somebody may call for whom words are cut."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}):
            if is_for_cut_roles(app, rule, method) and not rule.rule.startswith("/static"):
                yield rule, method


def is_for_cut_roles(app: Flask, rule: Rule, method: str, roles: frozenset[Role] = CUT_ROLES) -> bool:
    needed = required_permission(app.view_functions[rule.endpoint], method)
    assert needed is not None
    if needed in (Permission.PUBLIC, Permission.SIGNED):
        return False
    return needed not in ROLES or bool(ROLES[needed] & roles)


def test_every_route_is_cut_by_its_case_or_has_its_reason(app: Flask) -> None:
    """ST-8d: a new route under an id of its own is red here until somebody has said whose words it shows."""
    others = {
        rule.rule for rule, _ in list_rules(app) if rule.arguments and not rule.arguments & PARTS_OF_A_CASE
    }
    assert [rule for rule in sorted(others) if not rule.startswith(tuple(REASONS))] == []
    assert [start for start in REASONS if not any(rule.startswith(start) for rule in others)] == [], (
        "for no route"
    )


def test_no_list_tells_the_uninvolved_who_complained(app: Flask, served_office: ServedOffice) -> None:
    """SE-12: every page without an id in its address, a new one too; the approver reads what a clerk may not open."""
    file_own_words(served_office.office)
    read: set[str] = set()
    for login, role in ((CLERK, Role.INTAKE), (APPROVER, Role.APPROVER)):
        lists = {
            rule.rule
            for rule, method in list_rules(app)
            if method == "GET"
            and not rule.arguments
            and is_for_cut_roles(app, rule, method, frozenset({role}))
        } - read
        read |= lists
        visitor = served_office.visitor(login)
        told = {address: found_in(visitor.get(address).text) for address in sorted(lists)}
        assert {address: found for address, found in told.items() if found} == {}, login
    assert len(read) > 40


def join_message(served: ServedOffice, case: str | None) -> str:
    """A message that somebody put into the case, with a note on it; None for one that waits."""
    office, incoming_id = served.office, new_id()
    with office.unit_of_work() as unit:
        now = office.clock.now()
        unit.session.add(
            Incoming(
                id=incoming_id, door=Door.EMAIL, received_at=now, arrived_at=now, raw_key=incoming_id, raw_size=1,
                raw_sha256=new_id() * 2, content={}, complaint_id=case, state_at=now,
                state=IncomingState.JOINED if case else IncomingState.PUT_ASIDE, settled_by="wen.rusheng",
                settled_note=f"{NAME}补充的材料" if case else None,
            )
        )  # fmt: skip
    return f"/incoming/{incoming_id}"


def test_a_message_in_a_case_is_cut_like_the_case(served_office: ServedOffice) -> None:
    """ST-8d: the address has the id of the message alone."""
    address = join_message(served_office, file_own_words(served_office.office))
    told = served_office.visitor(CLERK).get(address)
    assert told.status_code == 200
    assert "■补充的材料" in told.text and found_in(told.text) == []
    assert NAME in served_office.visitor(SUPERVISOR).get(address).text


def test_a_message_that_was_sent_again_is_cut_in_its_list_and_on_its_page(
    served_office: ServedOffice,
) -> None:
    """ST-8d: a copy of the filed complaint says who complained, beside the number of the case."""
    address = join_message(served_office, file_own_words(served_office.office))
    with served_office.office.unit_of_work() as unit:
        row = unit.session.get_one(Incoming, address.removeprefix("/incoming/"))
        row.state, row.reason = IncomingState.IGNORED, IncomingReason.SAME_AGAIN
        row.content = {"message": {"from": f"{NAME} <a@example.cn>", "subject": f"{NAME}投诉"}, "text": PHONE}
    clerk = served_office.visitor(CLERK)
    told = clerk.get("/incoming?group=ignored").text
    assert address in told and found_in(told) == []
    assert clerk.get(address).status_code == 200 and found_in(clerk.get(address).text) == []
    assert NAME in served_office.visitor(SUPERVISOR).get("/incoming?group=ignored").text


def add_prior(served: ServedOffice) -> str:
    """A complaint of before the office had this system, whose complainant told himself in the words."""
    office, prior_id = served.office, new_id()
    with office.unit_of_work() as unit:
        now = office.clock.now()
        table = PriorTable(
            id=new_id(), name="2023年台账.xlsx", purpose="旧台账入库", by=SUPERVISOR, at=now, raw_key="none",
            raw_sha256=new_id() * 2, headings=[], meanings=[], confirmed_by=SUPERVISOR, confirmed_at=now, ended_at=now,
        )  # fmt: skip
        unit.session.add(table)
        unit.session.flush()
        words = f"我叫{NAME}，电话{PHONE}，欧 阳晓露本人反映，另请打{OTHERS_PHONE}，窗口无人"
        row = PriorCase(
            id=prior_id, number=f"旧-{prior_id[:8]}", table_id=table.id, line=1, digest=new_id() * 2,
            received_at=now - timedelta(days=900), fields={
                "content": words, "result": f"已答复{NAME}", "others": {"备注": "欧 阳晓露来电催办"}
            },
        )  # fmt: skip
        unit.session.add(row)
        unit.session.flush()
        unit.session.add(PriorIdentity(no=row.no, name=NAME, phone=PHONE))
    return f"/prior/{prior_id}"


def test_a_case_of_before_is_cut_for_who_supervises_nothing(served_office: ServedOffice) -> None:
    """ST-8d: nobody works on it; its lists are cut for everybody, its words whole for a purpose."""
    address = add_prior(served_office)
    visitor = served_office.visitor(HANDLER)
    told = visitor.get(address)
    assert told.status_code == 200
    assert found_in(told.text) == [] and "晓露本人" not in told.text and "窗口无人" in told.text
    assert "晓露来电" not in told.text and "来电催办" in told.text, "the office's own columns too"
    assert found_in(visitor.get("/prior").text) == []
    supervisor = served_office.visitor(SUPERVISOR)
    assert NAME in supervisor.get(address).text
    assert found_in(supervisor.get("/prior").text) == []
    assert NAME in visitor.post(f"{address}/identity", {"purpose": "核对回访电话"}).text


def test_an_order_of_the_hotline_is_cut_like_its_case(served_office: ServedOffice) -> None:
    office, order_id = served_office.office, new_id()
    case = file_own_words(office)
    with office.unit_of_work() as unit:
        now = office.clock.now()
        fields = {"title": f"{NAME}反映窗口", "content": f"{NAME}，{PHONE}"}
        unit.session.add(
            HotlineOrder(
                id=order_id, number=f"GD{order_id[:10]}", complaint_id=case, fields=fields, assigned_at=now, told_at=now
            )
        )  # fmt: skip
    clerk = served_office.visitor(CLERK)
    assert clerk.get(f"/orders/{order_id}").status_code == 200
    for address in (f"/orders/{order_id}", "/orders/list", "/orders/returns"):
        assert found_in(clerk.get(address).text) == [], address


def test_pages_of_a_case_tell_nobody_who_complained_in_another(served_office: ServedOffice) -> None:
    """Who works on one complaint reads like ones beside it, by number and without a name."""
    office = served_office.office
    case = file_own_words(office)
    words = WORDS.replace(NAME, OTHER_NAME).replace(SPACED_PHONE, OTHER_PHONE)
    statement = Statement(
        content=words, wanted="请答复", name=OTHER_NAME, phone=OTHER_PHONE, respondent_window="C03",
        privacy_notice_version="2026-07",
    )  # fmt: skip
    command = FileComplaint(secrets.token_hex(16), Channel.PORTAL, statement, raw=words)
    file_complaint(command, office.unit_of_work(), citizen("192.0.2.211"))
    visitor = served_office.visitor(HANDLER)
    (task,) = office.rows(Task, complaint_id=case)
    told = read_file(visitor, case).text + visitor.get(f"/tasks/{task.user_task_key}").text
    told += visitor.get(f"/cases/{case}/suggestion").text + visitor.get(f"/api/v1/cases/{case}").text
    assert NAME in told
    assert OTHER_NAME not in told and OTHER_PHONE not in told
