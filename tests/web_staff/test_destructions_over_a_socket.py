"""销毁清册 through the real web server: opened by one, watched over by two, and what an address of a destroyed case says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.case.appraisal import Appraisal, AppraisalLine
from models.case.complaint import Complaint
from models.case.destruction import DestructionList
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import Outcome, Stage
from models.ground.keeping_codes import FileKind, Judgement, KeepingClass
from models.vault.keyring import Keyring
from services.filing.new_case import FiledComplaint
from services.keeping.destroy_step import destroy_files_step
from tests.served_office import ServedOffice, serve_office
from tests.web.pages import text_of

SUPERVISOR, APPROVER, OTHER, DIRECTOR = "jian.rujing", "heng.gongyun", "du.daodi", "zong.lanyun"
WORDS = "窗口人员推诿"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("destructions"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def filed(served: ServedOffice) -> FiledComplaint:
    """A closed file that an appraisal decided to destroy."""
    case = served.office.file(content=WORDS, address="198.51.100.31")
    with served.office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case.complaint_id)
        row.stage, row.outcome, row.closed_at = Stage.ARCHIVED, Outcome.REFUSED, unit.clock.now()
        batch = Appraisal(id="a" * 32, number="JD-2026-001", files=1, opened_by=SUPERVISOR)
        batch.opened_at = batch.decided_at = unit.clock.now()
        batch.decided_by = DIRECTOR
        unit.session.add(batch)
        unit.session.flush()
        line = AppraisalLine(appraisal_id=batch.id, complaint_id=row.id, ended_on=date(2020, 12, 31))
        line.first_words = line.second_words = "无利用价值"
        line.settled, line.decided_at = Judgement.DESTROY, batch.decided_at
        kept = FileKeeping(complaint_id=row.id, kind=FileKind.WITHOUT_RESULT, keeping=KeepingClass.YEARS_10)
        kept.closed_on, kept.ends_on = date(2010, 1, 4), date(2020, 12, 31)
        kept.decided, kept.appraisal_id = Judgement.DESTROY, batch.id
        unit.session.add_all([line, kept])
    return case


def test_a_list_is_opened_watched_over_printed_and_carried_out(
    served: ServedOffice, filed: FiledComplaint
) -> None:
    supervisor, approver, other, director = map(served.visitor, (SUPERVISOR, APPROVER, OTHER, DIRECTOR))
    assert "还没有清册" in text_of(director.get("/destructions"))
    assert director.post("/destructions").status_code == 403
    supervisor.get("/destructions")
    at = supervisor.post("/destructions").headers["location"]
    assert supervisor.post("/destructions").status_code == 409, "nothing else was decided upon"
    shown = text_of(supervisor.get(at))
    assert all(words in shown for words in (filed.number, "2010", "2020-12-31", "JD-2026-001", "无利用价值"))
    assert "简一趟" not in shown
    assert supervisor.post(f"{at}/witness").status_code == 403, "who opened it does not watch over it"
    director.get(at)
    assert director.post(f"{at}/witness").status_code == 403
    paper = approver.get(f"{at}/list.pdf")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    for person in (approver, other):
        person.get(at)
        assert person.post(f"{at}/witness").headers["location"] == f"{at}?done=witnessed"
    assert supervisor.post(f"{at}/withdraw").status_code == 409
    assert WORDS in text_of(supervisor.get(f"/cases/{filed.complaint_id}")), "nothing has gone yet"
    assert destroy_files_step(served.office.unit_of_work) == 1
    (listed,) = served.office.rows(DestructionList)
    assert listed.carried_out_at is not None
    assert "已销毁" in text_of(director.get(at))


def test_every_address_of_a_destroyed_case_says_so(served: ServedOffice, filed: FiledComplaint) -> None:
    """Whoever asks, by whatever page: when and by which list, to who could read the case; to others nothing."""
    case = f"/cases/{filed.complaint_id}"
    pages = ("", "/acts", "/archive", "/evidence", "/letters", "/matters", "/hall", "/history", "/entries")
    supervisor = served.visitor(SUPERVISOR)
    for page in pages:
        answer = supervisor.get(case + page)
        assert answer.status_code == 410, page
        assert all(words in text_of(answer) for words in ("案卷已销毁", "XH-2026-001", filed.number)), page
        assert WORDS not in answer.text
    assert supervisor.post(f"{case}/archive/freezes", {"freeze_reason": "court"}).status_code == 410
    assert supervisor.get(f"/api/v1{case}").json()["code"] == "FILE_DESTROYED"
    for login in (SUPERVISOR, APPROVER, DIRECTOR, "guan.xitong", "xun.wenshi", "jian.dengji"):
        visitor = served.visitor(login)
        for page in ("/cases", f"/cases?text={filed.number}", "/alerts", "/due", "/appraisals", "/post"):
            assert visitor.get(page).status_code in {200, 403}, (login, page)


def test_the_query_code_tells_that_it_was_destroyed(served: ServedOffice, filed: FiledComplaint) -> None:
    citizen = served.visitor()
    citizen.get("/progress")
    answer = citizen.post("/progress", {"number": filed.number, "query_code": filed.query_code})
    assert answer.status_code == 410
    assert "办件已按规定销毁" in text_of(answer)
    assert "联系本中心" in text_of(answer)
