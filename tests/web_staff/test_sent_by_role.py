"""Role x route of every address that takes something, against a table written by hand (sent_by_role.toml).

What is read stands in test_matrix.py. Whose case, task or record it is, the use cases ask beyond the gate: test_no_part.py,
test_act_pages.py and the tests of each.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from api.security.permissions import Permission, is_allowed, required_permission
from models.ground.codes import Role
from services.accounts.sessions import SessionInfo
from tests.full_office import FullOffice
from tests.web.pages import Visitor
from tests.web_staff.cases import file_case
from tests.web_staff.people import BY_ROLE, signed_in
from tests.web_staff.test_matrix import HANDLERS, STAFF, WATCHERS

TABLE = Path(__file__).with_name("sent_by_role.toml")
# A part of an address that is a number, of which there is none yet.
NUMBER = re.compile(r"<int:\w+>")
# Whoever has no session.
VISITOR = "visitor"
GROUPS = {
    "everybody": {VISITOR, *BY_ROLE},
    "accounts": set(BY_ROLE),
    "staff": STAFF,
    "handlers": HANDLERS,
    "watchers": WATCHERS,
}


def list_rows() -> Iterator[tuple[str, set[str]]]:
    """Each route of the table with the roles that it names."""
    for block in tomllib.loads(TABLE.read_text("utf-8"))["sent"]:
        roles = set().union(*(GROUPS.get(name, {name}) for name in block["by"]))
        for rule in block["to"]:
            yield rule, roles


def list_sent(app: Flask) -> Iterator[tuple[str, Permission]]:
    """Each route that takes something, with what it requires; no method but POST changes anything."""
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        assert methods <= {"POST"}, rule.rule
        if methods:
            required = required_permission(app.view_functions[rule.endpoint], "POST")
            assert required is not None, rule.rule
            yield rule.rule, required


def test_the_table_names_every_route_that_takes_something_once_and_whom_the_gate_lets_through(
    app: Flask,
) -> None:
    """Some 3,400 cells; a route that is new, gone or open to another role stands out."""
    rows = list(list_rows())
    sent = dict(list_sent(app))
    assert sorted(rule for rule, _ in rows) == sorted(sent)
    for rule, roles in rows:
        let_through = {role for role in BY_ROLE if is_allowed(sent[rule], session_of(role))}
        if is_allowed(sent[rule], None):
            let_through.add(VISITOR)
        assert let_through == roles, rule
    assert len(rows) * len(GROUPS["everybody"]) > 3000


def session_of(role: str) -> SessionInfo:
    return SessionInfo("E001", "某人", "U01", frozenset({Role(role)}), False)


@pytest.mark.parametrize("role", [VISITOR, *BY_ROLE])
def test_whom_the_table_does_not_name_is_sent_away(app: Flask, office: FullOffice, role: str) -> None:
    """Asked of the application, of a case that is there; a program's address is refused by its status."""
    case = file_case(office)
    visitor = Visitor(app) if role == VISITOR else signed_in(app, office, BY_ROLE[role])
    visitor.get("/")
    closed = [rule for rule, roles in list_rows() if role not in roles]
    for rule in closed:
        answer = visitor.post(NUMBER.sub("1", case.address(rule)))
        if role == VISITOR and not rule.startswith("/api/"):
            assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), rule
        else:
            assert answer.status_code in {401, 403}, f"{rule}: {answer.status}"
    assert len(closed) > 60
    if role != VISITOR:
        # What was refused was the role, not the page that sent it.
        assert visitor.post("/sessions/end-others").status_code == 303
