"""G7: whatever somebody types into a field of a page comes back as text, at once and wherever it is shown later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from flask import Flask

from tests.full_office import FullOffice
from tests.tiers.sisters import leave
from tests.web.pages import Visitor
from tests.web_staff.cases import file_case, get_rules
from tests.web_staff.people import BY_ROLE, add_overseer, signed_in
from tests.web_staff.test_matrix import OF_A_CASE, OPEN_TO

HOSTILE = """<img src=x onerror=1>"'"""
# No page has this of itself, and none may have it of what was typed: escaped the last sign is another.
RAW, AS_TEXT = "onerror=1>", ("onerror=1&gt;", "onerror=1\\u003e")
TEXTS = frozenset({"", "text", "search", "tel", "email", "url"})
KEPT = frozenset({"hidden", "date", "number", "datetime-local", "time"})
CHOSEN = frozenset({"radio", "checkbox"})
# Where the walk would end itself, and what is no page.
LEFT_ALONE = (
    "/sign-out",
    "/password",
    "/demo/",
    "/sign-in",
    "/accounts/guan.xitong",
    "/api/",
    "/second-factor",
)
# Who looks at a page: the first of these that may; so the first has what is everybody's.
ROLES = ("window_staff", "intake", "supervisor", "administrator", "director", *sorted(BY_ROLE))


@dataclass
class Form:
    """A form as a browser would send it, with what is hostile in each field for text; `chosen`: one of each choice."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    texts: int = 0


class Forms(HTMLParser):
    """The forms of a page that have a field for text."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self.path, self.select = path, ""
        self.all = list[Form]()
        self.feed(html)
        self.found = [form for form in self.all if form.texts and not form.action.startswith(LEFT_ALONE)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.all.append(Form(told.get("method", "get"), told.get("action") or self.path))
        elif self.all and tag == "select":
            self.select = told.get("name", "")
        elif self.all and tag == "option" and told.get("value"):
            self.all[-1].chosen[self.select] = told["value"]
        elif self.all and tag in ("input", "textarea", "button") and "name" in told:
            self._take(self.all[-1], tag, told)

    def _take(self, form: Form, tag: str, told: dict[str, str]) -> None:
        name, kind, value = told["name"], told.get("type", ""), told.get("value", "")
        if tag == "textarea" or (tag == "input" and kind in TEXTS):
            form.fields[name] = HOSTILE
            form.texts += 1
        elif kind in KEPT:
            form.fields[name] = value
        elif kind in CHOSEN or tag == "button":
            form.chosen.setdefault(name, value)


def rules_of(app: Flask, role: str) -> Iterator[str]:
    """The pages that this role is the first of ROLES to be let in to."""
    readers = {"intake": set(OF_A_CASE)}
    for rule in get_rules(app):
        first = next((name for name in ROLES if name in OPEN_TO.get(rule, ())), None)
        if (first == role or rule in readers.get(role, ())) and not rule.startswith(LEFT_ALONE):
            yield rule


@pytest.mark.parametrize("role", leave(dict.fromkeys(ROLES), lambda role: role == "window_staff"))
def test_what_is_typed_into_every_field_comes_back_as_text(app: Flask, office: FullOffice, role: str) -> None:
    """G7: forms that are refused show it in their fields, those that are taken on the pages after."""
    case = file_case(office)
    with office.unit_of_work() as unit:
        add_overseer(BY_ROLE[role], unit)
    visitor, shown, sent = signed_in(app, office, BY_ROLE[role]), 0, 0
    paths = [case.address(rule) for rule in rules_of(app, role)]
    for path in paths:
        for form in Forms(path, page_of(visitor, path)).found:
            for fields in (form.fields, form.fields | form.chosen):
                answer = send(visitor, form, fields)
                sent += 1
                shown += any(text in answer for text in AS_TEXT)
    for path in paths:
        page_of(visitor, path)
    assert shown >= sent // 3, f"{shown} of {sent}"


def page_of(visitor: Visitor, path: str) -> str:
    """A page; empty for what is none."""
    return looked_at(visitor.get(path), path)


def send(visitor: Visitor, form: Form, fields: dict[str, str]) -> str:
    if form.method.lower() == "get":
        return looked_at(visitor.get(form.action, query_string=fields), form.action)
    answer = visitor.post(form.action, fields)
    if answer.status_code == 303:
        answer = visitor.get(answer.headers["Location"])
    return looked_at(answer, form.action)


def looked_at(answer: object, path: str) -> str:
    if not answer.mimetype.startswith("text/html"):
        return ""
    assert answer.status_code < 500 or answer.status_code == 503, path
    assert RAW not in answer.text, path
    return answer.text


def test_a_field_that_is_not_escaped_is_seen() -> None:
    """What the walk looks for is there where a page puts it in as it came, and each kind of field is filled in."""
    page = (
        f'<form method="post" action="/x"><input name="a" value="{HOSTILE}"><textarea name="b"></textarea>'
        '<select name="c"><option value="">-</option><option value="2">2</option></select>'
        '<input type="hidden" name="d" value="1"><input type="checkbox" name="e" value="yes"></form>'
        '<form method="get" action="/y"><input type="hidden" name="z"></form>'
    )
    [form] = Forms("/x", page).found
    assert form.fields == {"a": HOSTILE, "b": HOSTILE, "d": "1"} and form.chosen == {"c": "2", "e": "yes"}
    assert RAW in page
