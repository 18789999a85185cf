"""A visitor of the pages: keeps cookies, takes the CSRF token from the page last seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from pathlib import Path

import httpx
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from PIL import Image
from werkzeug.test import TestResponse

from api.app import bind_office, create_app
from api.settings import WebSettings
from deploy.replay.page_reading import solve_challenge
from models.ground.errors import OutsideUnavailable
from services.accounts.passwords import CreateAccount, create_account
from services.actor import SYSTEM
from tests.full_office import FullOffice

OWN_PASSWORD = "Kestrel-Harbour-77"
FIELDS = {
    "content": "9月3日下午，C03窗口要我补一张指南上没有的证明。办事员态度生硬，不说依据。",
    "wanted": "一、按公布的办事指南收件；二、说明多要一份证明的依据。",
    "name": "简一趟",
    "phone": "19900000201",
}


class CompiledTemplates(BytecodeCache):
    """Compiles a template once in a test process, however many applications it makes."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = CompiledTemplates()


class EngineAway:
    """The monitor port with an engine that is or is not there."""

    def __init__(self, *, ready: bool = False) -> None:
        self.ready = ready

    def is_ready(self) -> bool:
        return self.ready

    def __getattr__(self, name: str) -> Callable[..., None]:
        def refuse(*_args: object, **_options: object) -> None:
            raise OutsideUnavailable

        return refuse


def web_settings(office: FullOffice, **changes: object) -> WebSettings:
    values: dict = {
        "make_unit": office.unit_of_work,
        "heartbeat_path": office.folder / "workers.heartbeat",
        "is_demo": lambda: True,
    }
    return WebSettings(**(values | changes))


def build_app(office: FullOffice, monitor: EngineAway | None = None, **changes: object) -> Flask:
    ports = office.unit_of_work().ports
    app = create_app(web_settings(office, **changes), ports, monitor or EngineAway())  # type: ignore[arg-type]  # the part of the port that these pages ask
    app.jinja_env.bytecode_cache = _TEMPLATES
    return app


# With what no test may change in it.
_LENT: list[tuple[Flask, tuple[object, ...]]] = []


def lend_app(office: FullOffice, monitor: EngineAway | None = None) -> Flask:
    """The one application of this process, over the office of this test.

    To make one takes longer than to answer with a page. What it knows of an office is bound anew; no request leaves
    anything in it. Who wants other settings or routes, or two at once, builds his own.
    """
    if not _LENT:
        app = build_app(office, monitor)
        _LENT.append((app, _lasting_parts(app)))
    app, parts = _LENT[0]
    assert _lasting_parts(app) == parts, "a test changed the application that is lent to all"
    ports = office.unit_of_work().ports
    bind_office(app, web_settings(office), ports, monitor or EngineAway())  # type: ignore[arg-type]  # the part of the port that these pages ask
    return app


def _lasting_parts(app: Flask) -> tuple[object, ...]:
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    counts = [{name: len(functions) for name, functions in bound.items()} for bound in hooks]
    return len(app.view_functions), len(app.jinja_env.globals), dict(app.config), counts


@dataclass
class Visitor:
    """One browser."""

    app: Flask
    address: str = "203.0.113.7"
    client: FlaskClient = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, path: str, **options: object) -> TestResponse:
        page = self.client.get(path, environ_base={"REMOTE_ADDR": self.address}, **options)
        self._keep_token(page)
        return page

    def post(self, path: str, fields: dict | None = None, **options: object) -> TestResponse:
        data = {"csrf_token": self.token, **(fields or {})}
        page = self.client.post(path, data=data, environ_base={"REMOTE_ADDR": self.address}, **options)
        page.request.environ["wsgi.input"].close()  # large uploads are in a temporary file of the client
        self._keep_token(page)
        return page

    def file(self, **fields: object) -> TestResponse:
        """Open the form and send it with these fields; where much was sent, with what is asked then."""
        self.get("/complaints/new")
        sent = {**FIELDS, "submission_id": self.submission_id, **fields}
        page = self.post("/complaints/new", sent)
        solved = solve_challenge(page.text)
        return self.post("/complaints/new", {**sent, **solved}) if solved else page

    def sign_in(self, login: str, password: str = OWN_PASSWORD, **fields: str) -> TestResponse:
        self.get("/sign-in")
        return self.post("/sign-in", {"login": login, "password": password, **fields})

    def _keep_token(self, page: TestResponse) -> None:
        if page.mimetype != "text/html":
            page.get_data()  # a file that is written as it is read ends with its last byte
            return
        found = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
        self.token = found[1] if found else self.token
        found = re.search(r'name="submission_id" value="([^"]+)"', page.text)
        self.submission_id = found[1] if found else ""


def open_account(office: FullOffice, login: str) -> str:
    """A first password for a member of staff."""
    return create_account(CreateAccount(login), office.unit_of_work(), SYSTEM)


def staff_visitor(app: Flask, office: FullOffice, login: str) -> Visitor:
    """A member of staff who has chosen a password and is signed in."""
    first = open_account(office, login)
    visitor = Visitor(app, address="198.51.100.4")
    visitor.sign_in(login, first)
    visitor.get("/password")
    visitor.post("/password", {"old": first, "new": OWN_PASSWORD, "again": OWN_PASSWORD})
    answer = visitor.sign_in(login)
    assert answer.status_code == 303, answer.text
    visitor.get("/")
    return visitor


def photo(colour: str = "navy") -> bytes:
    """A small JPEG."""
    target = BytesIO()
    Image.new("RGB", (64, 48), colour).save(target, "JPEG")
    return target.getvalue()


def text_of(page: TestResponse | httpx.Response) -> str:
    """What a person reads: no tags, one space between words."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def number_of(page: TestResponse) -> str:
    found = re.search(r"YH-\d{4}-\d{6}", page.text)
    assert found, text_of(page)[:600]
    return found[0]


def code_of(page: TestResponse) -> str:
    found = re.search(r"data-receipt-code>([0-9A-Z-]{15})<", page.text)
    assert found, text_of(page)[:600]
    return found[1]


def database_file(office: FullOffice) -> Path:
    return Path(str(office.database.engine.url.database))
