"""The workers' look at the anchor: they begin no job before the store is known as the office's, and stop where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.ground.errors import NotFound, OutsideUnavailable
from models.office.engine_anchor import STRANGE, StoreState
from models.office.standstill import Standstill, StandstillKind, StandstillLook
from services.anchor.begin_anchor import begin_anchor
from services.anchor.judge_store import Judged, judge_store
from services.anchor.pulse import PULSE_EVERY, beat_pulse
from services.anchor.read_anchor import lock_anchor
from services.anchor.store_notice import STORE_ROW, tell_no_anchor
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.unit_of_work import Unit, UnitFactory

# By the machine's clock. Two requests each while all is well.
LOOK_EVERY = timedelta(seconds=15)
LOOK_AGAIN = timedelta(seconds=1)
LOOK_LATER = timedelta(seconds=10)
# Searches of a cluster may be behind for minutes before people are told; that they are not is known where the engine has
# counted further than the database.
PATIENCE = timedelta(minutes=5)


@dataclass(slots=True)
class StoreGate:
    """What this process knows: whether it may do jobs, and when it looks next.

    `may_begin`: whether the diagrams have been installed; `patience` before people are told.
    """

    may_begin: Callable[[], bool] = lambda: True
    patience: timedelta = PATIENCE
    is_open: bool = False
    due_at: datetime | None = None
    strange_since: datetime | None = None
    # Begun by this process then, and not shown by a search yet.
    begun_here_at: datetime | None = None
    pulse_due_at: datetime | None = None
    # How often the engine was away; a look that began before says nothing of the store that is there now.
    doubts: int = 0
    # People are told once that no anchor can begin.
    is_unanchored_told: bool = False

    def doubt(self) -> None:
        """The engine was away: another store may be there when it comes back, so it is asked for the newest keys first."""
        self.doubts += 1
        self.is_open, self.due_at = False, None


def anchor_step(make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor, gate: StoreGate) -> int:
    """0, since a store that is not the office's is no work for the workers. OutsideUnavailable while the engine is away.

    The first look, and each while the gate is closed, asks for the newest keys too; the others for the anchor alone, since
    keys of a moment ago may not be shown yet.
    """
    with make_unit().reading() as unit:
        moment = unit.ports.system_clock.now()
    if gate.due_at is not None and moment < gate.due_at:
        return 0
    doubts = gate.doubts
    try:
        judged = judge_store(make_unit, engine, monitor, with_keys=not gate.is_open)
        is_due = judged.state is StoreState.TO_BEGIN and gate.doubts == doubts
        begun = is_due and gate.may_begin() and _begin(judged, make_unit, engine, monitor)
        # Both take several requests: what came in between is not overwritten.
        if gate.doubts != doubts:
            return 0
        if is_due and not begun:
            # On its own store the office works without one, until its diagram is there.
            gate.is_open, gate.due_at = True, moment + LOOK_AGAIN
            if begun is None:
                _tell_once(judged, moment, gate, make_unit)
            return 0
        if is_due:
            gate.begun_here_at, judged = moment, Judged(StoreState.OURS, None)
    except OutsideUnavailable:
        gate.doubt()
        raise
    if judged.is_known_there:
        gate.begun_here_at = None
    elif gate.is_open and gate.begun_here_at is not None and moment < gate.begun_here_at + PATIENCE:
        judged = Judged(StoreState.OURS, judged.known)
    _follow(judged, moment, gate, make_unit)
    if judged.state is StoreState.OURS and (gate.pulse_due_at is None or moment >= gate.pulse_due_at):
        beat_pulse(judged, moment, make_unit, engine)
        gate.pulse_due_at = moment + PULSE_EVERY
    return 0


def _begin(judged: Judged, make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor) -> bool | None:
    """As begin_anchor; None while its diagram is not there: it comes with the next installation."""
    try:
        return begin_anchor(judged.known, make_unit, engine, monitor)
    except NotFound:
        return None


def _tell_once(judged: Judged, moment: datetime, gate: StoreGate, make_unit: UnitFactory) -> None:
    if not gate.is_unanchored_told:
        known = judged.known
        tell_no_anchor(None if known is None else known.key, moment, make_unit)
        gate.is_unanchored_told = True


def _follow(judged: Judged, moment: datetime, gate: StoreGate, make_unit: UnitFactory) -> None:
    gate.is_open = judged.state is StoreState.OURS
    if gate.is_open:
        gate.is_unanchored_told = False
        gate.strange_since, gate.due_at = None, moment + LOOK_EVERY
    else:
        gate.strange_since = gate.strange_since or moment
        is_new = moment - gate.strange_since < timedelta(minutes=1)
        gate.due_at = moment + (LOOK_AGAIN if is_new else LOOK_LATER)
        may_be_lag = judged.state is not StoreState.DATABASE_OLDER
        if may_be_lag and moment - gate.strange_since < gate.patience:
            return
    if judged.known is None or judged.known.state is not judged.state:
        with make_unit() as unit:
            _keep(judged.state, moment, unit)


def _keep(state: StoreState, moment: datetime, unit: Unit) -> None:
    """The state, and the row that supervisors and receivers of alerts are told by."""
    row = lock_anchor(unit)
    if row.state is StoreState.TO_BEGIN and row.process_instance_key is None and state in STRANGE:
        # A person has accepted the store since it was looked at.
        return
    if row.state is not state:
        row.state, row.since = state, moment
    told = unit.session.get(Standstill, (StandstillKind.STORE, STORE_ROW))
    if state not in STRANGE:
        if told is not None:
            unit.session.delete(told)
        return
    if told is None:
        told = Standstill(kind=StandstillKind.STORE, key=STORE_ROW, since=moment)
        unit.session.add(told)
    told.facts = {"state": state.value}
    unit.session.merge(StandstillLook(kind=StandstillKind.STORE, looked_at=moment))
