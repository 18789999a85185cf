"""The outbox as an administrator works with it: counts, reasons, exactly what was chosen sent again or given up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

import httpx
from sqlalchemy import event, update

from bpmn.names import MessageName
from models.ground.codes import Role
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.actor import Actor, ActorKind
from services.health.list_outbox import OutboxFilter, OutboxState, list_outbox
from services.outbox.send_step import send_alerts_step, send_outbox_step
from services.ports.engine import ProcessEngine
from services.ports.webhook import Webhook
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.web.pages import text_of
from tests.web_staff.cases import complain_about

ADMINISTRATOR = "guan.xitong"


def write(office: FullOffice, kind: str, name: str, complaint_id: str | None = None, **values: object) -> int:
    """One more row of the outbox that has not left."""
    now = office.clock.now()
    with office.unit_of_work() as unit:
        row = OutboxRow(
            kind=kind,
            payload={},
            dedupe_key=name,
            subject=name,
            complaint_id=complaint_id,
            created_at=now,
            next_try_at=now,
            **{"attempts": 0, **values},
        )
        unit.session.add(row)
        unit.session.flush()
        return row.id


def let_all_else_leave(office: FullOffice) -> None:
    with office.unit_of_work() as unit:
        unit.session.execute(update(OutboxRow).values(sent_at=office.clock.now(), held_at=None))


def told_counts(page: httpx.Response) -> list[str]:
    tabs = re.search(r'<nav class="tabs".*?</nav>', page.text, re.S)
    assert tabs
    return re.findall(r'<span class="count">(\d+)</span>', tabs[0])


def ticks(page: httpx.Response) -> list[int]:
    return [int(key) for key in re.findall(r'name="key" value="(\d+)"', page.text)]


def send(office: FullOffice) -> None:
    """What the workers' senders do; nothing of the engine is asked for messages that cannot be read."""
    send_outbox_step(office.unit_of_work, cast(ProcessEngine, None))
    send_alerts_step(office.unit_of_work, cast(ProcessEngine, None), cast(Webhook, None))


@dataclass(frozen=True)
class Planted:
    """Three that fail, one that waits and one that is tried again."""

    number: str
    complaint_id: str
    failed: tuple[int, int, int]
    waiting: int
    again: int


def plant(office: FullOffice) -> Planted:
    filed, other = office.file(), office.file()
    let_all_else_leave(office)
    name = filed.number
    failed = (
        write(office, "send_sms", f"a{name}", filed.complaint_id),
        write(office, "send_alert", f"b{name}", other.complaint_id),
        write(office, "cancel_instance", f"c{name}", other.complaint_id),
    )
    send(office)
    waiting = write(office, "set_variables", f"d{name}", other.complaint_id)
    again = write(
        office, "set_variables", f"e{name}", other.complaint_id, attempts=2, failed_reason="NOT_YET"
    )
    return Planted(filed.number, filed.complaint_id, failed, waiting, again)


def test_what_failed_is_told_in_words_and_what_was_chosen_before_anything_is_done(
    served_office: ServedOffice,
) -> None:
    """DM-40: the administrator sees what could not be sent, why, and what each way means."""
    office = served_office.office
    planted = plant(office)
    administrator = served_office.visitor(ADMINISTRATOR)
    page = administrator.get("/outbox")
    assert told_counts(page) == ["3", "1", "1"], "failed, tried again, waiting"
    assert 'role="alert"' not in page.text
    assert ticks(page) == list(planted.failed)
    told = text_of(page)
    assert planted.number in told
    assert f'href="/cases/{planted.complaint_id}"' not in page.text, "who administers opens no case"
    assert "本版本不认识这类消息" in told
    assert "消息内容不完整" in told
    assert "send_sms" not in page.text
    badge = re.search(r'href="/outbox".*?</a>', page.text, re.S)
    assert badge
    assert '<span class="tag tag-over">3</span>' in badge[0]
    unticked = administrator.post("/outbox/chosen")
    assert unticked.status_code == 422
    assert "没有选择消息" in text_of(unticked)
    first, _, third = planted.failed
    preview = administrator.post("/outbox/chosen", {"key": [str(first), str(third), str(planted.waiting)]})
    assert sorted(set(ticks(preview))) == [first, third]
    assert "所选中有1条已有进展" in text_of(preview)
    assert "已不需要的流程会继续运行" in text_of(preview)
    assert "message.sent_again" not in [row.kind for row in office.rows(TrailEvent)]
    let_all_else_leave(office)


def test_exactly_the_chosen_are_given_up_with_a_reason_or_sent_again(served_office: ServedOffice) -> None:
    """DM-40: a result for each; a form sent twice does nothing the second time and says so."""
    office = served_office.office
    planted = plant(office)
    first, second, third = planted.failed
    administrator = served_office.visitor(ADMINISTRATOR)
    keys = {"key": [str(first), str(third)]}
    refused = administrator.post("/outbox/give-up", {**keys, "reason": "长" * 501})
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert "长" * 501 in refused.text, "what was typed comes back"
    assert all(row.sent_at is None for row in office.rows(OutboxRow) if row.id in (first, third))
    given_up = administrator.post("/outbox/give-up", {**keys, "reason": "短信通道已停用"})
    assert given_up.status_code == 303
    shown = administrator.get(given_up.headers["location"])
    assert text_of(shown).count("已放弃") == 2
    assert 'http-equiv="refresh"' not in shown.text
    twice = administrator.post("/outbox/give-up", {**keys, "reason": "再来一次"})
    assert "所选中有2条此前已有进展" in text_of(administrator.get(twice.headers["location"]))
    kept = administrator.get("/outbox?state=given_up")
    assert text_of(kept).count("短信通道已停用") == 2
    assert "再来一次" not in kept.text
    assert "管系统" in kept.text
    # One is sent again, fails again, and says so.
    sent = administrator.post("/outbox/send", {"key": [str(second), str(planted.again)]})
    result = administrator.get(sent.headers["location"])
    assert "所选中有1条此前已有进展" in text_of(result)
    assert 'http-equiv="refresh"' in result.text, "works without a script"
    send(office)
    result = administrator.get(f"/outbox/result?key={second}")
    assert "未能发出" in text_of(result)
    assert 'http-equiv="refresh"' not in result.text
    kinds = [row.kind for row in office.rows(TrailEvent) if row.actor == ADMINISTRATOR]
    assert kinds.count("message.dropped") == 2
    assert kinds.count("message.sent_again") == 1
    let_all_else_leave(office)


def test_what_begins_a_complaint_is_offered_to_nobody_to_be_lost_and_says_what_to_do_instead(
    served_office: ServedOffice,
) -> None:
    """DM-40: dropped, the complaint would never have a task; on the page of the supervisor and in a batch alike."""
    office = served_office.office
    filed = office.file()
    let_all_else_leave(office)
    (begins,) = [
        row.id for row in office.rows(OutboxRow, complaint_id=filed.complaint_id) if begins_a_run(row)
    ]
    with office.unit_of_work() as unit:
        tried = {"sent_at": None, "attempts": 8, "failed_reason": "NOT_YET"}
        unit.session.execute(update(OutboxRow).where(OutboxRow.id == begins).values(**tried))
    other = write(office, "send_sms", f"h{filed.number}", filed.complaint_id)
    send(office)
    administrator, supervisor = served_office.visitor(ADMINISTRATOR), served_office.visitor("jian.rujing")
    both = {"key": [str(begins), str(other)]}
    preview = administrator.post("/outbox/chosen", both)
    words = "这条消息启动投诉件的办理流程，不能作废或放弃"
    assert words in text_of(preview)
    assert "其中1条启动办理或请求，不能放弃" in text_of(preview)
    to_send, to_give_up = re.findall(r'<form method="post" action="/outbox/.*?</form>', preview.text, re.S)
    assert f'value="{begins}"' in to_send
    assert f'value="{begins}"' not in to_give_up
    assert f'value="{other}"' in to_give_up
    alone = administrator.post("/outbox/chosen", {"key": str(begins)})
    assert "/outbox/give-up" not in alone.text
    page = supervisor.get("/monitor/messages")
    assert "启动投诉件的办理流程" in text_of(page)
    assert words in text_of(page)
    assert f"/monitor/messages/{begins}/drop" not in page.text
    assert f"/monitor/messages/{other}/drop" in page.text
    for visitor, address, sent in (
        (administrator, "/outbox/give-up", both),
        (supervisor, f"/monitor/messages/{begins}/drop", {}),
    ):
        refused = visitor.post(address, {**sent, "reason": "流程停了"})
        assert refused.status_code == 409
        assert "恢复后它会自动发出" in text_of(refused)
    assert [row.dropped_by for row in office.rows(OutboxRow) if row.id in (begins, other)] == [None, None]
    let_all_else_leave(office)


def begins_a_run(row: OutboxRow) -> bool:
    return bool(row.payload.get("name") == MessageName.REGISTERED)


def test_a_case_that_is_kept_from_the_administrator_is_in_no_row_and_no_count(
    served_office: ServedOffice,
) -> None:
    """DM-40, R52: of what is about himself an administrator learns nothing here and mends nothing."""
    office = served_office.office
    filed = office.file()
    let_all_else_leave(office)
    hidden = write(office, "send_sms", "f", filed.complaint_id)
    send(office)
    complain_about(office, filed.complaint_id, ADMINISTRATOR)
    administrator = served_office.visitor(ADMINISTRATOR)
    page = administrator.get("/outbox")
    assert told_counts(page) == ["0", "0", "0"]
    assert filed.number not in page.text
    assert "没有发送失败的消息" in text_of(page)
    administrator.post("/outbox/give-up", {"key": str(hidden), "reason": "试试"})
    (row,) = office.rows(OutboxRow, id=hidden)
    assert row.sent_at is None
    let_all_else_leave(office)


def test_the_list_is_narrowed_and_asks_the_same_for_many_as_for_few(served_office: ServedOffice) -> None:
    """DM-40: filter and pages; the statements of the use case do not grow with the rows."""
    office = served_office.office
    filed = office.file()
    let_all_else_leave(office)
    actor = Actor(ActorKind.STAFF, ADMINISTRATOR, frozenset({Role.ADMINISTRATOR}))

    def ask() -> tuple[int, int]:
        seen = list[str]()

        def note(*arguments: object) -> None:
            if not str(arguments[2]).startswith(("PRAGMA", "BEGIN")):
                seen.append(str(arguments[2]))

        event.listen(office.database.engine, "before_cursor_execute", note)
        found = list_outbox(OutboxFilter(OutboxState.WAITING), 1, office.unit_of_work(), actor)
        event.remove(office.database.engine, "before_cursor_execute", note)
        return found.lines.total, len(seen)

    write(office, "set_variables", "g0", filed.complaint_id)
    few = ask()
    for no in range(1, 60):
        write(office, "set_variables" if no % 2 else "cancel_instance", f"g{no}", filed.complaint_id)
    many = ask()
    assert (few[0], many[0]) == (1, 60)
    # One more is the office's clock, which reads its offset now and then.
    assert many[1] <= few[1] + 1 <= 30
    administrator = served_office.visitor(ADMINISTRATOR)
    first = administrator.get("/outbox?state=waiting")
    assert first.text.count("data-row=") == 50
    assert 'rel="next" href="/outbox?state=waiting&amp;page=2"' in first.text
    narrowed = administrator.get(f"/outbox?state=waiting&kind=cancel_instance&number={filed.number[-4:]}")
    assert narrowed.text.count("data-row=") == 29
    assert "没有符合条件的消息" in administrator.get("/outbox?state=waiting&number=ZZZ").text
    part = administrator.client.get("/outbox?state=waiting", headers={"X-Fragment": "1"})
    assert "<html" not in part.text
    assert part.text.count("data-row=") == 50
    assert "Waiting" in administrator.get("/outbox?state=waiting&lang=en").text
    let_all_else_leave(office)
