"""The programs that may deliver: registered by an administrator, each with a secret, for a while with two."""

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from models.ground.codes import Channel, Role
from models.ground.errors import InvalidInput, NotFound
from models.office.message_source import MessageSource
from services.actor import Actor, require_role
from services.unit_of_work import Unit, UnitOfWork

CHANNELS = (Channel.CHAT, Channel.SOCIAL)
LONGEST_NAME = 80
_CODE = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]", re.ASCII)
_SECRET_BYTES = 32


class SourceStep(StrEnum):
    """What is done with a source. NEW_SECRET leaves the one that is in use valid beside it."""

    NEW_SECRET = "new_secret"  # noqa: S105 - a step
    DROP_EARLIER = "drop_earlier"
    STOP = "stop"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class RegisterSource:
    """As typed. `code` names it in its address for ever."""

    code: str
    name: str
    channel: str


def register_source(command: RegisterSource, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its secret, told this once. InvalidInput by field; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    code, name = command.code.strip(), command.name.strip()
    with unit_of_work as unit:
        if faults := _find_faults(code, name, command.channel, unit):
            raise InvalidInput(faults)
        row = MessageSource(code=code, name=name, channel=Channel(command.channel), made_by=actor.name)
        row.secret, row.secret_at = _draw(), unit.clock.now()
        row.made_at = row.secret_at
        unit.session.add(row)
        unit.trail.add(None, "source.registered", {"source": code, "channel": command.channel}, actor)
        return row.secret


def change_source(code: str, step: SourceStep, unit_of_work: UnitOfWork, actor: Actor) -> str | None:
    """The new secret where one was drawn, told this once; NotFound for no such source.

    A step that is done already changes nothing, but for NEW_SECRET: again before the earlier one was dropped it replaces the
    newer one, which nobody may have seen, and leaves the one in use.
    """
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        row = unit.session.get(MessageSource, code, with_for_update=True)
        if row is None:
            raise NotFound
        drawn = _take(row, step, unit)
        unit.trail.add(None, f"source.{step.value}", {"source": code}, actor)
        return drawn


def list_sources(unit_of_work: UnitOfWork, actor: Actor) -> list[MessageSource]:
    """All of them by code, those that were stopped too."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        return list(unit.session.scalars(select(MessageSource).order_by(MessageSource.code)))


def _take(row: MessageSource, step: SourceStep, unit: Unit) -> str | None:
    now = unit.clock.now()
    if step is SourceStep.NEW_SECRET:
        row.earlier_secret = row.earlier_secret or row.secret
        row.secret, row.secret_at = _draw(), now
        return row.secret
    if step is SourceStep.DROP_EARLIER:
        row.earlier_secret = None
    else:
        row.stopped_at = (row.stopped_at or now) if step is SourceStep.STOP else None
    return None


def _draw() -> str:
    return secrets.token_urlsafe(_SECRET_BYTES)


def _find_faults(code: str, name: str, channel: str, unit: Unit) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not code or not _CODE.fullmatch(code):
        faults["code"] = "NOT_A_SOURCE_CODE" if code else "REQUIRED"
    elif unit.session.get(MessageSource, code) is not None:
        faults["code"] = "SOURCE_TAKEN"
    if not 1 <= len(name) <= LONGEST_NAME:
        faults["name"] = "TOO_LONG" if name else "REQUIRED"
    if channel not in CHANNELS:
        faults["channel"] = "NOT_AN_OPTION"
    return faults
