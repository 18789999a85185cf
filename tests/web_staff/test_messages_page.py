"""The supervisor's page of messages that do not leave by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from sqlalchemy import update

from bpmn.names import MessageName
from models.ledger.outbox import OutboxRow
from services.outbox.send_step import send_outbox_step
from services.ports.engine import ProcessEngine
from tests.full_office import FullOffice
from tests.web.pages import Visitor, text_of

SUPERVISOR = "jian.rujing"
PAGE = "/monitor/messages"


def hold_one(office: FullOffice) -> tuple[int, str]:
    """The start of a filed case, as a kind that this release does not know; its id and the number of its case."""
    filed = office.file()
    with office.unit_of_work() as unit:
        unit.session.execute(update(OutboxRow).values(sent_at=office.clock.now()))
        start = OutboxRow.payload["name"].as_string() == MessageName.REGISTERED.value
        unit.session.execute(update(OutboxRow).where(start).values(kind="send_sms", sent_at=None))
    # Nothing of the engine is asked for a message that cannot be read.
    send_outbox_step(office.unit_of_work, cast(ProcessEngine, None))
    return office.rows(OutboxRow, kind="send_sms")[0].id, filed.number


def test_nothing_held_is_said_in_words(office: FullOffice, sign_in: Callable[[str], Visitor]) -> None:
    assert "没有滞留的消息" in text_of(sign_in(SUPERVISOR).get(PAGE))


def test_a_held_message_shows_its_case_and_reason_and_is_dropped_only_with_a_reason(
    office: FullOffice, sign_in: Callable[[str], Visitor]
) -> None:
    """HS-3: the supervisor sees what would have stopped in silence; nothing typed is lost."""
    message_id, number = hold_one(office)
    supervisor = sign_in(SUPERVISOR)
    shown = text_of(supervisor.get(PAGE))
    assert number in shown
    assert "本版本不认识这类消息" in shown
    assert "send_sms" not in shown
    assert number in text_of(supervisor.get(f"{PAGE}?number={number[-3:]}"))
    narrowed = text_of(supervisor.get(f"{PAGE}?kind=cancel_instance"))
    assert "没有符合条件的消息" in narrowed
    assert number not in narrowed
    refused = supervisor.post(f"{PAGE}/{message_id}/drop", {"reason": " "})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    assert supervisor.post(f"{PAGE}/{message_id}/send", {}).status_code == 303
    assert office.rows(OutboxRow, id=message_id)[0].held_at is None
    send_outbox_step(office.unit_of_work, cast(ProcessEngine, None))
    done = supervisor.post(f"{PAGE}/{message_id}/drop", {"reason": "短信通道已停用"})
    assert done.status_code == 303
    assert "没有滞留的消息" in text_of(supervisor.get(PAGE))
    assert supervisor.post(f"{PAGE}/{message_id}/drop", {"reason": "再来"}).status_code == 409
