"""A message that comes without a clerk is filed by the office itself: once per number of its source, read by nobody before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.ground.codes import Channel, Role
from models.ground.errors import InvalidInput
from services.actor import SYSTEM, Actor, require_role
from services.filing.hotline_order import NewOrder, note_order
from services.filing.new_case import FiledComplaint, NewCase
from services.filing.open_once import SentForm, find_filed, open_once
from services.filing.raw_shapes import SHAPES, ReadMessage, read_message
from services.filing.register_complaint import MAX_RAW
from services.unit_of_work import Unit, UnitOfWork

_ID_DIGITS = 48


@dataclass(frozen=True, slots=True)
class FileRawMessage:
    """When the channel had the message, and the message as the source's own fields by their own names.

    `channel_due_at`: until when the channel wants it handled, where it says so.
    """

    channel: Channel
    received_at: datetime
    message: Mapping[str, object] = field(default_factory=dict)
    channel_due_at: datetime | None = None


def file_raw_message(command: FileRawMessage, unit_of_work: UnitOfWork, actor: Actor) -> FiledComplaint:
    """File it; the same number of the same source again is the first one, whatever else the source says by then.

    `actor` delivers it, a program with an intake account, and neither registers it nor gains a right by it. InvalidInput by
    field: a channel that no program delivers, no number of the source (on `message`), a moment to come, too much raw text.
    """
    require_role(actor, Role.INTAKE)
    with unit_of_work as unit:
        return file_in(command, unit, actor)


def file_in(command: FileRawMessage, unit: Unit, actor: Actor) -> FiledComplaint:
    """The same in the caller's unit, who has asked for the role."""
    if command.channel not in SHAPES:
        raise InvalidInput({"channel": "NOT_AN_OPTION"})
    read = read_message(command.channel, command.message, is_coded=True)
    raw = json.dumps(dict(command.message), ensure_ascii=False, indent=1)
    _check(read, raw)
    form = SentForm(submission_id_of(command.channel, read.source_id), [command.channel, read.source_id], ())
    if filed := find_filed(form, unit):
        return filed
    if command.received_at > unit.clock.now():
        raise InvalidInput({"received_at": "IN_THE_FUTURE"})
    case = NewCase(
        submission_id=form.submission_id,
        channel=command.channel,
        received_at=command.received_at,
        statement=read.statement,
        raw=raw,
        sender=read.sender,
        meta={"source_reference": read.source_id},
        channel_due_at=command.channel_due_at,
    )
    filed = open_once(form, case, unit, SYSTEM)
    unit.trail.add(filed.complaint_id, "complaint.delivered", {"channel": command.channel.value}, actor)
    if command.channel is Channel.HOTLINE_12345:
        note_order(NewOrder(read.source_id, filed.complaint_id, command.message, command.received_at), unit)
    return filed


def _check(read: ReadMessage, raw: str) -> None:
    if not read.source_id:
        raise InvalidInput({"message": "SOURCE_ID_REQUIRED"})
    if len(raw) > MAX_RAW:
        raise InvalidInput({"message": "TOO_LONG"})


def submission_id_of(channel: Channel, source_id: str) -> str:
    """One id a message of a source; the query code is made of it with the office's key, so nobody else can."""
    return hashlib.sha256(f"{channel.value}\n{source_id}".encode()).hexdigest()[:_ID_DIGITS]
