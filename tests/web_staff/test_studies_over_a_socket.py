"""专题分析 through the real web server: what comes again is found under study, planned, analysed down to its root and decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from models.clock.legal_time import at_time
from models.ground.study_codes import StudyDecision, StudyState
from models.ledger.outbox import OutboxRow
from models.office.office_task import OfficeTask
from models.office.study import Study
from models.vault.keyring import Keyring
from services.studies.studies_step import LookedForRecurrence, studies_step
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.studied import CLERK, DIRECTOR, ROOT, SUPERVISOR, WHYS, ask, come_again, only
from tests.web.pages import text_of
from tests.web_staff.guided import assert_guided

QUESTIONS = "为什么一再要求群众补交材料？"
EVIDENCE = "办事指南2023年版第4页"


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("studies"), sqlite_office_template) as served:
        served.office.clock.set("2026-10-01T09:00")
        assert "目前没有在办的专题" in text_of(served.visitor(SUPERVISOR).get("/studies"))
        come_again(served.office, 5)
        assert studies_step(served.office.unit_of_work, LookedForRecurrence()) == 1
        yield served


def analysis(**changed: str) -> dict[str, str]:
    told = {"method": "whys", "root": "institution", "root_cause": ROOT, "round": "0"}
    for no, why in enumerate(WHYS, 1):
        told |= {f"why-{no}": why, f"why-{no}-seen": EVIDENCE}
    return told | changed


def send(visitor: SocketVisitor, address: str, form: dict[str, str]) -> tuple[int, str]:
    answer = visitor.post(address, form)
    return answer.status_code, squeezed(text_of(answer)) if answer.status_code == 422 else ""


def test_a_recurring_problem_is_studied_down_to_its_root_and_decided(served: ServedOffice) -> None:
    """DM-38, R70: special study of prominent and recurring problems, down to the root."""
    supervisor, director, study = served.visitor(SUPERVISOR), served.visitor(DIRECTOR), only(served.office)
    at = f"/studies/{study.id}"
    listed = supervisor.get("/studies")
    assert f'href="{at}"' in listed.text
    for words in ("反复出现", "待拟定计划", "在办1个，其中逾期0个"):
        assert words in squeezed(text_of(listed)), words
    ask(served.office, "study-plan", "1")
    with served.office.unit_of_work() as unit:
        unit.session.get_one(OfficeTask, "1").due_at = at_time(study.due_on, "24:00")
    tasks = text_of(supervisor.get("/tasks"))
    assert f"{study.due_on}" in tasks and "00:00" not in tasks, "as the page of the study says it"
    assert f"{study.due_on}" in text_of(supervisor.get(at))
    assert "机构任务" in tasks and "拟定专题计划" in tasks and "态度" in tasks
    page = supervisor.get(at)
    assert_guided(page.text, "study-plan")
    ledger = re.search(r'href="(/ledger\?problem=bad_attitude[^"]*problem_true=1[^"]*)">5<', page.text)
    assert ledger is not None, "each number opens its cases"
    assert "5" in text_of(supervisor.get(ledger[1].replace("&amp;", "&")))
    status, told = send(supervisor, f"{at}/plan", {"lead": "", "questions": QUESTIONS, "due_on": "昨天"})
    assert status == 422 and QUESTIONS in told
    plan = {"lead": SUPERVISOR, "questions": QUESTIONS, "due_on": "2026-10-20"}
    assert send(supervisor, f"{at}/plan", plan)[0] == 303
    ask(served.office, "study-analysis", "2")
    assert_guided(supervisor.get(at).text, "study-analysis")
    status, told = send(supervisor, f"{at}/analysis", analysis(**{"why-2": "", "why-2-seen": ""}))
    assert status == 422 and "至少追问两层" in told and WHYS[0] in told
    assert send(supervisor, f"{at}/analysis", analysis())[0] == 303
    ask(served.office, "study-decision", "3")
    assert "您作了分析，须由另一人决定" in text_of(supervisor.get(at))
    decision = {"decision": "none", "reason": "已由主管部门统一修订。", "due_on": "", "round": "1"}
    assert supervisor.post(f"{at}/decision", decision).status_code in (403, 409, 422)
    to_decide = director.get(at)
    assert_guided(to_decide.text, "study-decision")
    read = squeezed(text_of(to_decide))
    for words in (*WHYS, EVIDENCE, ROOT, QUESTIONS, "逐层追问", "制度"):
        assert words in read, words
    assert send(director, f"{at}/decision", decision)[0] == 303
    assert only(served.office).state is StudyState.CLOSED
    assert decision["reason"] in squeezed(text_of(director.get(at)))
    assert "已了结" in text_of(supervisor.get("/studies"))
    messages = {row.dedupe_key: row.payload for row in served.office.rows(OutboxRow)}
    told_engine = str([messages[f"complete:{key}"] for key in "123"])
    assert not any(words in told_engine for words in (QUESTIONS, ROOT, EVIDENCE, decision["reason"]))


def test_a_person_opens_one_and_finds_what_was_wrong_in_his_form(served: ServedOffice) -> None:
    director = served.visitor(DIRECTOR)
    form = director.get("/studies/new")
    sending = re.search(r'name="submission_id" value="([0-9a-f]+)"', form.text)
    assert sending is not None
    told = {"submission_id": sending[1], "unit": "SW", "why": "多人反映排队过久。", "since": "2026-09-01"}
    status, text = send(director, "/studies/new", {**told, "until": ""})
    assert status == 422 and told["why"] in text
    for _ in range(2):
        answer = director.post("/studies/new", {**told, "until": "2026-09-30"})
        assert answer.status_code == 303
    assert [row.why for row in served.office.rows(Study, unit="SW")] == [told["why"]]
    assert (
        director.post("/studies/new", {**told, "submission_id": "c" * 32, "until": "2026-09-30"}).status_code
        == 409
    )


def test_a_measure_that_a_study_decides_on_begins_with_what_the_study_is_about(served: ServedOffice) -> None:
    supervisor = served.visitor(SUPERVISOR)
    with served.office.unit_of_work() as unit:
        study = unit.session.query(Study).filter_by(unit="RS").one()
        study.decision = StudyDecision.MEASURES
    page = supervisor.get(f"/studies/{study.id}").text
    led = re.search(r'href="(/measures/new[^"]*)"', page)
    assert led is not None
    address = led[1].replace("&amp;", "&")
    about = {"category": "bad_attitude", "unit": "RS", "item": "RS-001"}
    assert dict(parse_qsl(urlsplit(address).query)) == {"study": study.id, **about}
    chosen = re.findall(r'<option value="([^"]+)" selected', supervisor.get(address).text)
    assert set(about.values()) <= set(chosen)


def test_who_does_not_supervise_finds_none(served: ServedOffice) -> None:
    clerk = served.visitor(CLERK)
    for address in ("/studies", "/studies/new", "/studies/none"):
        assert clerk.get(address).status_code == 403
    assert served.visitor(SUPERVISOR).get("/studies/none").status_code == 404
