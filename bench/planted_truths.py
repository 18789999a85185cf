"""Whether the office finds what was planted in made pasts of all makes, by its own methods, beside how often it is wrong.

Each past is made in a demo office of its own. Waves are looked for at the end of each day of its last year; measures are
judged by transactions; a what-if of another limit is compared, limit by limit, with the same past lived under that limit:
plain limits, without pause, extension or moved day, counted by the same function on both sides.
`CASES` (3000) and `SEEDS` (2) make it smaller or larger, `ONLY` names makes.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.find_truths import find_biased_unit, find_bottleneck, find_waves, judge_problems, rank_of_forger
from deploy.history.make_history import Wanted, make_history
from deploy.history.makes import MAKES
from deploy.history.truths import TRUTHS_FILE
from deploy.office import DEMO_MOMENT, make_office
from deploy.settings import load_settings
from deploy.wiring import unit_factory
from models.clock.clock import Clock
from models.clock.legal_time import at_time
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from services.clocks.clock_shift import move_shift, read_shift
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import UnitFactory
from services.what_if.candidate import LimitCandidate
from services.what_if.judge import Bench, Judged, judge
from services.what_if.read_ran import Question, Span, read_cases

CASES, SEEDS = int(os.environ.get("CASES", "3000")), int(os.environ.get("SEEDS", "2"))
ONLY = os.environ.get("ONLY", "").split(",") if os.environ.get("ONLY") else list(MAKES)
YEARS, DAY = 3, 86_400
# The limit that is tried: handling of an ordinary complaint in fewer working days.
KEY, OF, AMOUNT = "resolve", Complexity.NORMAL, 7


def main() -> None:
    """A line for each past."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        made = load_settings({"JIEBAN_DATA": str(template)})
        make_office(made, datetime.fromisoformat(DEMO_MOMENT), lambda _line: None)
        for make in ONLY:
            for seed in range(1, SEEDS + 1):
                print(json.dumps(measure(Wanted(YEARS, CASES, seed, make), template), ensure_ascii=False))  # noqa: T201 - what it measured


def measure(wanted: Wanted, template: Path) -> dict[str, Any]:  # Any: numbers and codes
    """What was found in one past."""
    with tempfile.TemporaryDirectory() as folder:
        made, other = Path(folder) / "made", Path(folder) / "other"
        began = time.process_time()
        make_unit = _live(wanted, template, made)
        seconds = time.process_time() - began
        truths = json.loads((made / TRUTHS_FILE).read_text(encoding="utf-8"))
        waves, problems = find_waves(truths, make_unit), judge_problems(truths, make_unit)
        place, people = rank_of_forger(truths, make_unit)
        unit, distance = find_biased_unit(make_unit)
        compared, different = compare_limits(truths, make_unit, _live(wanted, template, other, AMOUNT))
        return {
            "make": wanted.make,
            "seed": wanted.seed,
            "cases": wanted.cases,
            "seconds_to_make": round(seconds, 1),
            "waves": len(waves.after),
            "within_two_days": sum(one is not None and one <= 2 for one in waves.after),
            "false_a_month": round(waves.false_a_month, 2),
            "problems": {"cured" if cured else "uncured": verdict.value for cured, verdict in problems},
            "forger": f"{place} of {people}",
            "bottleneck_found": find_bottleneck(truths, make_unit) == truths["bottleneck"]["stage"],
            "biased_unit_found": unit == truths["biased_unit"],
            "biased_by_errors": round(distance, 1),
            "limits_compared": compared,
            "limits_different": different,
        }


def _live(wanted: Wanted, template: Path, folder: Path, amount: int | None = None) -> UnitFactory:
    """A copy of the office with the past, a day later; `amount`: lived under another limit of ordinary complaints."""
    shutil.copytree(template, folder)
    make_unit = unit_factory(load_settings({"JIEBAN_DATA": str(folder)}))
    if amount is not None:
        with make_unit() as unit:
            policy = _policy_of(unit.session)
            unit.session.get_one(TimeLimitPolicy, policy.id).amount = amount
    make_history(wanted, folder, make_unit, lambda _done, _of: None)
    with make_unit() as unit:
        move_shift(unit.session, read_shift(unit.session).offset_seconds + DAY)
    return make_unit


def _policy_of(session: Session) -> TimeLimitPolicy:
    """The version in force: the limits that ran name it."""
    query = select(TimeLimitPolicy).where(TimeLimitPolicy.key == KEY)
    rows = session.scalars(query.order_by(TimeLimitPolicy.effective_from.desc()))
    return next(row for row in rows if row.complaint_class == OF)


def compare_limits(
    truths: dict[str, Any], made: UnitFactory, other: UnitFactory
) -> tuple[int, int]:  # Any: JSON
    """Of the last year: how many limits a what-if computed, and in how many it was not what was lived under that limit."""
    until = date.fromisoformat(truths["asked"]["until"])
    compared = different = 0
    with made().reading() as unit, other().reading() as lived:
        policy, now = _policy_of(unit.session), unit.clock.now()
        candidate = LimitCandidate(policy.id, KEY, OF.value, AMOUNT, policy.unit)
        today = load_ladder(unit.session)
        bench, after = Bench(candidate, today, candidate.over(today), now), ""
        span = Span(at_time(until - timedelta(days=364), "00:00"), at_time(until, "24:00"))
        while cases := read_cases(Question(candidate, span), after, unit):
            after = cases[-1].id
            for clock in (clock for case in cases for clock in case.clocks):
                row, said = lived.session.get_one(Clock, clock.id), judge(clock, bench)
                is_late = row.stopped_at is not None and row.stopped_at > row.due_at
                compared += 1
                different += not (
                    isinstance(said, Judged) and (said.due_after, said.is_late) == (row.due_at, is_late)
                )
    return compared, different


if __name__ == "__main__":
    main()
