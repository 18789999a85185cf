"""Role by route: who gets past the gate, against a table written by hand."""

from __future__ import annotations

import pytest
from flask import Flask

from api.security.permissions import Permission, is_allowed, required_permission
from models.ground.codes import Role
from services.accounts.sessions import SessionInfo

EVERYBODY = frozenset(Role)
HANDLERS = EVERYBODY - {Role.ADMINISTRATOR, Role.WINDOW_STAFF, Role.OVERSEER, Role.AUDITOR}
WATCHERS = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
# First word of the address -> who gets in; None stands for the public.
GETS_IN: dict[str, frozenset[Role] | None] = {
    "": None,
    "complaints": None,
    "progress": None,
    "statistics": None,
    "open-data": None,
    "about": None,
    "annual-reports": None,
    "report-desk": WATCHERS,
    "checklists": None,
    "cases-explained": None,
    "checklist-desk": frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR}),
    "comment": None,
    "comments": WATCHERS,
    "deployments": WATCHERS | {Role.ADMINISTRATOR},
    "proposals": WATCHERS | {Role.ADMINISTRATOR},
    "handover": None,
    "healthz": None,
    "livez": None,
    "readyz": None,
    "sign-in": None,
    "sign-out": EVERYBODY,
    "password": EVERYBODY,
    "sessions": EVERYBODY,
    "second-factor": EVERYBODY,
    "identity": EVERYBODY,
    "tasks": HANDLERS,
    "/tasks/<user_task_key>/reassign": WATCHERS,
    "cases": HANDLERS,
    "/cases/<complaint_id>/data-requests": frozenset({Role.INTAKE}),
    # To read, whoever has a part in the case; to write, who supervises.
    "POST /cases/<complaint_id>/outside-reviews": WATCHERS,
    "/cases/<complaint_id>/outside-reviews/<review_id>/outcome": WATCHERS,
    "/cases/<complaint_id>/outside-reviews/<review_id>/done": WATCHERS,
    "evidence": HANDLERS,
    "oversight": frozenset({Role.OVERSEER}),
    "audit": frozenset({Role.AUDITOR}),
    "analysis": WATCHERS,
    "unit-cases": frozenset({Role.UNIT_REP}),
    "monitor": WATCHERS,
    "accounts": frozenset({Role.ADMINISTRATOR}),
}


def session_of(role: Role) -> SessionInfo:
    return SessionInfo("E001", "某人", "U01", frozenset({role}), False)


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_gets_past_the_gate_exactly_where_the_table_says(app: Flask, role: Role | None) -> None:
    """Deny by default; the table is written apart from the routes."""
    session = session_of(role) if role else None
    cells = 0
    for rule in app.url_map.iter_rules():
        first = rule.rule.split("/")[1]
        if first not in GETS_IN:
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            allowed = GETS_IN.get(f"{method} {rule.rule}", GETS_IN.get(rule.rule, GETS_IN[first]))
            expected = allowed is None or (role is not None and role in allowed)
            required = required_permission(app.view_functions[rule.endpoint], method)
            assert isinstance(required, Permission)
            assert is_allowed(required, session) is expected, f"{role} {method} {rule.rule}"
            cells += 1
    assert cells >= 14
