"""绩效评估 and 人员保障 through the real web server: a year of work and who is qualified; then rules, scores, objection, reward.

One office lives both, in this order: its clock goes forwards.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.complaint import Complaint
from models.ground.codes import Finding
from models.ledger.trail_event import TrailEvent
from models.office.performance_score import PerformanceScore
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from models.vault.keyring import Keyring
from services.performance.scores_step import scores_step
from tests.names_nobody import assert_names_nobody
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.scored_cases import DIRECTOR, MONTH, SUPERVISOR, Scored, close_all, values_of
from tests.unit.services.test_capacity import HEAD, OTHER, TODAY, UNIT, away, lived
from tests.unit.services.test_capacity import PERSON as INVESTIGATOR
from tests.web.pages import text_of

PERSON, STRANGER = "wen.rusheng", "fang.huiyin"
CASES = [
    Scored(rating=5, handler=PERSON),
    Scored(rating=1, handler=PERSON),
    Scored(rating=None, handler=PERSON, is_late=True),
    Scored(Finding.NOT_SUBSTANTIATED, rating=1, handler=PERSON),
]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("performance"), sqlite_office_template) as served:
        yield served


def score_of(served: ServedOffice, unit: str, person: str | None) -> PerformanceScore:
    (row,) = served.office.rows(PerformanceScore, unit_code=unit, staff_id=person)
    return row


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_workload_and_competence_of_enough_people_are_visible(served: ServedOffice) -> None:
    """R85: staff: qualified enough people; workload and competence visible."""
    office, supervisor = served.office, served.visitor(SUPERVISOR)
    office.clock.set(f"{TODAY}T09:00")
    assert "历史太短，无法预测" in text_of(supervisor.get("/staffing"))
    lived(office, 30, 5)
    told = squeezed(text_of(supervisor.get("/staffing")))
    for words in ("投诉处置科", "未来四周全中心预计收到16件", "以过去一年回测", "够用"):
        assert words in told, words
    at = f"/staffing/people/{INVESTIGATOR}"
    wrong = supervisor.post(at, {"kind": "training", "name": "信访工作条例培训", "acquired_on": "2026-12-01"})
    assert wrong.status_code == 422 and "信访工作条例培训" in wrong.text and "此项必填" in wrong.text
    fields = {
        "kind": "training",
        "name": "信访工作条例培训",
        "acquired_on": "2025-03-01",
        "valid_until": "2026-03-01",
        "proof": "结业证书第0318号，督查考评科存",
    }
    assert supervisor.post(at, fields).status_code == 303
    shown = text_of(served.visitor(INVESTIGATOR).get(at))
    assert "结业证书第0318号" in shown and "已结束" in shown
    people = squeezed(text_of(served.visitor(HEAD).get(f"/staffing/{UNIT}")))
    assert "没有有效的" in people and "1项已过期" in people
    assert "持有效资格的人员不足" in squeezed(text_of(supervisor.get("/staffing"))), "nobody's record holds"
    with office.unit_of_work() as unit:
        for person in unit.session.query(Staff).filter_by(unit=UNIT):
            if person.login not in (HEAD, INVESTIGATOR):
                unit.session.add(away(person.login, "2026-09-01", None))
    assert "负荷超过能力" in squeezed(text_of(supervisor.get("/staffing")))


def test_others_see_themselves_alone(served: ServedOffice) -> None:
    other = served.visitor(OTHER)
    assert "投诉处置科" not in text_of(other.get("/staffing")).split("人员保障")[-1]
    assert other.get(f"/staffing/{UNIT}").status_code == 404
    assert other.get(f"/staffing/people/{INVESTIGATOR}").status_code == 404
    assert other.get(f"/staffing/people/{OTHER}").status_code == 200
    own = other.post(f"/staffing/people/{OTHER}", {"kind": "training"})
    assert own.status_code == 403 and "不能登记本人的资格或培训" in own.text


def test_handling_feeds_an_appraisal_with_reward_and_penalty(served: ServedOffice) -> None:
    """R76: complaint handling feeds performance appraisal with reward and penalty."""
    office, supervisor, director = served.office, served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    office.clock.set("2026-10-15T09:00")
    assert "目前没有得分" in text_of(supervisor.get("/performance"))
    rules = {"in_force_from": "2026-10-20", "least_people": "3", "objection_workdays": "10"}
    wrong = supervisor.post("/performance/rules", {**rules, **values_of(points_satisfied="两分")})
    assert wrong.status_code == 422 and "两分" in wrong.text
    assert supervisor.post("/performance/rules", {**rules, **values_of()}).status_code == 303
    assert "须由他人公布" in text_of(supervisor.get("/performance/rules"))
    draft = director.get("/performance/rules").text
    assert director.post("/performance/rules/1/publication", {"seen": seen_on(draft)}).status_code == 303
    close_all(office, CASES)
    release(served)
    unit = score_of(served, "RS", None)
    page = supervisor.get(f"/performance/{unit.id}")
    words = squeezed(text_of(page))
    assert "投诉人满意" in words and "未取得评价的不在其中" in words and "得分来源" in words
    beside = words.partition("目前的工作量、承载能力和资格")[2]
    for told in ("在办投诉", "未来四周工作日", "可办结件数", "其中持有效资格", "均不影响得分"):
        assert told in beside, told
    assert 'href="/staffing/RS"' in page.text
    behind = supervisor.get(f"/performance/{unit.id}/satisfied")
    assert len(set(re.findall(r'href="/cases/([^"]+)"', behind.text))) == 2, "each point opens its cases"

    with office.unit_of_work().reading() as open_unit:
        head = open_unit.session.get_one(OrganisationUnit, "RS").head
    leader = served.visitor(head)
    number = re.findall(r">(YH-2026-\d+)<", behind.text)[0]
    empty = leader.post(f"/performance/{unit.id}/objections", {"objection_words": " "})
    assert empty.status_code == 422 and "此项必填" in empty.text
    said = {"objection_words": f"{number} 是对政策本身不满，欧阳科长请求剔除"}
    assert leader.post(f"/performance/{unit.id}/objections", said).status_code == 303
    objection = re.search(
        r'action="(/performance/[^"]+/objections/[^"]+)"', supervisor.get(f"/performance/{unit.id}").text
    )
    assert objection is not None
    upheld = {"decision": "uphold", "struck": number, "reason": "经核对属实"}
    assert director.post(objection[1], upheld).status_code == 403, "he released it"
    assert supervisor.post(objection[1], {**upheld, "struck": "YH-2026-999999"}).status_code == 422
    assert supervisor.post(objection[1], upheld).status_code == 303
    after = squeezed(text_of(leader.get(f"/performance/{unit.id}")))
    assert "异议予以采纳" in after and "异议后得分" in after and "经核对属实" in after

    at = f"/performance/{unit.id}/consequences"
    assert supervisor.post(at, {"kind": "reward", "words": "建议通报表扬并计入年度评优"}).status_code == 303
    decision = re.search(
        r'action="(/performance/[^"]+/consequences/[^"]+)"', director.get(f"/performance/{unit.id}").text
    )
    assert decision is not None
    approve = {"settled_decision": "approve", "settled_reason": "同意"}
    assert supervisor.post(decision[1], approve).status_code == 403
    assert director.post(decision[1], approve).status_code == 303
    assert "已同意" in text_of(leader.get(f"/performance/{unit.id}"))


def release(served: ServedOffice) -> None:
    """Counted for the supervisor, released by the director."""
    supervisor, director = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    served.office.clock.set("2026-12-01T09:00")
    offered = re.findall(r'<option value="([^"]+)">([^<]+)', supervisor.get("/performance").text)
    assert (MONTH, "2026年11月") in offered
    assert {name for name, _ in offered} == {MONTH}, "periods without rules are not offered"
    assert supervisor.post("/performance/rounds", {"period": MONTH}).status_code == 303
    assert "2026年11月的得分正在后台计算" in squeezed(text_of(supervisor.get(f"/performance?round={MONTH}")))
    assert scores_step(served.office.unit_of_work) == 1
    assert "须由他人审核发布" in text_of(supervisor.get("/performance"))
    waiting, unit = director.get("/performance").text, score_of(served, "RS", None)
    assert served.visitor(PERSON).get(f"/performance/{unit.id}").status_code == 404, "not before the release"
    told = {"decision": "release", "words": "", "seen": seen_on(waiting)}
    assert director.post(f"/performance/rounds/{MONTH}/decision", told).status_code == 303


def test_each_reads_his_own_and_nobody_a_comparison_of_few(served: ServedOffice) -> None:
    (own,) = [row for row in served.office.rows(PerformanceScore) if row.staff_id == PERSON]
    person, stranger = served.visitor(PERSON), served.visitor(STRANGER)
    assert "本人得分" in text_of(person.get("/performance"))
    his = person.get(f"/performance/{own.id}")
    assert his.status_code == 200
    assert "已领待办" in text_of(his) and f'href="/staffing/people/{PERSON}"' in his.text
    of_unit = person.get(f"/performance/{score_of(served, 'RS', None).id}")
    assert "承载能力" not in text_of(of_unit), "work of others is for who leads them"
    assert stranger.get(f"/performance/{own.id}").status_code == 404
    assert stranger.get(f"/performance/{own.id}/satisfied").status_code == 404
    shown = text_of(served.visitor(SUPERVISOR).get(f"/performance?round={MONTH}&unit={own.unit_code}"))
    assert "不并列显示各人分值" in shown


def test_scores_leave_as_a_table_for_a_purpose_on_record(served: ServedOffice) -> None:
    supervisor = served.visitor(SUPERVISOR)
    assert f'value="{MONTH}"' in supervisor.get(f"/performance/table?round={MONTH}").text
    few = supervisor.post("/performance/table", {"round": MONTH, "purpose": "看"})
    assert few.status_code == 422
    wanted = {"round": MONTH, "purpose": "年度考核会议用", "format": "csv"}
    file = supervisor.post("/performance/table", wanted)
    numbers = [case.number for case in served.office.rows(Complaint)]
    assert numbers
    assert_names_nobody(file.content, numbers)
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["单位", "人员", "分值", "异议后得分"] and "按时办结" in rows[0]
    assert len(rows) == 1 + len(served.office.rows(PerformanceScore, staff_id=None))
    taken = [event.payload for event in served.office.rows(TrailEvent, kind="list.exported")]
    assert taken[-1]["purpose"] == "年度考核会议用" and taken[-1]["what"] == "performance"
    clerk = served.visitor(PERSON)
    assert clerk.post("/performance/table", wanted).status_code == 403
