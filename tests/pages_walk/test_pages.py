"""The pages of an office with a case at everything at which a case can stand speak in words.

Pages of every kind, five of each and all lists, and what is answered to something sent; with PROVE=1 (`make prove-whole`)
forty of each.
"""

from __future__ import annotations

import os
import re

import httpx
import pytest

from tests.pages_walk.report import list_unseen
from tests.pages_walk.suspects import find_suspects
from tests.pages_walk.walked_office import PLANTED, Extent, Walked, walk_office

# Looking at every page takes minutes, and on a busy machine several times as many.
pytestmark = [pytest.mark.timeout(1800), pytest.mark.check(sister="tests/pages_walk/test_suspects.py")]
# Of each route so many pages, rare cases first (see walked_office.py), by one who may read all of them; the others see what is
# theirs of the same templates.
IS_WHOLE = os.environ.get("PROVE") == "1"
EXTENT = Extent(reader=40, others=3, cases=40) if IS_WHOLE else Extent(reader=5, others=1, cases=5)
FAULTY_ROW = re.compile(r'<tr class="row-over">.*?</tr>', re.S)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """The office of 0.2.0."""
    return walk_office("0.2.0", tmp_path_factory.mktemp("pages") / "office", EXTENT)


def test_no_page_shows_a_code_a_login_or_a_value_of_a_program(walked: Walked) -> None:
    """UX-8 DM-17: not one word of `[a-z_-]{3,}` beyond the list, no dict, no login, no code of a unit or an item."""
    assert len(walked.walk.pages) > 200
    found = list(find_suspects(walked.walk.pages, walked.codes))
    assert not found, "\n".join(map(str, found))


def test_a_planted_code_is_found(walked: Walked) -> None:
    """UX-8: a reason that no catalogue knows is seen through database, service, page and server."""
    assert [found.piece for found in find_suspects([walked.planted], walked.codes)] == [PLANTED]


def test_every_route_was_seen_or_shows_no_page(walked: Walked) -> None:
    """A new route is red here until it is walked or its reason stands in the list."""
    assert list_unseen(walked.walk) == []


def test_no_form_that_an_earlier_release_shipped_is_shown_as_faulty(walked: Walked) -> None:
    """What it asks was proven with that release; what this one asks beyond it came later.

    The diagram that its owner made his own was not: it is told the approval that the law has come to need.
    """
    seen = [
        page.html
        for page in walked.walk.pages
        if page.rule == "/monitor/versions" and page.status == httpx.codes.OK
    ]
    assert seen
    for html in seen:
        assert "<code>give-answer</code>" in html
        (faulty,) = FAULTY_ROW.findall(html)
        assert "<code>investigation</code>" in faulty
        assert "UserTask_ApproveEntrustment" in faulty
