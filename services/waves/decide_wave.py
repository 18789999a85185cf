"""A person takes a wave up, with who does what by when, and says when that is done; or dismisses it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.wave_codes import WaveDecision, WaveState
from models.office.wave_alarm import WaveAlarm
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork

LONGEST_WORDS = 500
WAVE_MOVED = "WAVE_MOVED"
_BELOW = "\n\n["
_LEADS_TO = {
    WaveDecision.TAKE_UP: WaveState.TAKEN_UP,
    WaveDecision.DISMISS: WaveState.DISMISSED,
    WaveDecision.DONE: WaveState.DONE,
}


@dataclass(frozen=True, slots=True)
class DecideWave:
    """As the form has it; `raised` is how often it had been raised on the page that was read."""

    wave_id: str
    decision: str
    words: str
    due_on: str
    raised: str


def decide_wave(command: DecideWave, unit_of_work: UnitOfWork, actor: Actor) -> WaveDecision:
    """Once; sent again it is the same decision.

    InvalidInput on `decision`, `words`, `due_on`; Conflict(WAVE_MOVED) where it was decided otherwise or grew since the page.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        row = unit.session.get(WaveAlarm, command.wave_id, with_for_update=True)
        if row is None:
            raise NotFound
        decision, words, due_on = _check(command, beijing_date(unit.clock.now()))
        if decision is WaveDecision.DONE:
            due_on = row.due_on
        is_seen = str(row.raised) == command.raised
        if is_seen and row.state is _LEADS_TO[decision] and _is_said(words, row) and row.due_on == due_on:
            return decision
        if not is_seen or decision not in list_decisions(row.state):
            raise Conflict(code=WAVE_MOVED)
        row.state, row.words, row.due_on = _LEADS_TO[decision], words + _earlier(row), due_on
        row.decided_by, row.decided_at, row.decided_seen = login, unit.clock.now(), row.seen
        payload = {"wave": row.id, "seen": row.seen, "due_on": due_on and due_on.isoformat()}
        unit.trail.add(None, f"wave.{row.state.value}", payload, actor)
        return decision


def list_decisions(state: WaveState) -> list[WaveDecision]:
    """What can be decided about a wave of this state: none where it is dismissed, done or gone."""
    if state is WaveState.OPEN:
        return [WaveDecision.TAKE_UP, WaveDecision.DISMISS]
    return [WaveDecision.DONE] if state is WaveState.TAKEN_UP else []


def _earlier(row: WaveAlarm) -> str:
    """What was said before it grew, each with its day, to stand below what is said now."""
    return f"{_BELOW}{beijing_date(row.decided_at)}] {row.words}" if row.decided_at and row.words else ""


def _is_said(words: str, row: WaveAlarm) -> bool:
    return row.words is not None and f"{row.words}{_BELOW}".startswith(f"{words}{_BELOW}")


def _check(command: DecideWave, today: date) -> tuple[WaveDecision, str, date | None]:
    words, errors, due_on = command.words.strip(), {}, None
    if command.decision not in set(WaveDecision):
        errors["decision"] = "REQUIRED"
    if not 1 <= len(words) <= LONGEST_WORDS:
        errors["words"] = "TOO_LONG" if words else "REQUIRED"
    if command.decision == WaveDecision.TAKE_UP:
        due_on = _day(command.due_on)
        if due_on is None:
            errors["due_on"] = "REQUIRED" if not command.due_on.strip() else "NOT_A_DATE"
        elif due_on < today:
            errors["due_on"] = "IN_THE_PAST"
    if errors:
        raise InvalidInput(errors)
    return WaveDecision(command.decision), words, due_on


def _day(text: str) -> date | None:
    try:
        return parse_any_day(text.strip())
    except ValueError:
        return None
