"""案卷评查 through the real web server: the sheet, the check of open files, and a review round from draw to settled orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.matter import Matter
from models.vault.keyring import Keyring
from services.file_review.health_step import file_health_step
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.reviewed_files import add_whole_file
from tests.web.pages import text_of

SUPERVISOR, DIRECTOR, CLERK, UNIT_REP = "jian.rujing", "zong.lanyun", "ji.luqing", "ren.shebao"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("reviews"), sqlite_office_template) as served:
        yield served


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_case_page_and_the_list_of_open_files_show_what_is_missing(served: ServedOffice) -> None:
    """N8: live file health: the reviewers' sheet runs continuously, so gaps show before closing."""
    office, supervisor = served.office, served.visitor(SUPERVISOR)
    office.clock.set("2026-09-28T09:00")
    assert "后台还没有看完" in text_of(supervisor.get("/reviews/open"))
    case = add_whole_file(office, received="2026-09-25T09:00", closed=None)
    with office.unit_of_work() as unit:
        for matter in unit.session.query(Matter).filter_by(complaint_id=case):
            matter.cited_evidence = []
    page = text_of(served.visitor("cha.fenming").get(f"/cases/{case}/health"))
    assert "缺漏 1 项" in page and "事实认定引用证据" in page and "随产品提供的评分表" in page
    while file_health_step(office.unit_of_work):
        pass
    told = supervisor.get("/reviews/open")
    assert f'href="/cases/{case}/health"' in told.text and "事实认定引用证据" in text_of(told)
    of_line = supervisor.get("/reviews/open?line=findings_cite_evidence&unit=YH-TS")
    assert f'href="/cases/{case}/health"' in of_line.text
    assert "没有在办案卷有此缺漏" in text_of(supervisor.get("/reviews/open?line=evidence_assessed"))
    for after in ("x", "9" * 9_000, "1.", "٣.a"):
        assert supervisor.get(f"/reviews/open?after={after}").status_code == 200
    assert served.visitor("cha.fenming").get("/reviews/open").status_code == 403
    assert served.visitor(UNIT_REP).get(f"/cases/{case}/health").status_code == 404


def test_a_version_of_the_sheet_is_edited_line_by_line_and_published_by_another(served: ServedOffice) -> None:
    supervisor, director = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    page = supervisor.get("/reviews/sheet").text
    assert "随产品提供的评分表" in text_of(supervisor.get("/reviews/sheet"))
    fields = {
        name: value
        for name, value in re.findall(
            r'<input type="text" id="([a-z_]+_\d+)" name="[^"]+" value="([^"]*)"', page
        )
    }
    for name, chosen in re.findall(r'<select id="((?:part|check)_\d+)".*?</select>', page, re.DOTALL) and [
        (found[1], (re.search(r'value="([^"]*)" selected', found[0]) or ["", ""])[1])
        for found in re.finditer(r'<select id="((?:part|check)_\d+)".*?</select>', page, re.DOTALL)
    ]:
        fields[name] = chosen
    own = {
        "code": "yong_yu",
        "part": "fairness",
        "name_zh": "用语文明、未推诿欧阳娜娜",
        "name_en": "Polite wording",
    }
    own |= {"source": "本中心制度", "points": "5", "check": "mo_xu_you"}
    last = 36
    fields |= {f"{name}_{last}": value for name, value in own.items()}
    wrong = supervisor.post("/reviews/sheet", fields)
    assert (
        wrong.status_code == 422
        and "第 37 行 评判方式" in text_of(wrong)
        and "用语文明、未推诿欧阳娜娜" in wrong.text
    )
    assert supervisor.post("/reviews/sheet", {**fields, f"check_{last}": "examiner"}).status_code == 303
    assert "须由他人公布" in text_of(supervisor.get("/reviews/sheet"))
    draft = director.get("/reviews/sheet").text
    own_try = supervisor.post("/reviews/sheet/1/publication", {"seen": seen_on(draft)})
    assert own_try.status_code == 403 and "评分表须由他人审定" in own_try.text
    assert director.post("/reviews/sheet/1/publication", {"seen": seen_on(draft)}).status_code == 303
    assert "现行：第 1 版" in text_of(served.visitor(CLERK).get("/reviews/sheet"))
    assert served.visitor(CLERK).post("/reviews/sheet", fields).status_code == 403
