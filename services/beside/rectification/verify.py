"""Verification of a report (R51): it stands and the order is met, or the unit has to report again."""

from dataclasses import dataclass

from models.beside.rectification import Rectification
from models.case.lifecycle import ClockStopReason, RequestState
from models.ground.base import JsonObject
from models.ground.errors import InvalidInput
from models.ground.left_words import UNDECIDED, Decisions, as_kept
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.casefile.leaving_words import cut_leaving
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit

VERIFIED = "VERIFIED"
# Keys of what is kept with the order.
_WORDS, _LEFT = "words", "left"


@dataclass(frozen=True, slots=True)
class VerifyRectification:
    """Whether the report stands; `note` says what is missing, `decided` what becomes of words about third persons in it."""

    is_verified: bool
    note: str = ""
    decided: Decisions = UNDECIDED


def verify(row: Rectification, command: VerifyRectification, unit: Unit, actor: Actor) -> None:
    """Record the verification; what is missing is kept as the unit reads it.

    InvalidInput on `note` for sending back without a reason, Conflict("REQUEST_ENDED").
    """
    require_open(row)
    if not command.is_verified and not command.note.strip():
        raise InvalidInput({"note": "REQUIRED"})
    row.verify_note = command.note.strip() or None
    row.missing = None if command.is_verified else _as_it_leaves(row, command.decided, unit)
    row.verified_by, row.verified_at = actor.name, unit.clock.now()
    payload = {"rectification_id": row.id, "is_verified": command.is_verified, "attempts": row.attempts}
    unit.trail.add(row.complaint_id, "rectification.verified", payload, actor)
    verdict = "核实到位" if command.is_verified else "退回继续整改"
    enter_addendum(row.complaint_id, f"整改要求第{row.no}号的核实记录（{verdict}）", unit, actor)
    if command.is_verified:
        stop_own_clock(row.own_clock_id, ClockStopReason.VERIFIED, unit)
        end_request(row, RequestState.ANSWERED, VERIFIED, unit)


def read_missing(row: Rectification, unit: Unit) -> str:
    """What is missing in the report as the unit reads it; of before it was kept, cut as of today."""
    if row.missing is not None:
        return str(row.missing[_WORDS])
    return cut_leaving([row.verify_note or ""], row.complaint_id, unit)[0]


def _as_it_leaves(row: Rectification, decided: Decisions, unit: Unit) -> JsonObject:
    (words,) = cut_leaving([row.verify_note or ""], row.complaint_id, unit, decided=decided)
    return {_WORDS: words, _LEFT: as_kept(decided)}
