"""Incidents by cause over a real engine: counts and rows agree, and a batch retries exactly what was seen and confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from adapters.camunda_rest import CamundaEngine
from models.case.respondent import Respondent
from models.ledger.trail_event import TrailEvent
from models.store.database import Database
from models.vault.keyring import Keyring
from services.outbox.send_step import send_outbox_step
from services.standstill.look import look_step
from services.standstill.looker import Noticed
from tests.web.pages import Visitor, text_of
from tests.web_staff.monitored import MonitoredOffice, monitored_office
from tests.web_staff.people import signed_in

SUPERVISOR, DIRECTOR = "jian.rujing", "zong.lanyun"
# Two service tasks whose workers fail, each with the number of its own case in the message.
FAILING = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="letters" name="寄信" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:serviceTask id="send" name="寄出">
      <bpmn:extensionElements><zeebe:taskDefinition type="=kind"/></bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="send"/>
  </bpmn:process>
</bpmn:definitions>""".encode()


@pytest.fixture
def monitored(sqlite_office: Database, tmp_path: Path, keyring: Keyring) -> Iterator[MonitoredOffice]:
    with monitored_office(sqlite_office, tmp_path, has_shipped=False) as started:
        started.deploy("letters.bpmn", FAILING)
        yield started


def supervisor(monitored: MonitoredOffice, login: str = SUPERVISOR) -> Visitor:
    return signed_in(monitored.app, monitored.office, login)


def break_letters(monitored: MonitoredOffice, kind: str, count: int, message: str) -> list[str]:
    keys = [monitored.begin("letters", kind=kind) for _ in range(count)]
    for no, job in enumerate(monitored.take(kind, count)):
        monitored.give_up(job, message.format(no=1_000 + no))
    return keys


def send(monitored: MonitoredOffice) -> None:
    """What the workers' sender does after the commit."""
    engine = CamundaEngine(monitored.http, None)  # type: ignore[arg-type]  # nothing is published here
    send_outbox_step(monitored.office.unit_of_work, engine)


def groups_of(page: TestResponse) -> list[tuple[int, str]]:
    """Number and address of each cause, in the order of the page."""
    rows = re.findall(r'data-label="数量">(\d+)</td>.*?href="\?group=([0-9a-f]+)"', page.text, re.S)
    return [(int(number), group) for number, group in rows]


def keys_on(page: TestResponse) -> list[str]:
    return re.findall(r'name="key" value="(\d+)"', page.text)


def choose(visitor: Visitor, fields: dict[str, object]) -> TestResponse:
    return visitor.post("/monitor/incidents/chosen", fields)


def test_incidents_of_one_cause_are_one_row_and_its_count_is_that_of_its_rows(
    monitored: MonitoredOffice,
) -> None:
    """UX-35, wish +: what is quoted or numbered in a message makes no cause of its own; counts and rows are one query."""
    break_letters(monitored, "mail", 3, "mailbox 'box-{no}' is full since {no}")
    break_letters(monitored, "sms", 2, "no number for case {no}")
    visitor = supervisor(monitored)
    before = len(monitored.http.asked)
    page = visitor.get("/monitor/incidents")
    asked = monitored.http.asked[before:]
    assert asked.count("POST incidents/search") == 1
    (first, second) = groups_of(page)
    assert (first[0], second[0]) == (3, 2)
    assert "5项异常，2种原因" in text_of(page)
    for number, group in (first, second):
        assert len(keys_on(visitor.get(f"/monitor/incidents?group={group}"))) == number


def test_a_batch_retries_exactly_what_was_seen_and_tells_what_became_of_each(
    monitored: MonitoredOffice,
) -> None:
    """Wish 5, UX-35: no unselected item ever; one over meanwhile is told, one that fails again too."""
    break_letters(monitored, "mail", 4, "mailbox 'box-{no}' is full")
    visitor = supervisor(monitored)
    [(_, group)] = groups_of(visitor.get("/monitor/incidents"))
    kept, *chosen = keys_on(visitor.get(f"/monitor/incidents?group={group}"))
    preview = choose(visitor, {"group": group, "key": chosen, "preview": "1"})
    assert re.findall(r"<code>(\d+)</code></td></tr>", preview.text) == chosen, "the very keys"
    sent = re.search(r'name="keys" value="([\d,]+)"', preview.text)
    assert sent
    assert sent[1].split(",") == chosen
    # A colleague retries one of them, and one more breaks, before this is confirmed.
    supervisor(monitored, DIRECTOR).post(f"/monitor/incidents/{chosen[0]}/retry")
    [noted] = [row for row in monitored.office.rows(TrailEvent) if row.kind == "incident.retried"]
    assert (noted.actor, noted.payload["incident_key"]) == (DIRECTOR, chosen[0]), (
        "one by itself is on record too"
    )
    break_letters(monitored, "mail", 1, "mailbox 'box-{no}' is full")
    answer = visitor.post("/monitor/incidents/retry", {"keys": sent[1]})
    assert answer.status_code == 303
    waiting = visitor.get(answer.location)
    assert 'http-equiv="refresh"' in waiting.text, "works without a script"
    assert "所选中有1项此前已恢复" in text_of(waiting)
    assert "已完成0项，共2项" in text_of(waiting)
    assert waiting.text.count("等待重试</span>") == 2
    send(monitored)
    [job, *_] = monitored.take("mail", 10)
    monitored.give_up(job, "mailbox 'box-7' is full")
    done = visitor.get(answer.location)
    assert 'http-equiv="refresh"' not in done.text
    assert "已完成2项，共2项" in text_of(done)
    still = keys_on(visitor.get(f"/monitor/incidents?group={group}"))
    assert kept in still
    assert not set(chosen) & set(still)
    assert len(still) == 3, "what was kept, what broke since, and what failed again"
    trail = [row.kind for row in monitored.office.rows(TrailEvent)]
    assert trail.count("incidents.retried") == 1
    assert choose(visitor, {"group": group, "preview": "1"}).status_code == 422


def test_whoever_takes_an_incident_is_named_with_his_note(monitored: MonitoredOffice) -> None:
    """UX-35: no assignment."""
    break_letters(monitored, "mail", 2, "mailbox 'box-{no}' is full")
    visitor = supervisor(monitored)
    [(_, group)] = groups_of(visitor.get("/monitor/incidents"))
    key, other = keys_on(visitor.get(f"/monitor/incidents?group={group}"))
    refused = choose(visitor, {"group": group, "key": key, "take": "1", "note": " "})
    assert refused.status_code == 422
    assert f'value="{key}"' in refused.text
    choose(visitor, {"group": group, "key": key, "take": "1", "note": "已请信息科扩容，十点再试"})
    page = supervisor(monitored, DIRECTOR).get(f"/monitor/incidents?group={group}")
    rows = {
        found[1]: found[0]
        for found in re.findall(r'(<tr class="row-over">.*?value="(\d+)".*?</tr>)', page.text, re.S)
    }
    assert "已请信息科扩容，十点再试" in rows[key]
    assert "简如镜" in rows[key]
    assert "无人认领" in rows[other]
    with monitored.office.unit_of_work().reading() as unit:
        stored = unit.session.connection().exec_driver_sql("SELECT note FROM incident_care").scalar_one()
    assert "扩容" not in str(stored), "sealed at rest"


def test_the_navigation_counts_what_the_last_look_found_and_nothing_hidden(
    sqlite_office: Database, tmp_path: Path, keyring: Keyring
) -> None:
    """UX-35: no badge in the navigation."""
    with monitored_office(sqlite_office, tmp_path) as monitored:
        monitored.stuck.add("complaint.record-suggestion")
        case, _, _ = monitored.file()
        engine = CamundaEngine(monitored.http, None)  # type: ignore[arg-type]  # nothing is published here
        look_step(monitored.office.unit_of_work, engine, monitored.monitor, Noticed())
        entry = r'href="/monitor/incidents".*?</a>'
        told = re.search(entry, supervisor(monitored).get("/due").text, re.S)
        assert told
        assert '<span class="tag tag-over">1</span>' in told[0]
        with monitored.office.unit_of_work() as unit:
            for row in unit.session.scalars(select(Respondent).where(Respondent.complaint_id == case)):
                row.staff_id = SUPERVISOR
        hidden = re.search(entry, supervisor(monitored).get("/due").text, re.S)
        assert hidden
        assert "tag-over" not in hidden[0]
        assert groups_of(supervisor(monitored).get("/monitor/incidents")) == []


@pytest.mark.parametrize("many", [60, pytest.param(2_000, marks=pytest.mark.check)])
def test_the_pages_ask_as_often_for_many_incidents_as_for_few(monitored: MonitoredOffice, many: int) -> None:
    """UX-35: bounded requests of the engine and statements of the database, and the page says what it does not read."""
    visitor = supervisor(monitored)

    def ask(path: str) -> tuple[int, int]:
        asked, seen = len(monitored.http.asked), list[str]()

        def note(*arguments: object) -> None:
            if not str(arguments[2]).startswith(("PRAGMA", "BEGIN")):
                seen.append(str(arguments[2]))

        engine = monitored.office.database.engine
        event.listen(engine, "before_cursor_execute", note)
        assert visitor.get(path).status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return len(monitored.http.asked) - asked, len(seen)

    break_letters(monitored, "mail", 2, "mailbox 'box-{no}' is full")
    few = {path: ask(path) for path in ("/monitor/incidents", "/monitor/instances?process=")}
    break_letters(monitored, "mail", many - 2, "mailbox 'box-{no}' is full")
    for path, (requests, statements) in few.items():
        # A thousand incidents are of instances asked for in two parts, each with the page that ends it.
        now = ask(path)
        assert now[0] <= requests + 3
        assert now[1] <= statements <= 40
    page = visitor.get("/monitor/incidents")
    [(shown, _)] = groups_of(page)
    assert shown == min(many, 1_000)
    assert ("另有1000项较早的未显示" in text_of(page)) is (many == 2_000)
    assert visitor.get("/monitor/instances?process=").text.count("<tr") == 51
