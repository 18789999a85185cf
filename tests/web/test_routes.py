"""Sweeps over the whole URL map: a new route cannot forget its permission, its token or its headers."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from api.security.csrf import SAFE_METHODS
from api.security.headers import FIXED
from api.security.permissions import (
    Permission,
    UndeclaredRoute,
    refuse_undeclared_routes,
    required_permission,
)
from models.office.staff import Staff
from models.vault.keyring import Keyring
from tests.database import sqlite_at
from tests.full_office import FullOffice
from tests.web.pages import Visitor, build_app, staff_visitor

# Each asks hundreds of pages, on a busy machine for minutes.
pytestmark = pytest.mark.timeout(600)

# A refusal is a sentence to a program and a whole page to a person; a thousand pages take minutes.
AS_PROGRAM = {"Accept": "application/json"}
# Handing out a file and printing a sheet stand on the case's trail, so these GETs write on purpose.
LOGGED_READS = ("/evidence/", "/sheet", "/export.csv")


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def address_of(rule: Rule) -> str:
    """A place for each part; of parts that must be one of some words, the first; a short one for a number."""
    one_of = re.sub(r"<any\(([\w'\", -]+)\):[^>]+>", lambda part: re.findall(r"\w+", part[1])[0], rule.rule)
    return re.sub(r"<[^>]+>", "0" * 32, re.sub(r"<int:[^>]+>", "0", one_of))


def unsafe_routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in rules(app):
        for method in sorted((rule.methods or set()) - SAFE_METHODS):
            yield method, address_of(rule)


def get_routes(app: Flask) -> list[str]:
    return [address_of(rule) for rule in rules(app) if "GET" in (rule.methods or set())]


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[FullOffice]:
    """One for all sweeps, since none of them may change anything."""
    folder = tmp_path_factory.mktemp("routes")
    shutil.copyfile(sqlite_office_template, folder / "office.db")
    with sqlite_at(folder / "office.db") as database:
        yield FullOffice(database, folder=folder)


@pytest.fixture(scope="module")
def app(office: FullOffice) -> Flask:
    """The pages of the office."""
    return build_app(office)


@pytest.fixture(scope="module")
def visitors(app: Flask, office: FullOffice) -> list[Visitor]:
    """A stranger, an intake clerk, a supervisor and an administrator."""
    staff = office.rows(Staff)
    roles = ("intake", "supervisor", "administrator")
    logins = [next(person.login for person in staff if role in person.roles) for role in roles]
    return [Visitor(app), *(staff_visitor(app, office, login) for login in logins)]


@dataclass
class Swept:
    """What every visitor got of every page, and the rows of the office before and after all but `LOGGED_READS`."""

    answers: list[tuple[str, TestResponse]]
    rows_before: str
    rows_after: str


@pytest.fixture(scope="module")
def swept(app: Flask, office: FullOffice, visitors: list[Visitor]) -> Swept:
    """One sweep for the tests that send nothing."""
    addresses = [*get_routes(app), "/no-such-page"]
    assert len(addresses) > 200
    logged = [address for address in addresses if any(part in address for part in LOGGED_READS)]
    others = [address for address in addresses if address not in logged]
    before = digest_of_rows(office)
    answers = [(address, visitor.get(address)) for visitor in visitors for address in others]
    after = digest_of_rows(office)
    answers += [(address, visitor.get(address)) for visitor in visitors for address in logged]
    return Swept(answers, before, after)


def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    for rule in rules(app):
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            view = app.view_functions[rule.endpoint]
            assert isinstance(required_permission(view, method), Permission), f"{method} {rule.rule}"
    assert len(rules(app)) > 8


def test_an_undeclared_route_stops_the_application() -> None:
    blueprint = Blueprint("open_door", __name__)
    blueprint.add_url_rule("/open-door", "enter", lambda: "in")
    bare = Flask("bare", static_folder=None)
    bare.register_blueprint(blueprint)
    with pytest.raises(UndeclaredRoute, match="/open-door"):
        refuse_undeclared_routes(bare)


def test_no_unsafe_route_takes_a_request_without_the_token(app: Flask, visitors: list[Visitor]) -> None:
    routes = list(unsafe_routes(app))
    assert len(routes) > 4
    for visitor in visitors:
        for method, address in routes:
            answer = visitor.client.open(address, method=method, data={}, headers=AS_PROGRAM)
            assert answer.status_code in (401, 403), f"{method} {address}: {answer.status_code}"


def test_no_unsafe_route_takes_a_request_from_another_site(app: Flask, visitors: list[Visitor]) -> None:
    for visitor in visitors:
        visitor.get("/")
        for method, address in unsafe_routes(app):
            for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
                headers = AS_PROGRAM | foreign
                answer = visitor.client.open(
                    address, method=method, headers=headers, data={"csrf_token": visitor.token}
                )
                assert answer.status_code in (401, 403), f"{method} {address}: {answer.status_code}"


def test_every_answer_carries_the_security_headers(swept: Swept) -> None:
    for address, answer in swept.answers:
        away = address in ("/healthz", "/readyz") or "/monitor/" in address
        assert answer.status_code < 500 or (away and answer.status_code == 503), f"{address}: {answer.status}"
        for name, value in FIXED.items():
            assert answer.headers[name] == value, address
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy or "sandbox" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store", address


def test_no_page_holds_inline_code_or_style(swept: Swept) -> None:
    for address, page in swept.answers:
        if page.mimetype == "text/html":
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page.text), address
            scripts = re.findall(r"<script([^>]*)>", page.text)
            assert all("src=" in found or 'type="application/json"' in found for found in scripts), address


def test_get_never_writes(swept: Swept) -> None:
    assert swept.rows_after == swept.rows_before


def test_cookies_of_an_https_office_are_bound_to_it(office: FullOffice) -> None:
    app = build_app(office, is_secure=True)
    answer = app.test_client().get("/complaints/new")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-jb_visitor=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def digest_of_rows(office: FullOffice) -> str:
    digest = hashlib.sha256()
    with office.database.engine.connect() as connection:
        for line in connection.connection.driver_connection.iterdump():
            if not line.startswith('INSERT INTO "look_record"'):  # who looked is on record (ADR 0329)
                digest.update(line.encode())
    return digest.hexdigest()
