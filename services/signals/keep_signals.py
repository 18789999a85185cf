"""What a portion found becomes rows: the same portion again, or by two at once, changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, insert, select, tuple_

from models.clock.legal_time import beijing_date
from models.ground.ids import new_id
from models.ground.lock_or_insert import lock_or_insert
from models.ground.signal_codes import SignalCode, SignalState
from models.office.falsification_signal import THE_WATCH, FalsificationSignal, SignalExposure, SignalWatch
from services.actor import SYSTEM
from services.signals.copied_findings import Print, keep_prints
from services.signals.looked import Looked
from services.signals.rank_people import Rate
from services.unit_of_work import Unit

_AT_ONCE = 300
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Portion:
    """Cases of the trail after `since` through `until`, what every rule says of them, and the prints of their findings.

    A rule may say something of records of other cases too.
    """

    since: int
    until: int
    ids: Sequence[str]
    found: Sequence[tuple[SignalCode, Looked]]
    prints: Sequence[Print]


def keep_portion(portion: Portion, unit: Unit) -> bool:
    """Whether it was kept; False where another process went on from the same place."""
    now = unit.clock.now()
    watch = _lock_watch(now, unit)
    if watch.seq != portion.since:
        return False
    keep_prints(portion.ids, portion.prints, unit)
    _keep_exposures(portion, unit)
    raised = _keep_fired(portion, now, unit)
    watch.seq, watch.looked_at = portion.until, now
    if raised:
        unit.trail.add(None, "signal.raised", {"raised": dict(raised), "through": portion.until}, SYSTEM)
    return True


def keep_rates(rates: Sequence[Rate], unit: Unit) -> None:
    """What the page reads."""
    now = unit.clock.now()
    watch = _lock_watch(now, unit)
    watch.rates = [[code.value, person, looked, fired] for code, person, looked, fired in rates]
    watch.counted_at = now


def _lock_watch(now: datetime, unit: Unit) -> SignalWatch:
    first = {"seq": 0, "looked_at": now, "counted_at": None, "rates": []}
    return lock_or_insert(unit.session, SignalWatch, THE_WATCH, id=THE_WATCH, **first)


def _keep_exposures(portion: Portion, unit: Unit) -> None:
    """Those of the portion anew; of other cases the records that were looked at."""
    own = set(portion.ids)
    unit.session.execute(delete(SignalExposure).where(SignalExposure.complaint_id.in_(own)))
    others = [(one.complaint_id, code, one.key) for code, one in portion.found if one.complaint_id not in own]
    for part in _parts(others):
        key = tuple_(SignalExposure.complaint_id, SignalExposure.code, SignalExposure.key)
        unit.session.execute(delete(SignalExposure).where(key.in_(part)))
    rows = {
        (one.complaint_id, code, one.key): {
            "complaint_id": one.complaint_id,
            "code": code,
            "key": one.key,
            "person": one.person,
            "on_day": beijing_date(one.at),
            "fires": int(bool(one.evidence)),
        }
        for code, one in portion.found
    }
    if rows:
        unit.session.execute(insert(SignalExposure), list(rows.values()))


def _keep_fired(portion: Portion, now: datetime, unit: Unit) -> Counter[str]:
    """How many were raised, by code."""
    fired = {(one.complaint_id, code, one.key): one for code, one in portion.found if one.evidence}
    known = _list_known({*portion.ids, *(one.complaint_id for _, one in portion.found)}, unit)
    asked = {(one.complaint_id, code, one.key) for code, one in portion.found}
    raised: Counter[str] = Counter()
    for key, one in fired.items():
        row = known.get(key)
        if row is None:
            unit.session.add(_new(key[1], one, now))
            raised[key[1].value] += 1
            continue
        row.ceased_at = None
        if row.state is SignalState.OPEN:
            row.person, row.at, row.evidence = one.person, one.at, [part.as_json() for part in one.evidence]
    own = set(portion.ids)
    for key, row in known.items():
        # A record of these cases that is no more, or that does go together now.
        if key not in fired and (key in asked or row.complaint_id in own) and row.ceased_at is None:
            row.ceased_at = now
    unit.session.flush()
    return raised


def _list_known(cases: Iterable[str], unit: Unit) -> dict[tuple[str, SignalCode, str], FalsificationSignal]:
    found = {}
    for part in _parts(sorted(cases)):
        query = select(FalsificationSignal).where(FalsificationSignal.complaint_id.in_(part))
        for row in unit.session.scalars(query):
            found[(row.complaint_id, row.code, row.key)] = row
    return found


def _new(code: SignalCode, one: Looked, now: datetime) -> FalsificationSignal:
    return FalsificationSignal(
        id=new_id(),
        complaint_id=one.complaint_id,
        code=code,
        key=one.key,
        person=one.person,
        at=one.at,
        found_at=now,
        evidence=[part.as_json() for part in one.evidence],
        state=SignalState.OPEN,
    )


def _parts(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
