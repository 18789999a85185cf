"""One more proof beside number and query code: the telephone or the name as it was filed. It opens what is his own."""

from dataclasses import dataclass

from services.access.case_by_code import find_case_by_code
from services.actor import Actor
from services.attempts.count_guess import count_guess
from services.attempts.rate_limit import Counted, by_source
from services.attempts.rules import PROOFS_PER_ADDRESS, PROOFS_PER_NUMBER
from services.identity.own_mark import is_own_mark
from services.unit_of_work import UnitOfWork

PROVED = "own_part.proof"


@dataclass(frozen=True, slots=True)
class ProveComplainant:
    """What was typed; `mark` is a telephone number or a name."""

    number: str
    query_code: str
    mark: str


def prove_complainant(command: ProveComplainant, unit_of_work: UnitOfWork, actor: Actor) -> str | None:
    """The id of the case for who knows all three; None for anything wrong alike.

    TriedTooOften after too many wrong ones per source and number; each try with a right code is on its trail,
    without a word of what was typed.
    """
    complaint_id = find_case_by_code(command.number, command.query_code, unit_of_work, actor)
    if complaint_id is None:
        return None
    number = command.number.strip().upper()
    keys = (by_source(PROOFS_PER_ADDRESS, actor, unit_of_work), Counted(PROOFS_PER_NUMBER, number))
    return count_guess(keys, lambda: _prove(complaint_id, command.mark, unit_of_work, actor), unit_of_work)


def _prove(complaint_id: str, mark: str, unit_of_work: UnitOfWork, actor: Actor) -> str | None:
    with unit_of_work as unit:
        is_granted = is_own_mark(complaint_id, mark, unit)
        unit.trail.add(complaint_id, PROVED, {"is_granted": is_granted}, actor)
    return complaint_id if is_granted else None
