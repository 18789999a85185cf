"""The file of a case as whoever reads it comes to it: the first page, and the page of every section."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from api.staff.case_sections import SECTIONS


@dataclass(frozen=True)
class WholeFile:
    """All pages of a file, one after the other."""

    text: str
    status_code: int = HTTPStatus.OK


def read_file(visitor: Any, complaint_id: str, query: str = "") -> WholeFile:
    """The file and its menu of acts; each of the pages opens."""
    places = [*(section.place for section in SECTIONS), "acts"]
    pages = [visitor.get(f"/cases/{complaint_id}/{place}".rstrip("/") + query) for place in places]
    assert {page.status_code for page in pages} == {HTTPStatus.OK}, [page.status_code for page in pages]
    return WholeFile("\n".join(page.text for page in pages))
