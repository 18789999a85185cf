"""docs/pages.md has one sentence for every page that a person opens, and none for a page that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pages_walk.walk import list_routes, routes

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `(/[^`]*)` \| (.+) \|$", re.MULTILINE)
# Files, pictures, answers for programs and ways to another page: nobody reads them as a page.
NO_PAGE = frozenset(
    {
        "/healthz", "/livez", "/readyz", "/second-factor/mine/code.svg", "/sign-in/provider/back",
        "/complaints/new/files/<key>", "/progress/code.svg", "/tasks/submitted/<task_record_id>",
        "/tasks/<user_task_key>/before", "/tasks/<user_task_key>/after",
        "/administration/import/table.xlsx", "/prior/tables/template.xlsx", "/prior/tables/<table_id>/wrong.xlsx",
        "/anonymous-list/sheet.pdf",
        "/evidence/<evidence_id>", "/evidence/<evidence_id>/picture", "/evidence/<evidence_id>/small",
        "/evidence/<evidence_id>/pages/<int:number>", "/evidence/<evidence_id>/play",
        "/deployments/<proposal_id>/files/<int:no>", "/deployments/versions/<key>/file",
        "/letters/<letter_id>", "/cases/<complaint_id>/letters/<kind>/<subject>/preview",
        "/cases/<complaint_id>/letters/<kind>/<subject>/pages/<int:number>", "/letter-batches/<batch_id>/letters.pdf",
        "/cases/<complaint_id>/archive/<int:no>/file.pdf",
        "/destructions/<list_id>/list.pdf",
        "/openings/<opening_id>/list.pdf", "/openings/<opening_id>/covers.pdf",
        "/annual-reports/<year>/report.pdf", "/open-data/<name>.csv", "/open-data/<name>.json",
        "/bulletins/<bulletin_id>/<int:edition>/bulletin.pdf",
        "/transfers/<transfer_id>/list.pdf", "/transfers/<transfer_id>/receipt",
        "/openings/scans/<incoming_id>/pages/<int:first>-<int:last>.pdf",
    }
)  # fmt: skip


def addresses() -> set[str]:
    """Every page of the product."""
    found = list_routes(routes(), "GET") - NO_PAGE
    return {rule for rule in found if not rule.startswith(("/api/", "/static/"))}


def test_every_page_has_its_sentence_and_every_sentence_its_page() -> None:
    """As whoever works there would say it: one sentence a page."""
    rows = ROW.findall((ROOT / "docs" / "pages.md").read_text("utf-8"))
    told = [address for address, _ in rows]
    assert len(told) == len(set(told))
    assert sorted(addresses() - set(told)) == [], "pages without a sentence"
    assert sorted(set(told) - addresses()) == [], "sentences without a page"
    assert [address for address, said in rows if not said.endswith(".") or said[:-1].count(". ")] == []


def test_what_is_called_no_page_is_a_route() -> None:
    assert sorted(NO_PAGE - list_routes(routes(), "GET")) == []
