"""Letters of a mass complaint in a batch, through the real web server; the letters are written as the workers write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from models.case.letter import CaseLetter
from models.case.letter_batch import LetterBatch
from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from models.vault.keyring import Keyring
from services.filing.new_case import FiledComplaint
from services.letters.batch.write_batch import write_batches_step
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.mass_complaint import CLERK, keep_away, open_mass_complaint
from tests.web.letter_words import letter_words
from tests.web.pages import Visitor

SUPERVISOR, VISITOR, ADMINISTRATOR, OTHER_UNIT = "jian.rujing", "fang.huiyin", "guan.xitong", "zong.heke"
KIND = "acceptance_notice"
SURE = {"kind": KIND, "is_sure": "yes"}
MOST = 40


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: numbers hold for every case of it."""
    with serve_office(tmp_path_factory.mktemp("batches"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def filed(served: ServedOffice) -> list[FiledComplaint]:
    """A mass complaint of five accepted files."""
    return open_mass_complaint(served.office, 5)


def page_of(filed: list[FiledComplaint]) -> str:
    return f"/cases/{filed[0].complaint_id}/letter-batches"


def order(clerk: SocketVisitor, at: str, **fields: str) -> str:
    clerk.get(f"{at}?kind={KIND}")
    answer = clerk.post(at, {"submission_id": clerk.submission_id, **SURE, **fields})
    assert answer.status_code == 303, answer.text[:2000]
    return answer.headers["location"]


def test_a_batch_is_looked_at_ordered_stopped_and_never_begun_twice(
    served: ServedOffice, filed: list[FiledComplaint]
) -> None:
    clerk, at = served.visitor(CLERK), page_of(filed)
    assert at in clerk.get(f"/cases/{filed[0].complaint_id}/letters").text
    assert at not in clerk.get(f"/cases/{filed[1].complaint_id}/letters").text
    page = clerk.get(f"{at}?kind={KIND}").text
    sample = f"/cases/{filed[0].complaint_id}/letters/{KIND}/round-1/pages/1"
    assert "定稿5件" in page
    assert sample in page
    assert clerk.get(sample).content[:4] == b"\x89PNG"
    clerk.get(f"{at}?kind={KIND}")
    unsure = clerk.post(at, {"submission_id": clerk.submission_id, "kind": KIND})
    assert (unsure.status_code, 'id="is_sure-error"' in unsure.text) == (422, True)
    wrong = clerk.post(at, {"submission_id": clerk.submission_id, **SURE, "kind": "clue_transfer"})
    assert wrong.status_code == 422
    assert served.office.rows(LetterBatch) == []
    fields = {"submission_id": clerk.submission_id}
    batch = order(clerk, at, **fields)
    assert order(clerk, at, **fields) == batch
    other = clerk.post(at, {"submission_id": "a" * 32, **SURE})
    assert (other.status_code, "正在定稿" in other.text) == (409, True)
    shown = clerk.get(batch).text
    for part in ('http-equiv="refresh"', ">0 / 5</progress>", "停止这一批"):
        assert part in shown
    assert clerk.get(f"{batch}/letters.pdf").status_code == 409
    assert clerk.post(f"{batch}/stop").headers["location"] == batch
    over = clerk.post(f"{batch}/stop")
    assert (over.status_code, "已经结束" in over.text) == (409, True)
    stopped = clerk.get(batch).text
    assert 'http-equiv="refresh"' not in stopped
    assert "停止时还有5件没有开始" in stopped
    assert clerk.get(f"{batch}/letters.pdf").status_code == 404


def test_what_was_not_written_is_told_in_words_and_the_rest_is_saved_as_one_file(
    served: ServedOffice, filed: list[FiledComplaint], browser: Browser
) -> None:
    clerk, last = served.visitor(CLERK), filed[-1]
    batch = order(clerk, page_of(filed))
    keep_away(served.office, last.complaint_id, CLERK)
    while write_batches_step(served.office.unit_of_work):
        pass
    mine, theirs = clerk.get(batch).text, served.visitor(SUPERVISOR).get(batch).text
    assert ">5 / 5</progress>" in mine
    assert last.number not in mine
    assert last.number in theirs
    assert "下达人在这一件中应当回避" in theirs
    assert "已定稿4件" in theirs
    saved = clerk.get(f"{batch}/letters.pdf")
    name = f"受理告知书-{filed[0].number}.pdf"
    assert name in unquote(saved.headers["Content-Disposition"])
    words = letter_words(saved)
    places = [words.index(str(row.number)) for row in served.office.rows(CaseLetter)]
    assert len(places) == 4
    assert [number.number in words for number in filed] == [True] * 4 + [False]
    looks = served.office.rows(LookRecord, kind=LookKind.EXPORT)
    assert {row.complaint_id for row in looks} == {one.complaint_id for one in filed[:4]}
    listed = clerk.get(page_of(filed)).text
    assert f'href="{batch}"' in listed
    for width in (1366, 390):
        with served.page(browser, width, CLERK) as page:
            for address in (f"{page_of(filed)}?kind=group_notice", batch):
                page.goto(address)
                assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_only_who_writes_the_letters_of_the_leading_file_opens_any_of_it(
    served: ServedOffice, filed: list[FiledComplaint]
) -> None:
    row = served.office.rows(LetterBatch)[0]
    pages = (page_of(filed), f"/letter-batches/{row.id}", f"/letter-batches/{row.id}/letters.pdf")
    for login, status in ((VISITOR, 403), (ADMINISTRATOR, 403), (OTHER_UNIT, 404)):
        visitor = served.visitor(login)
        assert [visitor.get(page).status_code for page in pages] == [status] * 3
        visitor.get("/")
        assert visitor.post(f"/letter-batches/{row.id}/stop").status_code == status
        assert visitor.post(page_of(filed), {"submission_id": "b" * 32, **SURE}).status_code == status
    clerk = served.visitor(CLERK)
    for none in ("/letter-batches/none", f"/cases/{filed[1].complaint_id}/letter-batches"):
        assert clerk.get(none).status_code == 404


def test_its_pages_ask_as_often_for_many_files_as_for_few(
    office: FullOffice, sign_in: Callable[[str], Visitor]
) -> None:
    clerk, asked = sign_in(CLERK), []
    for files, name in ((2, "停电"), (6, "停水")):
        filed = open_mass_complaint(office, files, name)
        at = page_of(filed)
        clerk.get(at)
        with statements(office) as chosen:
            page = clerk.get(f"{at}?kind={KIND}")
        clerk.post(at, {"submission_id": name.encode().hex() * 2, **SURE})
        while write_batches_step(office.unit_of_work):
            pass
        batch = next(row.id for row in office.rows(LetterBatch, leading_id=filed[0].complaint_id))
        with statements(office) as shown:
            ended = clerk.get(f"/letter-batches/{batch}")
        assert (page.status_code, ended.status_code) == (200, 200)
        asked.append((len(chosen), len(shown)))
    assert asked[0] == asked[1]
    assert max(asked[0]) <= MOST
