"""The leave to see one's own ends after twenty minutes by the machine's clock, whatever the browser keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from api.security.own_grant import SECONDS
from tests.full_office import FullOffice
from tests.web.pages import FIELDS, Visitor, code_of, number_of


@pytest.fixture
def key(citizen: Visitor) -> dict[str, str]:
    """Number and query code of a filed complaint."""
    page = citizen.file()
    return {"number": number_of(page), "query_code": code_of(page)}


def opens(visitor: Visitor, key: dict[str, str]) -> bool:
    """Whether the page shows the own part."""
    visitor.get("/progress")
    return 'id="looks"' in visitor.post("/progress", key).text


def test_it_ends_after_twenty_minutes(office: FullOffice, citizen: Visitor, key: dict[str, str]) -> None:
    citizen.get("/progress")
    assert citizen.post("/progress/own", {**key, "mark": FIELDS["phone"]}).status_code == 200
    assert opens(citizen, key)
    begun = office.system_clock.now()
    office.system_clock.moment = begun + timedelta(seconds=SECONDS - 1)  # type: ignore[attr-defined]  # a clock that tests set
    assert opens(citizen, key)
    office.system_clock.moment = begun + timedelta(seconds=SECONDS)  # type: ignore[attr-defined]  # a clock that tests set
    assert not opens(citizen, key)


@pytest.mark.parametrize(
    "forged", ["", ".", "9" * 400 + ".x", "99999999999.", "١٢٣.x", "99999999999.ünsound"]
)
def test_a_cookie_that_was_not_signed_here_opens_nothing(
    app: Flask, citizen: Visitor, key: dict[str, str], forged: str
) -> None:
    citizen.client.set_cookie("jb_own", forged)
    assert not opens(citizen, key)


def test_a_stale_page_comes_back_and_opens_nothing(citizen: Visitor, key: dict[str, str]) -> None:
    citizen.get("/progress")
    citizen.token = "stale"
    page = citizen.post("/progress/own", {**key, "mark": FIELDS["phone"]})
    assert page.status_code == 403
    assert 'id="looks"' not in page.text
    assert key["number"] in page.text
