"""Role x route x relation to the case, over the whole URL map, against a table written by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import product

import pytest
from flask import Flask

from api.staff.case_sections import SECTIONS
from prove.record import Record
from tests.full_office import FullOffice
from tests.tiers.sisters import leave_every
from tests.web_staff.cases import (
    CANARIES,
    PERSONAL,
    STRANGER,
    TestCase,
    complain_about,
    designate,
    file_case,
    get_rules,
    read,
    relate,
    restrict_to,
)
from tests.web_staff.people import BY_ROLE, add_overseer, signed_in

OFFICE_AND_LINE = {"intake", "investigator", "approver", "director", "supervisor", "return_visit"}
HANDLERS = OFFICE_AND_LINE | {"unit_rep"}
WATCHERS = {"supervisor", "director"}
PUBLIC = set(BY_ROLE)
# Who does work of the office: whoever oversees from outside or audits does not.
STAFF = set(BY_ROLE) - {"overseer", "auditor"}
# Pages of records, which the auditor reads by the numbers of cases; no word of a case stands there.
RECORDS = {"/audit/trail", "/audit/looks"}
# Routes that show no single case: which roles get in.
OPEN_TO: dict[str, set[str]] = {
    "/": PUBLIC,
    "/complaints/new": PUBLIC,
    "/complaints/new/what": PUBLIC,
    "/complaints/new/wish": PUBLIC,
    "/complaints/new/you": PUBLIC,
    "/guide": PUBLIC,
    "/guide/what-counts": PUBLIC,
    "/channels": PUBLIC,
    "/checklists": PUBLIC,
    "/cases-explained": PUBLIC,
    "/examples": STAFF,
    "/checklist-desk": {"administrator", "director", "supervisor"},
    "/statistics": PUBLIC,
    "/open-data": PUBLIC,
    "/about": PUBLIC,
    "/annual-reports": PUBLIC,
    "/report-desk": {"director", "supervisor"},
    "/comment": PUBLIC,
    "/comments": {"director", "supervisor"},
    "/administration/about": {"administrator", "director"},
    "/progress": PUBLIC,
    "/progress/recover": PUBLIC,
    "/handover": PUBLIC,
    "/appointments": PUBLIC,
    "/appointments/mine": PUBLIC,
    "/sign-in": PUBLIC,
    "/demo/clock": PUBLIC,
    "/password": PUBLIC,
    "/sessions": PUBLIC,
    "/second-factor/mine": PUBLIC,
    "/api/v1/csrf-token": PUBLIC,
    "/api/v1/openapi.json": PUBLIC,
    "/tasks": HANDLERS,
    "/tasks/hand-over": HANDLERS,
    "/tasks/first-answerable": HANDLERS,
    "/tasks/returned": HANDLERS,
    "/cases": HANDLERS,
    "/cases/by-person": HANDLERS,
    "/cases/table": HANDLERS,
    "/ledger": HANDLERS,
    "/ledger/table": HANDLERS,
    "/api/v1/tasks": HANDLERS,
    "/api/v1/cases": HANDLERS,
    "/relations": HANDLERS,
    "/letters": HANDLERS,
    "/letters/waiting": HANDLERS,
    "/notices": HANDLERS,
    "/post": HANDLERS,
    "/absences": STAFF,
    "/register": {"intake"},
    "/orders": {"intake"},
    "/orders/list": {"intake"},
    "/orders/returns": {"intake"},
    "/api/v1/orders/returns": {"intake"},
    "/prior": HANDLERS,
    "/prior/tables": {"administrator", "supervisor"},
    "/prior/tables/template.xlsx": {"administrator", "supervisor"},
    "/unit-cases": {"unit_rep"},
    "/alerts": WATCHERS,
    "/alerts/mail": WATCHERS,
    "/board": WATCHERS,
    "/board/cases": WATCHERS,
    "/figures": WATCHERS,
    "/analysis": WATCHERS,
    "/analysis/table": WATCHERS,
    "/analysis/problems": WATCHERS,
    "/analysis/limits": WATCHERS,
    "/analysis/stages": WATCHERS,
    "/analysis/rates": WATCHERS,
    "/analysis/rates/volumes": WATCHERS,
    "/due": WATCHERS,
    "/api/v1/due": WATCHERS,
    "/monitor/instances": WATCHERS,
    "/monitor/incidents": WATCHERS,
    "/monitor/runs": WATCHERS,
    "/monitor/messages": WATCHERS,
    "/monitor/stuck": WATCHERS,
    "/deployments": WATCHERS | {"administrator"},
    "/proposals": WATCHERS | {"administrator"},
    "/proposals/new": WATCHERS | {"administrator"},
    "/monitor/versions": WATCHERS,
    "/monitor/deployments": WATCHERS,
    "/monitor/processes/<process_id>": WATCHERS,
    "/administration": {"administrator"},
    "/administration/import": {"administrator"},
    "/administration/import/table.xlsx": {"administrator"},
    "/administration/<any(units,windows,items):noun>": {"administrator"},
    "/administration/<any(units,windows,items):noun>/new": {"administrator"},
    "/accounts": {"administrator"},
    "/accounts/new": {"administrator"},
    "/accounts/<login>": {"administrator"},
    "/accounts/<login>/change": {"administrator"},
    "/accounts/<login>/reset": {"administrator"},
    "/accounts/<login>/lock": {"administrator"},
    "/routes": {"administrator"},
    "/approvals": {"administrator"},
    "/legal-bases": {"administrator"},
    "/refusal-grounds": {"administrator"},
    "/administration/categories": {"administrator"},
    "/administration/causes": {"administrator"},
    "/administration/recurrence": {"administrator"},
    "/administration/letter-texts": {"administrator"},
    "/administration/letter-texts/approvals": {"administrator"},
    "/administration/keeping": {"administrator"},
    "/appraisals": {"approver", "director", "supervisor"},
    "/summaries": {"director", "supervisor"},
    "/alarms": {"director", "supervisor"},
    "/signals": {"director", "supervisor"},
    # Each sees what is his own (test_accountability_over_a_socket.py).
    "/accountability": STAFF,
    "/accountability/new": {"director", "supervisor"},
    # Each sees what is his own or his people's (test_performance_over_a_socket.py).
    "/performance": STAFF,
    "/staffing": STAFF,
    "/performance/rules": STAFF,
    "/performance/table": {"director", "supervisor"},
    "/reviews": HANDLERS,
    "/reviews/open": {"director", "supervisor"},
    "/reviews/sheet": HANDLERS,
    "/measures": {"director", "supervisor", "unit_rep"},
    "/measures/loop": WATCHERS,
    "/recurrence/common": WATCHERS,
    "/measures/new": {"director", "supervisor"},
    "/recurrence": {"director", "supervisor"},
    "/studies": {"director", "supervisor"},
    "/studies/new": {"director", "supervisor"},
    "/bulletins": STAFF,
    "/oversight": {"overseer"},
    "/audit": {"auditor"},
    "/audit/trail": {"auditor"},
    "/audit/accounts": {"auditor"},
    "/audit/looks": {"auditor"},
    "/mandates": {"administrator", "director", "supervisor"},
    "/mandates/new": {"administrator"},
    "/outside-reviews": WATCHERS,
    "/transfers": {"approver", "director", "supervisor"},
    "/destructions": {"approver", "director", "supervisor"},
    "/health": {"administrator"},
    "/outbox": {"administrator"},
    "/outbox/result": {"administrator"},
    "/administration/limits": {"administrator", "director"},
    "/what-if": {"administrator", "director"},
    "/privacy": {"administrator", "director", "supervisor"},
    "/privacy/requests": WATCHERS,
    "/privacy/incidents": {"administrator", "director", "supervisor"},
    "/privacy/incidents/new": {"administrator", "director", "supervisor"},
    "/privacy/provisions": WATCHERS,
    "/privacy/contracts": {"administrator", "director", "supervisor"},
    "/privacy/assessments": {"administrator", "director", "supervisor"},
    "/privacy/notices": {"administrator", "director"},
    "/privacy/notices/new": {"administrator"},
    "/privacy-notice": PUBLIC,
    "/administration/calendar": {"administrator"},
    "/administration/calendar/import": {"administrator"},
    "/title-questions": HANDLERS,
    "/incoming": {"intake", "supervisor"},
    "/counter": {"intake", "supervisor"},
    "/counter/new": {"intake", "supervisor"},
    "/administration/appointments": {"administrator"},
    "/anonymous-list": {"intake", "supervisor"},
    "/anonymous-list/sheet.pdf": {"intake", "supervisor"},
    "/openings": {"intake", "supervisor"},
    "/openings/new": {"intake", "supervisor"},
    "/group-proposals": {"intake", "supervisor"},
    "/group-policy": {"administrator"},
    "/administration/alert-mail": {"administrator"},
    "/administration/sources": {"administrator"},
    # What is for oneself alone, and what waits for whoever may decide: of this case nothing (test_own_part_over_a_socket.py).
    "/concerning-me": STAFF,
    "/objections": HANDLERS,
}
# Routes that show one case.
OF_A_CASE = {
    "/cases/<complaint_id>",
    "/cases/<complaint_id>/receipt",
    *(f"/cases/<complaint_id>/{section.place}" for section in SECTIONS if section.place),
    "/cases/<complaint_id>/acts",
    "/evidence/<evidence_id>",
    "/evidence/<evidence_id>/picture",
    "/evidence/<evidence_id>/small",
    "/cases/<complaint_id>/evidence/<evidence_id>",
    "/tasks/<user_task_key>",
    "/api/v1/cases/<complaint_id>",
    "/api/v1/tasks/<user_task_key>",
    "/cases/<complaint_id>/suggestion",
    "/cases/<complaint_id>/outside-reviews",
    "/cases/<complaint_id>/example",
    "/cases/<complaint_id>/respondents",
}
# What cannot be cut: for who works on the case or supervises it; a clerk may claim its open task (ADR 0331).
FILES_OF_A_CASE = {rule for rule in OF_A_CASE if "<evidence_id>" in rule}
MAY_NOT_OPEN_FILES = {"investigator", "approver", "return_visit"}
# Acts, sheets and letters of one case: test_act_pages.py, test_sheets.py, test_own_part_over_a_socket.py,
# test_third_persons_over_a_socket.py,
# test_letters_over_a_socket.py, test_letter_approval_over_a_socket.py and test_letter_batches_over_a_socket.py say who gets in,
# and test_post_over_a_socket.py; of volumes test_volumes_over_a_socket.py.
OF_SIDE_WORK = {
    "/api/v1/cases/<complaint_id>/acts",
    "/cases/<complaint_id>/acts/<act>",
    "/cases/<complaint_id>/acts/<act>/leaving",
    "/api/v1/cases/<complaint_id>/acts/<act>",
    "/cases/<complaint_id>/referrals/<referral_id>/sheet",
    "/cases/<complaint_id>/entrustments/<entrustment_id>/sheet",
    "/cases/<complaint_id>/reviews/<review_id>/sheet",
    "/concerning-me/requests/<request_id>",
    "/support-notes/<note_id>",
    "/cases/<complaint_id>/letters/<kind>/<subject>",
    "/cases/<complaint_id>/letters/<kind>/<subject>/approval",
    "/cases/<complaint_id>/letters/<kind>/<subject>/preview",
    "/cases/<complaint_id>/letters/<kind>/<subject>/pages/<int:number>",
    "/letters/<letter_id>",
    "/letters/<letter_id>/post",
    "/cases/<complaint_id>/hall",
    "/cases/<complaint_id>/archive/<int:no>/file.pdf",
    "/cases/<complaint_id>/letter-batches",
    "/letter-batches/<batch_id>",
    "/letter-batches/<batch_id>/letters.pdf",
}
# Answered by the parts that serve, not by who asks; an instance, which test_monitor.py covers; and the form in which a
# person is named, which is there for tasks that stand still (test_name_person_over_a_socket.py). What a browser has begun
# to write is shown to that browser only (tests/web/test_filing_steps.py); the picture of an address tells what one asks with.
# Of one unit, window or item only an administrator is told (test_places_over_a_socket.py, test_place_import_over_a_socket.py).
# A file of the hotline is looked at by who registers (test_order_tables_over_a_socket.py), an order too
# (test_orders_over_a_socket.py).
# What the office kept before is read by the office and its line (test_prior_over_a_socket.py, test_prior_cases.py).
# A message that came in is read by who registers, and one about a leader by the people of its route alone
# (test_incoming_over_a_socket.py, tests/unit/services/test_incoming.py).
# A visitor is received by who registers, one about a case by those who may read it (test_appointments_over_a_socket.py).
# What was found in a box is for who takes in complaints, like its list (test_openings_over_a_socket.py,
# test_scans_over_a_socket.py).
# A version of what is told of personal data is for everybody, a proposed one for who decides (test_privacy_over_a_socket.py);
# a request about his own data for who decides on it and for the clerk of the case (test_data_requests_over_a_socket.py).
# An activity is weighed by the three roles of the list of them (test_assessments_over_a_socket.py),
# a contract on entrusted data is read by the same (test_provisions_over_a_socket.py),
# and an incident too, without its cases for an administrator (test_incidents_of_data_over_a_socket.py).
# Only who has left is taken on again (test_staff_changes_over_a_socket.py).
# A task is reassigned by supervisors (test_reassign_over_a_socket.py); of an absence those read whom it concerns
# (test_absences_over_a_socket.py).
# A batch of files is appraised by those who find the list of them (test_appraisals_over_a_socket.py); a transfer is found by
# the same (test_transfers_over_a_socket.py), and so is a list of destruction (test_destructions_over_a_socket.py).
# A summary is found by those who find the list of them (test_summaries_over_a_socket.py).
# Files of a published period are for everybody (test_public_numbers_over_a_socket.py).
# A bulletin is read by whoever works here once it is published (test_bulletins_over_a_socket.py).
# A mandate is read by those who grant and confirm it, what it opens by whose it is (test_oversight_over_a_socket.py).
# People of a unit are seen by who leads it (test_performance_over_a_socket.py).
# A round of the review of files is read by those who supervise, its files by their examiners, orders by their units
# (test_file_review_over_a_socket.py).
# A score is read by whom it is of, his leader and supervisors (test_performance_over_a_socket.py).
# One's own submission alone tells the way on, and from a task one is led to the rows of one's own list
# (test_way_on_over_a_socket.py); documents, sound and film of a case have
# addresses of their own (test_evidence_viewer_over_a_socket.py).
ELSEWHERE = {
    "/privacy/incidents/<incident_id>",
    "/privacy/incidents/<incident_id>/correct",
    "/privacy/contracts/<contract_id>",
    "/privacy/assessments/<activity>",
    "/privacy/assessments/<activity>/new",
    "/privacy-notice/<version>",
    # For everybody, and at the desk for who words and decides (tests/web/test_checklists_over_a_socket.py).
    "/checklists/<item>",
    "/checklist-desk/<item>",
    # Released ones for whoever works here, drafts for who may read the case (test_examples_over_a_socket.py).
    "/cases-explained/<example_id>",
    "/examples/<example_id>",
    "/privacy/notices/<notice_id>",
    "/appraisals/<appraisal_id>",
    "/summaries/<summary_id>",
    "/annual-reports/<year>",
    "/annual-reports/<year>/report.pdf",
    "/open-data/<name>.csv",
    "/open-data/<name>.json",
    "/alarms/<wave_id>",
    "/signals/<signal_id>",
    "/accountability/<record_id>",
    "/performance/<score_id>",
    "/reviews/<round_id>",
    "/reviews/<round_id>/files/<int:no>",
    "/reviews/orders/<order_id>",
    "/staffing/<unit_code>",
    "/staffing/people/<login>",
    "/performance/<score_id>/<indicator>",
    "/measures/<measure_id>",
    "/proposals/<proposal_id>",
    # Of who may confirm them (test_difference_over_a_socket.py).
    "/deployments/<proposal_id>",
    "/deployments/<proposal_id>/files/<int:no>",
    "/deployments/versions/<key>",
    "/deployments/versions/<key>/file",
    "/studies/<study_id>",
    "/bulletins/<bulletin_id>",
    "/bulletins/<bulletin_id>/<int:edition>/bulletin.pdf",
    "/mandates/<mandate_id>",
    "/oversight/<mandate_id>",
    "/oversight/<mandate_id>/files",
    "/oversight/<mandate_id>/files/<int:no>",
    "/oversight/<mandate_id>/looks",
    "/transfers/<transfer_id>",
    "/transfers/<transfer_id>/list.pdf",
    "/transfers/<transfer_id>/receipt",
    "/destructions/<list_id>",
    "/destructions/<list_id>/list.pdf",
    "/privacy/requests/<request_id>",
    "/cases/<complaint_id>/data-requests",
    "/administration/import/<import_id>",
    "/orders/tables/<table_id>",
    "/prior/<prior_id>",
    "/prior/tables/<table_id>",
    "/prior/tables/<table_id>/wrong.xlsx",
    "/orders/<order_id>",
    "/openings/<opening_id>",
    "/openings/<opening_id>/list.pdf",
    "/openings/<opening_id>/covers.pdf",
    "/openings/<opening_id>/scans",
    "/openings/scans/<incoming_id>",
    "/openings/scans/<incoming_id>/pages/<int:first>-<int:last>.pdf",
    "/openings/<opening_id>/found/<int:no>",
    "/openings/<opening_id>/found/<int:no>/complaint",
    "/incoming/<incoming_id>",
    "/counter/<appointment_id>",
    "/counter/<appointment_id>/complaint",
    "/incoming/<incoming_id>/complaint",
    "/incoming/<incoming_id>/files/<int:place>",
    "/administration/<any(units,windows,items):noun>/<code>",
    "/administration/<any(units,windows,items):noun>/<code>/state",
    "/complaints/new/check",
    "/complaints/new/files/<key>",
    "/progress/code.svg",
    # Asked with the id of a sending (tests/web/test_guard_over_a_socket.py).
    "/api/v1/challenge",
    "/healthz",
    "/livez",
    "/readyz",
    "/evidence/<evidence_id>/pages/<int:number>",
    "/evidence/<evidence_id>/play",
    "/monitor/instances/<key>",
    "/monitor/incidents/retries/<batch_id>",
    "/monitor/runs/<proposal_id>",
    "/administration/calendar/day",
    "/administration/categories/<category>",
    "/administration/letter-texts/<kind>/<block>",
    "/administration/limits/<policy_id>/change",
    "/what-if/<what_if_id>",
    "/what-if/<what_if_id>/cases",
    "/what-if/<what_if_id>/changes",
    "/administration/limits/proposals/<proposal_id>",
    "/monitor/stuck/tasks/<key>",
    "/tasks/submitted/<task_record_id>",
    "/tasks/<user_task_key>/reassign",
    "/accounts/<login>/return",
    # Who signs gets in, and nobody by a session (test_sources_over_a_socket.py).
    "/api/v1/sources/<source>/messages/<message_id>",
    # Of who watches alone (test_alert_mail_over_a_socket.py).
    "/administration/alert-mail/<login>",
    "/tasks/<user_task_key>/before",
    "/tasks/<user_task_key>/after",
    "/absences/<absence_id>",
    # Of whose session waits for it, and of who sets it up (tests/web/test_second_factor_over_a_socket.py).
    "/second-factor",
    "/second-factor/mine/code.svg",
    # Of an office with an identity provider, and found in no other (tests/web/test_provider_over_a_socket.py).
    "/identity",
    "/sign-in/provider/back",
    "/accounts/<login>/provider",
}
RELATIONS = ("own", "other_unit", "declared_relation", "complained_about", "restricted")


def prepare(office: FullOffice, login: str, relation: str, address: str = "203.0.113.9") -> TestCase:
    """A case filed from this address to which this person stands in this relation."""
    case = file_case(office, address)
    with office.unit_of_work() as unit:
        add_overseer(login, unit)
    if relation == "own":
        designate(office, case.complaint_id, login)
    elif relation == "declared_relation":
        designate(office, case.complaint_id, login)
        relate(office, login, STRANGER)
    elif relation == "complained_about":
        designate(office, case.complaint_id, login)
        complain_about(office, case.complaint_id, login)
    elif relation == "restricted":
        # Even for who handled it up to now.
        designate(office, case.complaint_id, login)
        restrict_to(office, case.complaint_id, "du.daodi")
    return case


def may_read(role: str, relation: str) -> bool:
    """The office and its line read every case but those they must keep away from; others only their own."""
    if relation in ("declared_relation", "complained_about", "restricted"):
        return False
    return role in OFFICE_AND_LINE or (role in HANDLERS and relation == "own")


def test_the_table_names_every_route_that_is_read(app: Flask) -> None:
    assert set(get_rules(app)) == set(OPEN_TO) | OF_A_CASE | OF_SIDE_WORK | ELSEWHERE


def judge_cells(
    ask: Callable[[str], tuple[int, str]], case: TestCase, role: str, relation: str
) -> dict[str, str]:
    """By rule of the table what is wrong with what this role gets of it, empty where it is as the table says.

    `ask` gives status and text of an address, read by this role.
    """
    found = {}
    for rule in (*OPEN_TO, *OF_A_CASE):
        status, text = ask(case.address(rule))
        expected = _expected(rule, role, relation)
        wrong = [] if status == expected else [f"{status}, not {expected}"]
        wrong += [] if names_nobody(text) else ["names who complained"]
        is_for_him = OPEN_TO.get(rule, PUBLIC) is PUBLIC or may_read(role, relation) or rule in RECORDS
        wrong += ["tells of the case"] if not is_for_him and case.number in text else []
        found[rule] = f"{role}, {relation}, {rule}: {', '.join(wrong)}" if wrong else ""
    return found


def _expected(rule: str, role: str, relation: str) -> int:
    """The status."""
    if rule in OPEN_TO:
        return 200 if role in OPEN_TO[rule] else 403
    if role not in HANDLERS:
        return 403
    if not may_read(role, relation):
        return 404
    is_cut_off = relation == "other_unit" and rule in FILES_OF_A_CASE and role in MAY_NOT_OPEN_FILES
    return 403 if is_cut_off else 200


def names_nobody(text: str) -> bool:
    return not any(canary in text for canary in PERSONAL.values())


# Each role and each relation at least once, some 2,400 cells; all of them in `make prove-matrix`.
EVERY = 1 if os.environ.get("PROVE") == "1" else 4


@pytest.mark.parametrize(("role", "relation"), list(product(BY_ROLE, RELATIONS))[::EVERY])
def test_each_role_reads_what_the_table_says_and_the_excluded_see_no_trace(
    app: Flask, office: FullOffice, role: str, relation: str
) -> None:
    """ST-10, R45 R109: for whoever is complained about or related or no reader of a restricted case, no page tells of it.

    Who complained is on no page of anybody, table or workbook, before a purpose is given.
    """
    case = prepare(office, BY_ROLE[role], relation)
    visitor = signed_in(app, office, BY_ROLE[role])
    cells = judge_cells(lambda address: read(visitor, address), case, role, relation)
    holes = [hole for hole in cells.values() if hole]
    cells_asked = "cells of role, relation and route, each asked of the application"
    Record(cells_asked, attempts=len(cells), leaked=len(holes)).save()
    assert holes == []


@pytest.mark.parametrize(
    ("role", "relation"),
    leave_every(5, product(sorted(HANDLERS), ["declared_relation", "complained_about", "restricted"])),
)
def test_no_route_lets_the_excluded_write_into_the_case(
    app: Flask, office: FullOffice, role: str, relation: str
) -> None:
    """R45: entries, matters, evidence, the identity and the task alike."""
    case = prepare(office, BY_ROLE[role], relation)
    visitor = signed_in(app, office, BY_ROLE[role])
    forms = {
        "/entries": {"kind": "note", "text": "记一笔"},
        "/matters": {"matter_text": "改一改"},
        "/identity": {"purpose": "联系投诉人核实"},
    }
    for tail, fields in forms.items():
        answer = visitor.post(f"/cases/{case.complaint_id}{tail}", fields)
        assert answer.status_code in (403, 404), f"{tail}: {answer.status}"
    for tail in ("", "/draft"):
        answer = visitor.client.post(
            f"/tasks/{case.user_task_key}{tail}",
            json={"answers": {}},
            headers={"X-CSRF-Token": visitor.token, "Accept": "application/json"},
        )
        assert answer.status_code in (403, 404), f"{tail}: {answer.status}"
    answer = visitor.post(f"/tasks/{case.user_task_key}/claim")
    assert answer.status_code in (403, 404), answer.status


@pytest.mark.parametrize("login", ["ying.xiaoyu", "zong.heke", "tan.genyuan", "wen.rusheng"])
def test_the_person_complained_about_finds_no_canary_of_the_identity_anywhere(
    app: Flask, office: FullOffice, login: str
) -> None:
    """R109: name, numbers, addresses and the file's name are on no page and in no answer."""
    case = prepare(office, login, "complained_about")
    visitor = signed_in(app, office, login)
    rules = list(get_rules(app))
    for rule in rules:
        _, text = read(visitor, case.address(rule))
        found = [name for name, canary in CANARIES.items() if canary in text]
        assert found == [], f"{rule}: {found}"
    assert len(rules) > 20


def test_the_handler_sees_the_identity_masked_until_a_purpose_is_given(
    app: Flask, office: FullOffice
) -> None:
    """A reveal needs a purpose; the raw text, which holds the same, is shown with it and not before."""
    case = file_case(office)
    visitor = signed_in(app, office, BY_ROLE["intake"])
    for rule in OF_A_CASE:
        _, text = read(visitor, case.address(rule))
        assert names_nobody(text), rule
    refused = visitor.post(f"/cases/{case.complaint_id}/identity", {"purpose": ""})
    assert refused.status_code == 422
    assert names_nobody(refused.text)
    shown = visitor.post(f"/cases/{case.complaint_id}/identity", {"purpose": "电话联系投诉人核实时间"})
    assert shown.status_code == 200
    assert CANARIES["phone"] in shown.text
