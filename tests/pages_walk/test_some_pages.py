"""Pages of every kind speak in words: the lists, some cases and tasks, what is answered to something sent."""

from __future__ import annotations

import pytest

from tests.pages_walk.report import list_unseen
from tests.pages_walk.suspects import find_suspects
from tests.pages_walk.walked_office import PLANTED, Extent, Walked, walk_office

pytestmark = pytest.mark.timeout(300)
SOME = Extent(reader=8, others=2, cases=3)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """The office of 0.2.0, seen in part."""
    return walk_office("0.2.0", tmp_path_factory.mktemp("pages") / "office", SOME)


def test_pages_of_every_kind_show_no_code_and_no_login(walked: Walked) -> None:
    """UX-8 DM-17."""
    found = list(find_suspects(walked.walk.pages, walked.codes))
    assert not found, "\n".join(map(str, found))


def test_a_planted_code_is_found(walked: Walked) -> None:
    """UX-8: a reason that no catalogue knows is seen through database, service, page and server."""
    assert [found.piece for found in find_suspects([walked.planted], walked.codes)] == [PLANTED]


def test_every_kind_of_page_is_among_them(walked: Walked) -> None:
    assert list_unseen(walked.walk) == []
