"""Limits of many cases as an office lives them: opened, held, extended and ended by its own services at moments of a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.lifecycle import (
    ClockKind,
    ClockMoveReason,
    ClockPauseReason,
    ClockStopReason,
    RequestState,
)
from models.case.number_series import take_number
from models.clock.legal_time import beijing_date, parse_moment, to_beijing
from models.ground.codes import Channel, Complexity, IdentityKind
from models.ground.ids import ClockId, ComplaintId, new_id
from services.clocks.extend_clock import ExtendClock, extend_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.pause_clock import PauseClock, pause_clock, resume_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.unit_of_work import Unit
from tests.office import Office

FIRST = parse_moment("2026-01-05T00:00")
_KINDS = (ClockKind.RESOLVE, ClockKind.RESOLVE, ClockKind.ACCEPTANCE, ClockKind.RETURN_VISIT)


@dataclass(frozen=True)
class Happened:
    """What happened to a limit: `pause`, `resume`, `extend` or `stop`, by which request, and how many days in which unit."""

    at: datetime
    what: str
    subject: str = ""
    amount: int = 0
    unit: str = "wd"


@dataclass(frozen=True)
class Lived:
    """One limit of one case, whatever its days are; `amount` is one that a decision granted."""

    kind: ClockKind
    opened_at: datetime
    complexity: Complexity | None = None
    amount: int | None = None
    asked_by_channel: datetime | None = None
    unit_code: str | None = None
    happened: tuple[Happened, ...] = field(default=())


def list_lived(seed: int, number: int) -> list[Lived]:
    """The same ones for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - the same cases for the same seed
    return [_one(rng) for _ in range(number)]


def _one(rng: random.Random) -> Lived:
    kind = rng.choice(_KINDS)
    opened = FIRST + timedelta(minutes=rng.randrange(260 * 24 * 60))
    at, happened = opened, list[Happened]()
    held: list[str] = []
    for no in range(rng.randrange(6)):
        at += timedelta(minutes=rng.randrange(1, 12 * 24 * 60))
        what = rng.choice(("pause", "pause", "resume", "extend"))
        if what == "resume" and held:
            happened.append(Happened(at, "resume", held.pop(rng.randrange(len(held)))))
        elif what == "extend":
            happened.append(
                Happened(at, "extend", amount=rng.randrange(1, 15), unit=rng.choice(("wd", "cd")))
            )
        else:
            held.append(f"request-{no}")
            happened.append(Happened(at, "pause", held[-1]))
    if rng.random() < 0.85:
        at += timedelta(minutes=rng.randrange(1, 25 * 24 * 60))
        happened.append(Happened(at, "stop"))
    asks = kind is ClockKind.RESOLVE and rng.random() < 0.3
    return Lived(
        kind,
        opened,
        rng.choice(list(Complexity)) if kind is ClockKind.RESOLVE else None,
        rng.randrange(2, 9) if kind is ClockKind.RETURN_VISIT and rng.random() < 0.5 else None,
        opened + timedelta(days=rng.randrange(1, 40)) if asks else None,
        rng.choice(("RS", "GJJ", None)),
        tuple(happened),
    )


def live(office: Office, lived: Lived) -> str:
    """The id of the limit."""
    return live_all(office, [lived])[0]


def live_all(office: Office, lives: list[Lived]) -> list[str]:
    """The ids of their limits, each of a case of its own, in this order; all in one transaction."""
    with office.unit_of_work() as unit:
        return [_live(office, lived, unit) for lived in lives]


def _live(office: Office, lived: Lived, unit: Unit) -> str:
    complaint_id, at = ComplaintId(new_id()), lived.opened_at
    office.clock.moment = at
    complaint = Complaint(
        id=complaint_id,
        number=take_number(unit.session, "YH", to_beijing(at).year),
        channel=Channel.HOTLINE_12345 if lived.asked_by_channel else Channel.PORTAL,
        channel_due_at=lived.asked_by_channel,
        received_at=at,
        received_hour=to_beijing(at).hour,
        registered_at=at,
        matter="窗口无人",
        handling_unit=lived.unit_code,
        identity_kind=IdentityKind.ANONYMOUS if lived.amount else IdentityKind.REAL_NAME,
        effective_received=beijing_date(at),
        submission_id=new_id(),
        query_code_hmac="0" * 64,
        privacy_notice_version="1",
    )
    unit.session.add(complaint)
    unit.session.flush()
    opening = OpenClock(complaint_id, lived.kind, 1, at, lived.complexity, amount=lived.amount)
    clock_id = open_clock(opening, unit).id
    for happened in lived.happened:
        office.clock.moment = happened.at
        _happen(happened, ClockId(clock_id), complaint_id, unit)
    return clock_id


def _happen(happened: Happened, clock_id: ClockId, complaint_id: ComplaintId, unit: Unit) -> None:
    if happened.what == "pause":
        pause_clock(PauseClock(clock_id, ClockPauseReason.SUPPLEMENT, subject_id=happened.subject), unit)
    elif happened.what == "resume":
        resume_clock(clock_id, unit, subject_id=happened.subject)
    elif happened.what == "stop":
        stop_clock(StopClock(clock_id, ClockStopReason.DECIDED), unit)
    else:
        before = extend_clock(
            ExtendClock(clock_id, happened.amount, happened.unit, ClockMoveReason.EXTENSION), unit
        )
        unit.session.add(
            Extension(
                id=new_id(),
                complaint_id=complaint_id,
                no=1,
                round=1,
                state=RequestState.ANSWERED,
                requested_by="xun.wenshi",
                requested_at=happened.at,
                reason="等外地单位确认",
                amount=happened.amount,
                unit=happened.unit,
                extended_clock_id=clock_id,
                old_due_at=before.original_due_at,
                # By a letter that left three days before it was put on record.
                told_at=happened.at - timedelta(days=3),
                ended_at=happened.at,
                is_effective=True,
            )
        )
