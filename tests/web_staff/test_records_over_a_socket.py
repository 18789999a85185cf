"""Records for signature through the real web server: printed by who sees their evidence; others read why there is no link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.evidence_item import EvidenceItem
from models.case.letter import CaseLetter
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.test_records_for_signature import HANDLER, OTHER, investigated, record
from tests.web.letter_words import letter_words

WITHHELD = "由此形成的证据限阅"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("records"), sqlite_office_template) as served:
        yield served


def test_a_record_is_frozen_in_its_file_and_kept_from_whom_its_evidence_is_withheld(
    served: ServedOffice,
) -> None:
    """DM-29: the record of an inspection on paper, frozen in its file, with lines for who signs."""
    case, number, _ = investigated(served.office)
    act = record(served.office, case)
    letters, at = f"/cases/{case}/letters", f"/cases/{case}/letters/site_record/{act}"
    handler, other = served.visitor(HANDLER), served.visitor(OTHER)
    page = handler.get(at).text
    assert "笔录（记录）写的是已经登记的内容" in page
    assert "凭查询码可以看到" not in page
    assert 'value="word"' not in page, "there are no words to keep"
    assert "（定稿时编号）" in letter_words(handler.get(f"{at}/preview"))
    handler.get(at)
    assert handler.post(at, {"version": "0", "action": "freeze"}).status_code == 303
    (row,) = served.office.rows(CaseLetter, complaint_id=case)
    words = letter_words(other.get(f"/letters/{row.id}"))
    assert f"{number}-1" in words
    assert "勘查人员（签名）" in words
    later = record(served.office, case)
    shown = other.get(letters).text
    assert (f"/letters/{row.id}" in shown, later in shown, WITHHELD in shown) == (True, True, False)
    with served.office.unit_of_work() as unit:
        for item in unit.session.query(EvidenceItem).filter_by(complaint_id=case):
            item.readers, item.restricted_by, item.restriction_reason = [], HANDLER, "涉及第三人"
    shown = other.get(letters).text
    assert (f"/letters/{row.id}" in shown, later in shown) == (False, False)
    assert shown.count(WITHHELD) == 2
    assert [
        other.get(path).status_code for path in (f"/letters/{row.id}", f"{letters}/site_record/{later}")
    ] == [
        404,
        404,
    ]
    assert f"/letters/{row.id}" in handler.get(letters).text
