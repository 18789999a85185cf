"""The navigation of every page: from one table, to what the person may call and nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from api.i18n import code_text, has_text
from api.navigation import ENTRIES, Group
from api.security.permissions import ROLES, Permission
from models.ground.codes import APART_ROLES, Role
from tests.full_office import FullOffice
from tests.web.pages import Visitor
from tests.web_staff.people import BY_ROLE, signed_in

ICONS = Path(__file__).parents[2] / "web" / "icons.json"
LINK = re.compile(r'<a href="([^"]+)"(?: accesskey="\w")?(?: aria-current="\w+")?>(?:<svg.*?</svg>)?<span>')


def test_every_entry_has_a_name_and_an_icon_that_is_built() -> None:
    icons = set(json.loads(ICONS.read_text("utf-8")))
    assert [row.name for row in ENTRIES if not has_text(f"nav.{row.name}")] == []
    assert [row.icon for row in ENTRIES if row.icon not in icons] == []
    assert [group for group in Group if not has_text(f"nav_group.{group}")] == []


def test_the_administration_begins_with_a_tile_for_each_of_its_pages(app: Flask, office: FullOffice) -> None:
    """UX-10: each says in a sentence what it is for."""
    entries = [row for row in ENTRIES if row.group is Group.ADMINISTRATION and row.name != "administration"]
    page = signed_in(app, office, BY_ROLE["administrator"]).get("/administration").text
    shown = re.findall(r'<li><a href="([^"]+)"><svg.*?<strong>([^<]+)</strong>', page)
    with app.test_request_context("/administration"):
        named = [(row.address, code_text("nav", row.name)) for row in entries]
    assert shown == named
    assert [row.name for row in entries if not has_text(f"administration.{row.name}")] == []


@pytest.mark.parametrize("role", [None, *BY_ROLE])
def test_what_is_shown_is_what_the_person_may_call(app: Flask, office: FullOffice, role: str | None) -> None:
    """Every entry leads to a page that answers, none to a refusal; a visitor sees nothing of the staff's."""
    visitor = Visitor(app) if role is None else signed_in(app, office, BY_ROLE[role])
    shown = LINK.findall(visitor.get("/password" if role else "/").text)
    allowed = {
        row.address
        for row in ENTRIES
        if (row.group is Group.CITIZEN) is (role is None)
        and (row.permission is Permission.PUBLIC or role is not None)
        and (
            row.permission in (Permission.PUBLIC, Permission.OWN_ACCOUNT)
            or (row.permission is Permission.SIGNED_IN and role not in APART_ROLES)
            or (row.permission in ROLES and Role(role) in ROLES[row.permission])
        )
    }
    assert set(shown) == allowed
    assert len(shown) == len(allowed) >= 2
    # The engine is away here: pages that need it say so with 503.
    assert {visitor.get(address).status_code for address in shown} <= {200, 503}


def test_the_page_one_is_on_is_marked_and_so_is_what_it_stands_below(app: Flask, office: FullOffice) -> None:
    """In words for who cannot see the colour: `aria-current`."""
    clerk = signed_in(app, office, BY_ROLE["intake"])
    assert '<a href="/register" accesskey="n" aria-current="page">' in clerk.get("/register").text
    case = office.file().complaint_id
    assert '<a href="/cases" accesskey="k" aria-current="true">' in clerk.get(f"/cases/{case}").text


def test_the_other_language_keeps_what_was_chosen(app: Flask, office: FullOffice) -> None:
    """UX-39: the switch dropped the filter of the list."""
    supervisor = signed_in(app, office, BY_ROLE["supervisor"])
    page = supervisor.get("/due?rung=over&lang=zh").text
    assert '<a href="/due?rung=over&amp;lang=en" hreflang="en">English</a>' in page
