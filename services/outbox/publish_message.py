"""A message for a diagram; the start message of a run is sent until the run has bound its instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy import select

from bpmn.names import MessageName, ProcessId
from models.case.case_run import CaseRun
from models.clock.legal_time import as_iso
from models.ledger.outbox import OutboxRow
from services.outbox.message import (
    LONGEST_WAIT_SECONDS,
    Message,
    NotYet,
    PayloadBroken,
    Sending,
    optional_text_in,
    text_in,
    variables_in,
)
from services.ports.engine import OutgoingMessage
from services.unit_of_work import Unit, UnitFactory

# Longer than any outage the sender itself survives, so that the engine knows a repeat (decision 7: >= 24 h).
TIME_TO_LIVE_MS = 7 * 24 * 3600 * 1000
# While the first worker has not bound its instance, the start message is published again this often.
START_REPEAT_SECONDS = 5.0
# After so many attempts, about two minutes, and each doubling of them it is a new message: the engine may have kept the
# one before without taking it up.
RENEWED_AFTER = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishMessage(Message):
    """`correlation_key` is the id of the thing the message is about, `message_id` what makes a repeat harmless."""

    KIND = "publish_message"
    SUBJECT = "correlation_key"

    name: str
    correlation_key: str
    message_id: str
    variables: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """As Message.read."""
        return cls(
            name=_known(text_in(payload, "name")),
            correlation_key=text_in(payload, "correlation_key"),
            message_id=text_in(payload, "message_id"),
            variables=variables_in(payload),
            complaint_id=optional_text_in(payload, "complaint_id"),
        )

    @property
    def longest_wait_seconds(self) -> float:
        """A run that has not begun is asked for soon again."""
        return START_REPEAT_SECONDS if self._is_start else LONGEST_WAIT_SECONDS

    def send(self, sending: Sending) -> str | None:
        """Publish. A start is done only when the first worker has written the instance's key.

        An engine keeps a start message that comes before its diagram, and never takes it up (ADR 0192): the start waits
        for the diagram, and is a new message from time to time while no run takes it up.
        """
        if self._is_start:
            if self._is_bound(sending.make_unit):
                return None
            if not sending.engine.has_process(ProcessId.COMPLAINT):
                raise NotYet
        sending.engine.publish_message(
            OutgoingMessage(
                name=self.name,
                correlation_key=self.correlation_key,
                message_id=self._message_id_of(sending.attempts),
                variables=dict(self.variables),
                time_to_live_ms=TIME_TO_LIVE_MS,
            )
        )
        if self._is_start:
            # A repeat is known by its id, and a second instance ends at its first worker: both are harmless.
            raise NotYet
        return None

    def _message_id_of(self, attempts: int) -> str:
        """The message's own id, and for a start after every doubling of the attempts another one.

        So a day without workers makes ten messages of a start, not one every five seconds.
        """
        renewals = (attempts // RENEWED_AFTER).bit_length() if self._is_start else 0
        return f"{self.message_id}#{renewals}" if renewals else self.message_id

    @property
    def _is_start(self) -> bool:
        return self.name == MessageName.REGISTERED

    def _is_bound(self, make_unit: UnitFactory) -> bool:
        with make_unit().reading() as unit:
            run = unit.session.get(CaseRun, (self.correlation_key, self.variables.get("run_no")))
            return run is not None and run.process_instance_key is not None


def _known(name: str) -> str:
    """A message that no shipped diagram has would wait in the engine for nothing."""
    if name not in set(MessageName):
        raise PayloadBroken("name")
    return name


def publish(message: PublishMessage, unit: Unit) -> None:
    """Publish after the commit; a second message with the same name and id is the same message."""
    unit.outbox.add(message, f"{message.name}:{message.message_id}")


def start_run(complaint_id: str, run_no: int, unit: Unit) -> None:
    """Begin a run of a case after the commit; a repeat within its time to live begins nothing."""
    publish(_start_of(complaint_id, run_no, f"{complaint_id}:{run_no}"), unit)


def start_run_again(complaint_id: str, run_no: int, unit: Unit) -> None:
    """The same for a run whose start is not told any more; an instance that it had begun all the same is the run or ends."""
    moment = as_iso(unit.ports.system_clock.now())
    publish(_start_of(complaint_id, run_no, f"{complaint_id}:{run_no}:{moment}"), unit)


def list_cases_to_start(runs: Mapping[str, int], unit: Unit) -> set[str]:
    """Those cases whose run of this number has a start that has not left; it leaves after the run has begun, or by a person."""
    subjects = [f"{PublishMessage.SUBJECT}:{case}" for case in runs]
    if not subjects:
        return set()
    waiting = select(OutboxRow.payload).where(
        OutboxRow.subject.in_(subjects),
        OutboxRow.sent_at.is_(None),
        OutboxRow.kind == PublishMessage.KIND,
    )
    return {
        case
        for payload in unit.session.scalars(waiting)
        if payload.get("name") == MessageName.REGISTERED
        and (case := str(payload.get("correlation_key"))) in runs
        and variables_in(payload).get("run_no") == runs[case]
    }


def _start_of(complaint_id: str, run_no: int, message_id: str) -> PublishMessage:
    return PublishMessage(
        name=MessageName.REGISTERED,
        correlation_key=complaint_id,
        message_id=message_id,
        variables={"complaint_id": complaint_id, "run_no": run_no},
        complaint_id=complaint_id,
    )
