"""The id of a request: made here, or a proxy's own; told with every answer and on the page of an error."""

from __future__ import annotations

import re

import pytest

from services.correlation import read_correlation
from tests.full_office import FullOffice
from tests.web.pages import Visitor
from tests.web.test_errors import broken_app

UUID = "3F2504E0-4F89-41D3-9A0C-0305E82C3301"


def test_a_broken_page_shows_the_id_under_which_its_line_is_logged(office: FullOffice) -> None:
    """SE-45: whoever calls quotes one number, and that number leads through the logs."""
    app = broken_app(office, RuntimeError("boom"))
    page = Visitor(app).get("/broken")
    told = page.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", told)
    assert f"<code>{told}</code>" in page.text
    assert "咨询时请提供此编号" in page.text
    answer = Visitor(app).get("/broken", headers={"Accept": "application/json"})
    assert answer.json["error_id"] == answer.headers["X-Request-Id"] != told


def test_a_strangers_header_is_not_taken(citizen: Visitor) -> None:
    answer = citizen.get("/livez", headers={"X-Request-Id": UUID})
    assert answer.headers["X-Request-Id"] != read_correlation(UUID)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (UUID, "3f2504e04f8941d39a0c0305e82c3301"),
        ("A" * 32, "a" * 32),
        ("110101199003074514", None),
        ("张三", None),
        ("", None),
        (None, None),
        ("a" * 33, None),
        (f"{UUID}\n", None),
    ],
)
def test_only_what_a_proxy_makes_is_an_id(given: str | None, taken: str | None) -> None:
    """A name or the number of a person in the header never reaches a log."""
    assert read_correlation(given) == taken
