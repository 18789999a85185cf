"""The outbox: one frozen dataclass a kind; what cannot be sent waits for a person and holds back its own subject only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields
from datetime import timedelta
from typing import Self, cast

import pytest
from sqlalchemy import update

from api.i18n import has_text
from bpmn.names import MessageName
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.store.database import Database
from services.outbox import registry, send_step
from services.outbox.ask_tables import AskTables
from services.outbox.assign_user_task import AssignUserTask
from services.outbox.cancel_instance import CancelInstance
from services.outbox.complete_user_task import CompleteUserTask, key_of_completion
from services.outbox.message import Message, PayloadBroken, Sending, text_in
from services.outbox.publish_message import PublishMessage, publish
from services.outbox.retry_incident import RetryIncident
from services.outbox.send_alert import SendAlert
from services.outbox.send_step import TRIES_BEFORE_HELD, send_outbox_step
from services.outbox.set_variables import SetVariables
from services.ports.engine import OutgoingMessage, ProcessEngine
from services.repair.held_messages import HeldMessage, list_held_messages
from services.repair.message_effect import MessageEffect
from services.repair.release_message import DROPPED, drop_message, drop_messages, send_message_again
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task

SUPERVISOR = "jian.rujing"
MESSAGE = "complaint.clock-changed"
ONE_OF_EACH: tuple[Message, ...] = (
    PublishMessage(
        name=MESSAGE, correlation_key="c1", message_id="c1:2", variables={"a": [1]}, complaint_id="k1"
    ),
    CompleteUserTask(user_task_key="2251799813685251", variables={"is_confirmed": True}, complaint_id="k1"),
    AssignUserTask(user_task_key="2251799813685251", assignee=None, complaint_id="k1"),
    SetVariables(complaint_id="k1", variables={"clock_state": "near"}),
    CancelInstance(process_instance_key="2251799813685300", complaint_id="k1"),
    RetryIncident(incident_key="2251799813685310", batch_id="b1", position=2, complaint_id="k1"),
    SendAlert(
        alert_key="rung:7",
        alert_kind="late",
        what="acceptance",
        number="YH-2026-000001",
        raised_at="2026-09-10T17:01:00+08:00",
    ),
    AskTables(
        complaint_id="k1", facts={"claim_count": 3, "respondent_unit": None}, decided={"severity": "serious"}
    ),
)


@dataclass
class Recorder:
    """The commands of the port that these tests let through; what is in `faults` is raised instead, by message id."""

    published: list[str] = field(default_factory=list)
    faults: dict[str, Exception] = field(default_factory=dict)

    def publish_message(self, message: OutgoingMessage) -> None:
        if message.message_id in self.faults:
            raise self.faults[message.message_id]
        self.published.append(message.message_id)


def tell(office: FullOffice, key: str, message_id: str, complaint_id: str | None = None) -> int:
    message = PublishMessage(
        name=MESSAGE, correlation_key=key, message_id=message_id, complaint_id=complaint_id
    )
    with office.unit_of_work() as unit:
        publish(message, unit)
    return next(row.id for row in office.rows(OutboxRow) if row.payload.get("message_id") == message_id)


def send(office: FullOffice, engine: Recorder) -> int:
    return send_outbox_step(office.unit_of_work, cast(ProcessEngine, engine))


def change(office: FullOffice, message_id: int, **values: object) -> None:
    with office.unit_of_work() as unit:
        unit.session.execute(update(OutboxRow).where(OutboxRow.id == message_id).values(**values))


def held(office: FullOffice) -> list[HeldMessage]:
    return list(list_held_messages(office.unit_of_work(), office.actor(SUPERVISOR)).messages)


@pytest.fixture
def quiet(office: FullOffice) -> FullOffice:
    """An office that has told everything it had to tell."""
    with office.unit_of_work() as unit:
        unit.session.execute(update(OutboxRow).values(sent_at=office.clock.now()))
    return office


@pytest.mark.parametrize("message", ONE_OF_EACH, ids=lambda message: message.KIND)
def test_a_message_is_frozen_and_its_payload_reads_back_as_the_same_message(message: Message) -> None:
    """HS-3, HS-37: one frozen dataclass a kind; every field is in the payload, and there is nothing else in it."""
    assert registry.KINDS[message.KIND].read(message.payload()) == message
    assert set(message.payload()) == {entry.name for entry in fields(message)}
    with pytest.raises(FrozenInstanceError):
        message.complaint_id = "other"  # type: ignore[misc]  # that it cannot be set is the point


def test_every_kind_is_tried_here_and_named_in_both_languages() -> None:
    assert {type(message) for message in ONE_OF_EACH} == set(registry.KINDS.values())
    assert [kind for kind in registry.KINDS if not has_text(f"outbox_kind.{kind}")] == []
    reasons = (send_step.NOT_YET, send_step.NEWER_RELEASE, send_step.UNKNOWN_KIND, send_step.BROKEN)
    codes = {*reasons, send_step.UNEXPECTED, InvalidInput.code, NotFound.code, Conflict.code}
    assert [code for code in codes if not has_text(f"outbox_reason.{code}")] == []


def test_an_unknown_kind_waits_for_a_person_and_holds_back_its_own_subject_only(quiet: FullOffice) -> None:
    """HS-3, HS-37: a row that this release does not know stopped every later message for ever, in silence."""
    complaint_id = quiet.file().complaint_id
    with quiet.unit_of_work() as unit:
        unit.session.execute(update(OutboxRow).values(sent_at=quiet.clock.now()))
    engine = Recorder()
    unknown = tell(quiet, "one", "one:1", complaint_id)
    tell(quiet, "one", "one:2", complaint_id)
    tell(quiet, "two", "two:1")
    change(quiet, unknown, kind="send_sms", payload={"to": "x"})
    assert send(quiet, engine) == 1
    assert engine.published == ["two:1"]
    (shown,) = held(quiet)
    assert (shown.id, shown.reason, shown.is_known, shown.is_held) == (unknown, "UNKNOWN_KIND", False, True)
    assert (shown.complaint_id, shown.behind) == (complaint_id, 1)
    tell(quiet, "three", "three:1")
    assert send(quiet, engine) == 1


def test_a_broken_message_names_its_field_and_goes_out_when_mended_and_sent_again(quiet: FullOffice) -> None:
    engine = Recorder()
    broken = tell(quiet, "one", "one:1")
    good = quiet.rows(OutboxRow, id=broken)[0].payload
    tell(quiet, "one", "one:2")
    change(quiet, broken, payload={"name": MESSAGE, "message_id": "one:1"})
    assert send(quiet, engine) == 0
    (shown,) = held(quiet)
    assert (shown.reason, shown.part) == ("BROKEN", "correlation_key")
    send_message_again(broken, quiet.unit_of_work(), quiet.actor(SUPERVISOR))
    assert send(quiet, engine) == 0, "it is as broken as before"
    assert held(quiet)[0].is_held
    change(quiet, broken, payload=good)
    send_message_again(broken, quiet.unit_of_work(), quiet.actor(SUPERVISOR))
    assert send(quiet, engine) == 2
    assert engine.published == ["one:1", "one:2"]
    assert held(quiet) == []


def test_a_message_of_an_unknown_name_is_broken() -> None:
    with pytest.raises(PayloadBroken, match="name"):
        PublishMessage.read({"name": "complaint.no-such", "correlation_key": "c1", "message_id": "c1:1"})


def test_a_dropped_message_lets_those_behind_it_leave_and_keeps_who_and_why(quiet: FullOffice) -> None:
    engine = Recorder()
    unknown = tell(quiet, "one", "one:1")
    tell(quiet, "one", "one:2")
    change(quiet, unknown, kind="send_sms")
    send(quiet, engine)
    with pytest.raises(InvalidInput):
        drop_message(unknown, "  ", quiet.unit_of_work(), quiet.actor(SUPERVISOR))
    drop_message(unknown, "短信通道已停用", quiet.unit_of_work(), quiet.actor(SUPERVISOR))
    assert send(quiet, engine) == 1
    assert engine.published == ["one:2"]
    row = quiet.rows(OutboxRow, id=unknown)[0]
    assert (row.failed_reason, row.dropped_by, row.drop_reason) == (DROPPED, SUPERVISOR, "短信通道已停用")
    (event,) = quiet.rows(TrailEvent, kind="message.dropped")
    assert (event.actor, event.payload["message_id"]) == (SUPERVISOR, unknown)
    with pytest.raises(Conflict):
        send_message_again(unknown, quiet.unit_of_work(), quiet.actor(SUPERVISOR))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (MessageName.REGISTERED, "MESSAGE_BEGINS_RUN"),
        (MessageName.RECUSAL_REQUESTED, "MESSAGE_BEGINS_REQUEST"),
        (MessageName.EXTENSION_REQUESTED, "MESSAGE_BEGINS_REQUEST"),
        (MessageName.STUDY_OPENED, "MESSAGE_BEGINS_WORK"),
        (MessageName.SUPPLEMENT_RECEIVED, ""),
        (MessageName.CLOCK_CHANGED, ""),
    ],
)
def test_what_begins_something_is_never_dropped_and_says_what_to_do_instead(
    quiet: FullOffice, name: MessageName, kept: str
) -> None:
    """Dropped, it would leave a complaint or a request that nothing can begin; one among others stops all of a batch."""
    other = tell(quiet, "one", "one:1")
    begins = tell(quiet, "two", "two:1")
    good = quiet.rows(OutboxRow, id=begins)[0].payload
    for row in (other, begins):
        change(quiet, row, attempts=TRIES_BEFORE_HELD)
    change(quiet, begins, payload=good | {"name": name.value})
    shown = {one.id: one.effect for one in held(quiet)}
    assert shown[begins] == MessageEffect(name.value, kept)
    if not kept:
        drop_message(begins, "不再需要", quiet.unit_of_work(), quiet.actor(SUPERVISOR))
        return
    with pytest.raises(RuleRefused) as refused:
        drop_messages([other, begins], "不再需要", quiet.unit_of_work(), quiet.actor(SUPERVISOR))
    assert refused.value.code == kept
    assert has_text(f"problem.{kept}")
    assert has_text(f"advice.{kept}")
    assert [row.sent_at for row in quiet.rows(OutboxRow) if row.id in (other, begins)] == [None, None]
    # What cannot be read can never be sent.
    change(quiet, begins, payload={"name": name.value, "message_id": "two:1"})
    drop_message(begins, "内容损坏", quiet.unit_of_work(), quiet.actor(SUPERVISOR))


def test_a_task_whose_completion_is_dropped_is_done_here(quiet: FullOffice) -> None:
    """What was submitted is on record and counts; the comparison then says that the engine still waits for it."""
    case = quiet.file().complaint_id
    key = add_task(quiet, case, "decide-acceptance")
    with quiet.unit_of_work() as unit:
        unit.session.get_one(Task, key).state = TaskState.SUBMITTED
        message = CompleteUserTask(user_task_key=key, complaint_id=case)
        unit.outbox.add(message, key_of_completion(key))
    (row,) = quiet.rows(OutboxRow, kind=CompleteUserTask.KIND)
    change(quiet, row.id, held_at=quiet.clock.now(), failed_reason="INVALID_INPUT")
    drop_message(row.id, "流程已改", quiet.unit_of_work(), quiet.actor(SUPERVISOR))
    (task,) = quiet.rows(Task, user_task_key=key)
    assert (task.state, task.end_reason) == (TaskState.COMPLETED, "UNTOLD")
    assert task.ended_at is not None
    assert has_text("ended.UNTOLD")


def test_every_message_of_a_diagram_is_named_in_words() -> None:
    assert [name for name in MessageName if not has_text(f"outbox_message.{name}")] == []


def test_a_kind_of_a_newer_release_waits_for_that_release(
    quiet: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HS-3: a release that adds a kind and is rolled back does not stop the cases, and loses nothing."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class SendSms(Message):
        """A kind of the next release."""

        KIND = "send_sms"
        SUBJECT = "to"
        to: str

        @classmethod
        def read(cls, payload: Mapping[str, object]) -> Self:
            return cls(to=text_in(payload, "to"))

        def send(self, sending: Sending) -> str | None:
            cast(Recorder, sending.engine).published.append(self.to)
            return None

    engine = Recorder()
    newer = tell(quiet, "one", "one:1")
    change(quiet, newer, kind="send_sms", payload={"to": "wen.rusheng"}, release="99.0.0")
    tell(quiet, "two", "two:1")
    assert send(quiet, engine) == 1
    (shown,) = held(quiet)
    assert (shown.reason, shown.part, shown.is_held) == ("NEWER_RELEASE", "99.0.0", False)
    monkeypatch.setitem(registry.KINDS, SendSms.KIND, SendSms)
    quiet.clock.moment += timedelta(minutes=2)
    quiet.system_clock = quiet.clock
    assert send(quiet, engine) == 1
    assert engine.published == ["two:1", "wen.rusheng"]


def test_a_fault_that_nobody_foresaw_stops_no_other_message_and_is_held_when_it_stays(
    quiet: FullOffice,
) -> None:
    quiet.system_clock = quiet.clock
    engine = Recorder(faults={"one:1": KeyError("name")})
    tell(quiet, "one", "one:1")
    tell(quiet, "two", "two:1")
    assert send(quiet, engine) == 1
    assert held(quiet) == [], "a passing fault is nobody's work"
    for _ in range(TRIES_BEFORE_HELD - 1):
        quiet.clock.moment += timedelta(minutes=2)
        send(quiet, engine)
    (shown,) = held(quiet)
    assert (shown.reason, shown.part, shown.is_held) == ("UNEXPECTED", "KeyError", True)


def test_what_the_engine_refuses_as_wrong_is_held_at_once(quiet: FullOffice) -> None:
    engine = Recorder(faults={"one:1": InvalidInput({"name": "BAD"})})
    tell(quiet, "one", "one:1")
    assert send(quiet, engine) == 0
    assert [(shown.reason, shown.is_held) for shown in held(quiet)] == [("INVALID_INPUT", True)]


def test_more_held_messages_than_a_batch_do_not_hide_a_later_one(
    quiet: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_step, "BATCH", 3)
    engine = Recorder()
    for no in range(5):
        change(quiet, tell(quiet, f"held{no}", f"held{no}:1"), kind="send_sms")
    send(quiet, engine)
    send(quiet, engine)
    tell(quiet, "two", "two:1")
    send(quiet, engine)
    assert engine.published == ["two:1"]


def test_only_a_supervisor_repairs_messages(quiet: FullOffice) -> None:
    with pytest.raises(NotPermitted):
        list_held_messages(quiet.unit_of_work(), quiet.actor("wen.rusheng"))
    with pytest.raises(NotPermitted):
        drop_message(1, "试试", quiet.unit_of_work(), quiet.actor("wen.rusheng"))
    with pytest.raises(NotFound):
        send_message_again(10_000, quiet.unit_of_work(), quiet.actor(SUPERVISOR))


def test_whoever_must_keep_away_from_a_case_sees_none_of_its_messages(
    quiet: FullOffice, office_database: Database
) -> None:
    """A supervisor who is complained about repairs nothing of that case."""
    from tests.web_staff.cases import complain_about

    complaint_id = quiet.file().complaint_id
    unknown = tell(quiet, "one", "one:1", complaint_id)
    change(quiet, unknown, kind="send_sms")
    send(quiet, Recorder())
    assert unknown in {shown.id for shown in held(quiet)}
    complain_about(quiet, complaint_id, SUPERVISOR)
    assert unknown not in {shown.id for shown in held(quiet)}
    with pytest.raises(NotFound):
        send_message_again(unknown, quiet.unit_of_work(), quiet.actor(SUPERVISOR))
