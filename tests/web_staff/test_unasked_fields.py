"""C9: a field that a route of the API did not ask for is named, by every route that writes, and nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from models.ground.base import Base
from models.ground.errors import InvalidInput
from services.incoming.chat.chat_message import parse_chat
from tests.full_office import FullOffice
from tests.web.pages import Visitor
from tests.web_staff.people import BY_ROLE

SignIn = Callable[[str], Visitor]
UNASKED = "is_urgent_for_nobody"
# What reads no fields of JSON, and what it does with others.
NO_JSON = {
    "/api/v1/mails": "the bytes of a mail; what stands in the address beside `channel` is not read",
    "/api/v1/sources/<source>/messages": "bytes that a source signed, which names what it does not know by itself",
}
# Counted, or kept of who is signed in, whatever is sent.
NOT_COMPARED = {"rate_limit", "login_session", "look_record", "look_head"}


def list_writing(app: Flask) -> Iterator[tuple[str, str]]:
    """Each method of each route of the API that writes, by the map of addresses, so that a new one is not forgotten."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
                yield rule.rule, method


def test_every_route_of_the_api_that_writes_names_a_field_that_it_did_not_ask_for(
    app: Flask, office: FullOffice, sign_in: SignIn
) -> None:
    """C9."""
    visitors = [Visitor(app), *(sign_in(BY_ROLE[role]) for role in ("intake", "supervisor"))]
    routes = list(list_writing(app))
    before = rows_of(office)
    named = {
        rule: any(named_by(visitor, rule, method) for visitor in visitors)
        for rule, method in routes
        if rule not in NO_JSON
    }
    assert len(named) >= 7 and set(NO_JSON) <= {rule for rule, _ in routes}
    assert [rule for rule, is_named in named.items() if not is_named] == []
    with pytest.raises(InvalidInput) as refused:
        parse_chat(json.dumps({UNASKED: True}).encode())
    assert refused.value.errors[UNASKED] == "UNKNOWN_FIELD"
    assert rows_of(office) == before


def named_by(visitor: Visitor, rule: str, method: str) -> bool:
    """Whether this visitor is told of the field; who may not call the route is refused before."""
    address = rule.replace("<act>", "register-evidence")
    for place in ("complaint_id", "user_task_key", "source"):
        address = address.replace(f"<{place}>", "0" * 32)
    token = visitor.client.get("/api/v1/csrf-token").get_json()["csrf_token"]
    answer = visitor.client.open(
        address,
        method=method,
        json={UNASKED: True},
        headers={"X-CSRF-Token": token, "Accept": "application/json"},
    )
    assert answer.status_code in (401, 403, 404, 415, 422), f"{rule}: {answer.status_code}"
    return answer.status_code == 422 and UNASKED in (answer.get_json().get("errors") or {})


def rows_of(office: FullOffice) -> dict[str, int]:
    """How many rows each table has."""
    with office.unit_of_work().reading() as unit:
        return {
            table.name: unit.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name not in NOT_COMPARED
        }
