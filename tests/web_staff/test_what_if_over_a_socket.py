"""规则试算 through the real web server: asked where a limit is changed, answered by the workers, read by who approves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bpmn.reading import DECISIONS
from models.case.lifecycle import ClockKind
from models.clock.legal_time import parse_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from models.ground.ids import ComplaintId
from models.vault.keyring import Keyring
from services.deployments.deploy_files import DeployFiles
from services.deployments.propose_files import propose_files
from services.what_if.what_if_step import what_if_step
from tests.office import Office
from tests.served_office import ServedOffice, serve_office
from tests.unit.clocks.lived_limits import Happened, Lived, live
from tests.unit.services.test_what_if_rules import ANOTHER_DECISION, MORE_WISHES, WANTS, suggest, table
from tests.web.pages import text_of

ADMINISTRATOR, DIRECTOR, CLERK = "guan.xitong", "zong.lanyun", "wen.rusheng"
SUPERVISOR = "jian.rujing"
BASIS = "《云河市政务服务中心投诉办理办法》第九条"


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """Simple complaints of the year before: six answered on the fourth working day, two on the ninth."""
    with serve_office(tmp_path_factory.mktemp("what-if"), sqlite_office_template) as served:
        past = Office(served.office.database)
        for week, days in enumerate((4, 4, 4, 4, 4, 4, 11, 11)):
            opened = parse_moment("2026-03-02T10:00") + timedelta(weeks=week % 3)
            stop = Happened(opened + timedelta(days=days), "stop")
            live(past, Lived(ClockKind.RESOLVE, opened, Complexity.SIMPLE, happened=(stop,)))
        yield served


def policy_id(served: ServedOffice) -> str:
    rows = served.office.rows(TimeLimitPolicy, key="resolve")
    return str(next(row.id for row in rows if row.complaint_class == "simple"))


def answered(served: ServedOffice) -> None:
    while what_if_step(served.office.unit_of_work):
        pass


def test_a_limit_is_tried_before_it_is_approved_and_its_numbers_open_their_cases(
    served: ServedOffice,
) -> None:
    """N10: last year's cases against another limit, how many late, where, whom it hits; the result stands at the version."""
    administrator, director = served.visitor(ADMINISTRATOR), served.visitor(DIRECTOR)
    change = f"/administration/limits/{policy_id(served)}/change"
    fields = {
        "amount": "3",
        "unit": "wd",
        "basis": BASIS,
        "effective_from": "2026-12-01",
        "reason": "简易件多在三个工作日内办结，拟缩短",
    }
    shown = administrator.post(change, fields | {"go": "preview"})
    assert "还没有试算过" in text_of(shown) and 'formaction="/what-if/limits"' in shown.text
    asked = administrator.post("/what-if/limits", fields | {"replaces": policy_id(served)})
    assert asked.status_code == 303
    at = asked.headers["Location"]
    waiting = administrator.get(at)
    assert (
        "等待计算" in text_of(waiting)
        and 'http-equiv="refresh"' in waiting.text
        and "<progress" in waiting.text
    )
    assert "正在计算" in text_of(administrator.post(change, fields | {"go": "preview"}))
    answered(served)
    told = text_of(director.get(at))
    numbers = re.search(
        r"(\d)件投诉件的(\d+)个期限中，实际逾期(\d+)个；按试算规则会逾期(\d+)个", squeezed(told)
    )
    assert numbers is not None and numbers.groups()[1:] == ("8", "2", "8")
    for words in (
        "按承办单位",
        "按服务事项",
        "按渠道",
        "按环节",
        "涉及的投诉人",
        "办结时剩余的时间",
        "没有比较的",
    ):
        assert words in told, words
    assert "如果日期不同，承办人会有不同的安排" in told
    link = re.search(r'href="(/what-if/[^"]+number=late_after)"', director.get(at).text)
    assert link is not None
    listed = director.get(link[1].replace("&amp;", "&"))
    cases = set(re.findall(r'href="(/cases/[0-9a-f]{32})"', listed.text))
    assert len(cases) == int(numbers[4])
    assert director.get(min(cases)).status_code == 200
    assert "/cases/" not in administrator.get(link[1].replace("&amp;", "&")).text.split("<main", 1)[1]
    assert director.get(f"{at}/cases?number=late_after&group=people&code=real_name").status_code == 200
    assert director.get(f"{at}/cases?number=late_after&group=people&code=anonymous").status_code == 404
    assert administrator.post(change, fields | {"go": "propose"}).status_code == 303
    register = director.get("/administration/limits")
    proposal = re.search(r'href="(/administration/limits/proposals/[0-9a-f]+)"', register.text)
    assert proposal is not None
    before = squeezed(text_of(director.get(proposal[1])))
    assert f"按试算规则会逾期{numbers[4]}个" in before
    approved = director.post(proposal[1], {"decision": "approve", "reason": ""})
    assert approved.status_code == 303
    assert f"按试算规则会逾期{numbers[4]}个" in squeezed(text_of(director.get(proposal[1]))), (
        "it stays at the version"
    )


def test_other_days_of_rest_are_tried(served: ServedOffice) -> None:
    """Last year's cases against another calendar."""
    director = served.visitor(DIRECTOR)
    days = "2026-03-09;休;春季停办\n2026-03-10;休;春季停办"
    asked = director.post("/what-if/calendar", {"lines": days})
    assert asked.status_code == 303
    answered(served)
    told = squeezed(text_of(director.get(asked.headers["Location"])))
    assert "另一工作日历" in told and "2026-03-09" in told and "实际逾期" in told
    refused = director.post("/what-if/calendar", {"lines": "三月九日停办"})
    assert refused.status_code == 422
    assert "三月九日停办" in refused.text and "日期;休;节日" in text_of(refused)
    assert "2026-03-09" in text_of(director.get("/what-if"))


def test_a_day_is_tried_where_it_is_set(served: ServedOffice) -> None:
    """The result stands at the days of the calendar that would be others."""
    administrator = served.visitor(ADMINISTRATOR)
    day = "/administration/calendar/day?day=2026-03-06&kind=local_closure"
    before = administrator.get(day)
    lines = re.search(r'name="lines" value="(2026-03-06;休;[^"]+)"', before.text)
    assert lines is not None and "还没有试算过" in text_of(before)
    assert administrator.post("/what-if/calendar", {"lines": lines[1]}).status_code == 303
    answered(served)
    answer = squeezed(text_of(administrator.get(day)))
    assert "个期限中，实际逾期" in answer
    assert "起算的期限" in answer, "of which days it is"
    ahead = administrator.get("/administration/calendar/day?day=2026-11-06&kind=local_closure")
    assert 'name="lines" value="2025-11-07;' in ahead.text
    assert "52周前" in text_of(ahead), "no limit has run over a day to come"


def test_another_table_of_rules_is_tried(served: ServedOffice) -> None:
    """Last year's cases against another rule table, uploaded and deployed nowhere."""
    director = served.visitor(DIRECTOR)
    dmn = (Path(__file__).parents[2] / "bpmn" / "dmn" / "triage.dmn").read_bytes()
    asked = director.post("/what-if/rules", {}, files={"file": ("分类建议.dmn", dmn)})
    assert asked.status_code == 303
    answered(served)
    told = text_of(director.get(asked.headers["Location"]))
    assert "投诉分类建议" in told and "件会不同" in told and "当时提供的条件" in told
    assert "建议不同" not in told and "得不出类别" not in told, "where nothing changed"
    assert director.get(f"{asked.headers['Location']}/changes").status_code == 200
    refused = director.post("/what-if/rules", {}, files={"file": ("规则.dmn", "不是规则表".encode())})
    assert refused.status_code == 422 and "规则表无法读取" in text_of(refused)
    both = table("triage", ("  <dmndi:DMNDI>", f"{ANOTHER_DECISION}\n  <dmndi:DMNDI>"))
    refused = director.post("/what-if/rules", {}, files={"file": ("规则.dmn", both)})
    assert refused.status_code == 422 and "请拆成单独的文件" in text_of(refused)
    assert served.visitor(CLERK).get(f"{asked.headers['Location']}/changes").status_code == 403


def test_whoever_confirms_a_table_of_rules_reads_whether_it_was_tried(served: ServedOffice) -> None:
    """At the proposal, from which it can be tried; a supervisor, who confirms it too, reads what came of it."""
    office = served.office
    table = (
        (DECISIONS / "complexity.dmn")
        .read_bytes()
        .replace(b'<text>"simple"</text>', b'<text>"normal"</text>')
    )
    command = DeployFiles((("complexity.dmn", table),), ())
    proposal = propose_files(command, office.unit_of_work(), office.actor(ADMINISTRATOR))
    at, director, supervisor = (
        f"/deployments/{proposal}",
        served.visitor(DIRECTOR),
        served.visitor(SUPERVISOR),
    )
    page = director.get(at)
    assert "还没有人用近十二个月的投诉件试算过这份规则表" in text_of(page)
    assert 'action="/what-if/rules"' in page.text
    told = supervisor.get(at)
    assert "可由管理员或中心主任试算" in text_of(told) and "/what-if" not in told.text
    for wrong in ({"proposal": proposal, "no": "2"}, {"proposal": "0" * 32, "no": "1"}, {"version": "0"}):
        assert director.post("/what-if/rules", wrong).status_code == 404, wrong
    asked = director.post("/what-if/rules", {"proposal": proposal, "no": "1"})
    assert asked.status_code == 303
    assert "正在计算" in text_of(director.get(at)) and asked.headers["Location"] in director.get(at).text
    answered(served)
    for reader in (director, supervisor):
        assert "按试算的规则表有" in text_of(reader.get(at))
    assert asked.headers["Location"] in director.get(at).text
    assert "/what-if" not in supervisor.get(at).text


def test_wrong_amounts_come_back_and_others_find_nothing(served: ServedOffice) -> None:
    administrator, clerk = served.visitor(ADMINISTRATOR), served.visitor(CLERK)
    refused = administrator.post(
        "/what-if/limits", {"replaces": policy_id(served), "amount": "二十", "unit": "wd"}
    )
    assert refused.status_code == 422 and 'value="二十"' in refused.text
    assert clerk.get("/what-if").status_code == 403
    assert administrator.get("/what-if/nothing").status_code == 404
    assert administrator.get("/what-if/nothing/cases?number=late_after").status_code == 404


def test_it_reads_in_english_too(served: ServedOffice) -> None:
    director = served.visitor(DIRECTOR)
    page = text_of(director.get("/what-if?lang=en"))
    assert "What-if" in page and "Another time limit" in page and "Other days of rest and work" in page
    director.get("/what-if?lang=zh")


def test_where_and_whom_another_table_of_rules_hits_is_read(served: ServedOffice) -> None:
    """Of kinds with what it does to the class; the last of this office, since its cases count."""
    for no in range(6):
        filed = served.office.file(wanted=WANTS[no % 2], address=f"203.0.113.{no + 90}")
        suggest(served.office, ComplaintId(filed.complaint_id), no)
    director = served.visitor(DIRECTOR)
    sent = {"file": ("分类建议.dmn", table("triage", MORE_WISHES))}
    asked = director.post("/what-if/rules", {}, files=sent)
    answered(served)
    told = squeezed(text_of(director.get(asked.headers["Location"])))
    assert "6件投诉件的建议中，按试算的规则表有3件会不同" in told
    assert "建议不同：按渠道" in told and "政务服务网表单63" in told
    assert "建议不同：按承办单位" in told and "建议不同：涉及的投诉人" in told
    assert "这3件中，建议的时限类别0件会不同、3件不变，0件得不出类别" in told
