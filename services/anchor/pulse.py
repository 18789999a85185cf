"""Both stores count in step: the one that has counted less is the older one."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.anchor.judge_store import PULSE, Judged
from services.anchor.read_anchor import lock_anchor
from services.ports.engine import ProcessEngine
from services.unit_of_work import UnitFactory

# By the machine's clock; also at each start of the workers.
PULSE_EVERY = timedelta(minutes=5)


def beat_pulse(judged: Judged, moment: datetime, make_unit: UnitFactory, engine: ProcessEngine) -> None:
    """Count one on, here first: what was not told the engine is told again, and two processes count once.

    OutsideUnavailable while the engine is away: it is one behind then, which is no older store.
    """
    known = judged.known
    if known is None or known.key is None or not judged.is_known_there:
        # A moment old: it holds the present count.
        return
    with make_unit() as unit:
        row = lock_anchor(unit)
        if (row.process_instance_key, row.pulse) != (known.key, known.pulse):
            return
        if judged.pulse == known.pulse:
            row.pulse, row.pulsed_at = known.pulse + 1, moment
        pulse = row.pulse
    engine.set_variables(known.key, {PULSE: pulse})
