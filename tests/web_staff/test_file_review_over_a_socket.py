"""案卷评查 through the real web server: the sheet, the check of open files, and a review round from draw to settled orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.evidence_item import EvidenceItem
from models.case.matter import Matter
from models.vault.keyring import Keyring
from services.file_review.health_step import file_health_step
from services.file_review.propose_step import LookedForQuarter, propose_round_step
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.reviewed_files import add_whole_file
from tests.web.pages import text_of
from tests.web_staff.guided import assert_guided

SUPERVISOR, DIRECTOR, CLERK, UNIT_REP = "jian.rujing", "zong.lanyun", "ji.luqing", "ren.shebao"
FIRST, SECOND = "tan.genyuan", "zhen.juquan"
# The last one is a line of the version that the office publishes here.
OF_EXAMINERS = ("neutral_tone", "answer_complete", "disposal_fair", "yong_yu")


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
    """DM-39, N8: live file health: the reviewers' sheet runs continuously, so gaps show before closing."""
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


def test_a_round_is_drawn_scored_settled_and_made_good(served: ServedOffice) -> None:
    """DM-39, R79: regular case-file review of procedure, evidence and fairness with a score sheet."""
    office, leader = served.office, served.visitor(SUPERVISOR)
    office.clock.set("2026-10-12T09:00")
    case = add_whole_file(office)
    with office.unit_of_work() as unit:
        for item in unit.session.query(EvidenceItem).filter_by(complaint_id=case):
            item.relevance = None
    form = leader.get("/reviews").text
    (round_id,) = re.findall(r'name="round_id" value="([0-9a-f]{32})"', form)
    asked = {"round_id": round_id, "begins_on": "2026-07-01", "ends_on": "2026-09-30"}
    asked |= {
        "size": "两件",
        "seed": "yunhe2026",
        "strata": ["unit", "outcome"],
        "examiners": [FIRST, SECOND],
    }
    wrong = leader.post("/reviews", asked)
    assert wrong.status_code == 422 and "两件" in wrong.text and "1 至 200" in text_of(wrong)
    sent = leader.post("/reviews", {**asked, "size": "2"})
    assert sent.status_code == 303
    assert leader.post("/reviews", {**asked, "size": "2"}).headers["location"] == sent.headers["location"]
    at = f"/reviews/{round_id}"
    assert "yunhe2026" in text_of(leader.get(at)) and "投诉处置科" in text_of(leader.get(at))
    first, second = served.visitor(FIRST), served.visitor(SECOND)
    assert "评查第 1 件案卷" in text_of(first.get("/reviews")) and "评查案卷" in text_of(first.get("/tasks"))
    file = f"{at}/files/1"
    for stranger in (CLERK, UNIT_REP):
        assert served.visitor(stranger).get(file).status_code in (403, 404)
    assert served.visitor(CLERK).get(at).status_code == 403
    assert leader.get(f"{at}/files/{'9' * 30}").status_code == 404
    page = first.get(file)
    assert f'href="/cases/{case}"' in page.text and "引用的证据经过" in page.text
    assert_guided(page.text, "file-review-examine")
    marks = dict(re.findall(r'name="(mark_[a-z_]+)" value="([a-z_]+)" checked', page.text))
    assert marks["mark_evidence_assessed"] == "not_met"
    said = {
        **marks,
        **dict.fromkeys([f"mark_{code}" for code in OF_EXAMINERS], "met"),
    }
    kept = {**said, "mark_facts_convincing": "partly", "note_answer_complete": "欧阳女士的诉求都已回应"}
    missing = first.post(f"{file}/score", kept)
    assert missing.status_code == 422 and "请写明理由" in text_of(missing) and "欧阳女士" in missing.text
    assert (
        first.post(f"{file}/score", {**kept, "note_facts_convincing": "两份笔录说法不一"}).status_code == 303
    )
    assert "两份笔录说法不一" not in second.get(file).text and "两份笔录说法不一" not in leader.get(file).text
    assert second.post(f"{file}/score", {**said, "mark_facts_convincing": "met"}).status_code == 303
    differing = leader.get(file).text
    assert "两份笔录说法不一" in differing
    assert_guided(differing, "file-review-settle")
    director = served.visitor(DIRECTOR)
    settle = {"settled_facts_convincing": "partly", "reason_facts_convincing": "确不一致"}
    assert director.post(f"{file}/settlement", settle).status_code == 403
    assert leader.post(f"{file}/settlement", {**settle, "reason_facts_convincing": ""}).status_code == 422
    assert leader.post(f"{file}/settlement", settle).status_code == 303
    assert "已评定" in text_of(leader.get(at)) and "案卷评分" in text_of(leader.get("/reviews/sheet"))
    make_good(served, case, file)


def make_good(served: ServedOffice, case: str, file: str) -> None:
    """The order to the unit that keeps the file, its report, a return and the check."""
    leader, clerk = served.visitor(SUPERVISOR), served.visitor(CLERK)
    order = {"code": "evidence_assessed", "unit": "YH-TS", "words": "补作关联性审查意见", "workdays": "5"}
    assert re.search(r'name="workdays"[^>]* value="10"', leader.get(file).text), (
        "as the office's limits have it"
    )
    assert leader.post(f"{file}/orders", {**order, "workdays": "0"}).status_code == 422
    assert leader.post(f"{file}/orders", order).status_code == 303
    assert "补正案卷并报告" in text_of(clerk.get("/tasks"))
    (address,) = set(re.findall(r'href="(/reviews/orders/[0-9a-f]{32})"', clerk.get("/reviews").text))
    due = leader.get("/due?kind=clock_kind.file_defect").text
    assert f'<a href="{address}">投诉处置科</a>' in due, "whose it is, and where it is read"
    assert "按案卷评查要求补正" in text_of(leader.get(f"/cases/{case}"))
    assert "补作关联性审查意见" in text_of(clerk.get(address)) and f"/cases/{case}" in clerk.get(address).text
    assert_guided(clerk.get(address).text, "file-review-report")
    assert served.visitor(UNIT_REP).get(address).status_code == 404
    assert clerk.post(f"{address}/report", {"report": " "}).status_code == 422
    assert clerk.post(f"{address}/report", {"report": "已补作"}).status_code == 303
    assert clerk.post(f"{address}/check", {"decision": "checked", "words": "可"}).status_code == 403
    assert_guided(leader.get(address).text, "file-review-check")
    assert address not in leader.get("/due").text and "案卷评查要求" not in leader.get(f"/cases/{case}").text
    back = {"decision": "returned", "words": "缺日期", "workdays": "3"}
    assert leader.post(f"{address}/check", back).status_code == 303
    assert clerk.post(f"{address}/report", {"report": "日期已补"}).status_code == 303
    assert leader.post(f"{address}/check", {"decision": "checked", "words": "核对无误"}).status_code == 303
    assert "已核实" in text_of(clerk.get(address)) and "没有等您办理" in text_of(clerk.get("/reviews"))


def test_a_proposed_round_is_dropped_with_a_reason_or_opened_with_its_days(served: ServedOffice) -> None:
    office, leader = served.office, served.visitor(SUPERVISOR)
    assert propose_round_step(office.unit_of_work, LookedForQuarter()) == 1
    shown = leader.get("/reviews").text
    round_id = re.findall(r"/reviews\?proposed=([0-9a-f]{32})", shown)[0]
    opened = leader.get(f"/reviews?proposed={round_id}").text
    assert f'name="round_id" value="{round_id}"' in opened and 'value="2026-07-01"' in opened
    assert leader.post(f"/reviews/{round_id}/drop", {"dropped_words": ""}).status_code == 422
    assert leader.post(f"/reviews/{round_id}/drop", {"dropped_words": "本季已评查过"}).status_code == 303
    assert "本季已评查过" in leader.get("/reviews").text
    assert "没有抽取案卷" in text_of(leader.get(f"/reviews/{round_id}"))
    open_and_end(served)


def open_and_end(served: ServedOffice) -> None:
    """A round that its leader ends before its files are settled, with a reason that stands on its page."""
    leader = served.visitor(SUPERVISOR)
    (round_id,) = re.findall(r'name="round_id" value="([0-9a-f]{32})"', leader.get("/reviews").text)
    asked = {"round_id": round_id, "begins_on": "2026-07-01", "ends_on": "2026-09-30", "size": "2"}
    opened = leader.post("/reviews", {**asked, "seed": "zaichou", "examiners": [FIRST, SECOND]})
    at = opened.headers["location"]
    assert (
        'name="early"' in leader.get(at).text and 'name="early"' not in served.visitor(DIRECTOR).get(at).text
    )
    early = {"early": "1", "dropped_words": " "}
    assert leader.post(f"{at}/drop", early).status_code == 422
    assert leader.post(f"{at}/drop", {**early, "dropped_words": "欧阳调离，无人可评"}).status_code == 303
    page = leader.get(at).text
    assert "欧阳调离，无人可评" in page and 'name="early"' not in page
    assert "本轮评查在这件案卷评定之前已经结束" in leader.get(f"{at}/files/1").text
