"""Which pages of a scan lie behind which cover sheet, and when the next sheet may have been missed."""

from __future__ import annotations

import pytest

from models.ground.scan_codes import PagesReason
from services.openings.number_found import Cover, read_cover, word_cover
from services.openings.scans.plan_pages import find_unread, plan_pages
from services.ports.scans import ScannedPage

SIGN = "AB23CD45EF"
# A page of each kind: a letter, a blank back, a code that cannot be read.
KINDS = {"x": ScannedPage(), "_": ScannedPage(is_blank=True), "?": ScannedPage(is_torn=True)}


def plan(told: str) -> list[tuple[int, int, int | None, PagesReason | None]]:
    """`told`: a page a letter, a digit for the sheet of that thing, `=` for a page with two sheets."""
    pages = []
    for kind in told:
        numbers = (1, 2) if kind == "=" else (int(kind),) if kind.isdigit() else ()
        codes = tuple(word_cover(Cover(SIGN, no)) for no in numbers)
        pages.append(KINDS.get(kind) or ScannedPage(codes=codes))
    return [(one.first, one.last, one.cover and one.cover.no, one.reason) for one in plan_pages(pages)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("1xx2x", [(2, 3, 1, None), (5, 5, 2, None)]),
        # Scanned from both sides: what looks blank may be faint writing, also on the back of a sheet.
        ("1_x_2_x_", [(2, 4, 1, None), (6, 8, 2, None)]),
        ("xx1x", [(1, 2, None, PagesReason.BEFORE_FIRST), (4, 4, 1, None)]),
        ("_1x", [(1, 1, None, PagesReason.BEFORE_FIRST), (3, 3, 1, None)]),
        ("12x", [(1, 1, 1, PagesReason.EMPTY), (3, 3, 2, None)]),
        ("1__2x", [(1, 3, 1, PagesReason.EMPTY), (5, 5, 2, None)]),
        ("1x?x2x", [(2, 2, 1, None), (3, 4, None, PagesReason.TORN_SHEET), (6, 6, 2, None)]),
        ("1x=x", [(2, 2, 1, None), (3, 4, None, PagesReason.TWO_SHEETS)]),
        ("?x", [(1, 2, None, PagesReason.TORN_SHEET)]),
        ("xxx", []),
    ],
)
def test_pages_behind_a_sheet_up_to_the_next_are_one_stretch(
    told: str, expected: list[tuple[int, int, int | None, PagesReason | None]]
) -> None:
    assert plan(told) == expected
    lying = [no for first, last, *_ in expected for no in range(first, last + 1)]
    sheets = {no for no, kind in enumerate(told, 1) if kind.isdigit()}
    assert not expected or sheets | set(lying) == set(range(1, len(told) + 1)), "no page is lost"
    assert len(lying) == len(set(lying))


@pytest.mark.parametrize(
    ("waiting", "sheets", "unread"),
    [
        ({1, 2, 3}, [1, 2, 3], set()),
        ({1, 2, 3}, [3, 2, 1], set()),
        ({1, 2, 3}, [1, 3], {1}),
        ({1, 2, 3}, [3, 1], {3}),
        ({1, 2, 3}, [1, 2], {2}),
        ({1, 2, 3}, [2, 3], set()),
        ({1, 2, 3}, [3, 2], {2}),
        ({1, 2, 3}, [3], {3}),
        ({1, 2, 3, 4, 5}, [1, 2, 5], {2}),
        ({1, 5}, [1, 5], set()),
        (set(), [4], set()),
    ],
)
def test_a_sheet_that_was_missed_makes_the_one_before_it_doubtful(
    waiting: set[int], sheets: list[int], unread: set[int]
) -> None:
    assert find_unread(waiting, sheets) == unread


def test_only_the_code_of_a_cover_sheet_is_one() -> None:
    assert read_cover(word_cover(Cover(SIGN, 7))) == Cover(SIGN, 7)
    for other in ("", "JBKX", f"JBKX-{SIGN}-7", f"JBKX-{SIGN}-007-1", f"XX-{SIGN}-007", "https://example.cn"):
        assert read_cover(other) is None
