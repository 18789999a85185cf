"""How the trail stands: how long it is, the heads noted outside compared with it, and what the last walk found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from models.ground.codes import Role
from models.ledger.trail_event import TrailEvent
from models.ledger.trail_head import (
    HeadFault,
    NotedHeads,
    TrailHead,
    find_head,
    find_head_faults,
    read_heads,
)
from models.ledger.trail_verified import TrailVerified, find_verified
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork

_LONGEST_FILE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ChainFiles:
    """Where the workers note heads, and where the command notes what it found."""

    heads: Path
    verified: Path


@dataclass(frozen=True, slots=True)
class ChainState:
    """`now` None of a trail without a row; `noted` None where no file of heads can be read; `faults` of noted heads.

    `is_last_there`: whether the row up to which the last walk came is still that row; None without a walk.
    """

    now: TrailHead | None
    noted: NotedHeads | None
    faults: tuple[tuple[TrailHead, HeadFault], ...]
    last: TrailVerified | None
    is_last_there: bool | None


def read_chain(files: ChainFiles | None, unit_of_work: UnitOfWork, actor: Actor) -> ChainState:
    """The noted heads are compared anew at each look; the whole chain is walked by the command alone.

    NotPermitted for who is no auditor.
    """
    require_role(actor, Role.AUDITOR)
    noted = _read(files.heads) if files else None
    last = find_verified(files.verified) if files else None
    with unit_of_work.reading() as unit:
        now = find_head(unit.session, unit.clock.now())
        faults = tuple(find_head_faults(noted.heads, unit.session)) if noted else ()
        is_there = None
        if last is not None:
            told = unit.session.scalar(select(TrailEvent.hash).where(TrailEvent.seq == last.rows))
            is_there = told == last.head
    return ChainState(now, noted, faults, last, is_there)


def _read(file: Path) -> NotedHeads | None:
    try:
        # A head a day is 70 KB a year: what is longer is none, and would be read in a request.
        return read_heads(file) if file.stat().st_size <= _LONGEST_FILE else None
    except OSError:
        return None
