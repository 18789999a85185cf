"""Work that a browser does by itself, or a question for its person: signed, of one form, used once and soon over.

Nothing is kept of what is asked: the answer follows from the signed words by the office's key. Only a token that was used, or
answered wrongly, leaves a counter, so that all processes know of it.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from models.ground.errors import InvalidInput, TriedTooOften
from models.vault.keyring import get_keyring
from services.attempts.question import Question, draw_question, is_right
from services.attempts.rate_limit import Counted, count_all, give_back
from services.attempts.rules import SOLUTIONS
from services.unit_of_work import UnitOfWork

LIFE = timedelta(minutes=30)
# Nobody reads a question and writes its answer sooner.
SHORTEST_READING = timedelta(seconds=2)
ANSWER = "guard_answer"
_PARTS = 5


class ChallengeRefused(InvalidInput):
    """Work or a question belongs to this form now; what was sent with it does not solve it."""

    code = "CHALLENGE_REFUSED"

    def __init__(self, reason: str) -> None:
        """`reason`: GUARD_ASKED without a solution, and _WRONG, _EXPIRED, _TOO_FAST, _OTHER_FORM, _REPLAYED."""
        super().__init__({ANSWER: reason})


@dataclass(frozen=True, slots=True)
class Challenge:
    """`target` is the SHA-256 of `salt`, a colon and a number below `largest`; whoever finds it has worked for it."""

    token: str
    salt: str
    target: str
    largest: int
    question: Question
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Solution:
    """As sent: the token with the number that was found, or the answer that was typed."""

    token: str
    number: str = ""
    answer: str = ""


def make_challenge(form: str, sending: str, largest: int, now: datetime) -> Challenge:
    """A challenge for this form; `sending` is the id under which it is sent once, empty where there is none."""
    issued, salt = int(now.timestamp()), secrets.token_hex(16)
    said = ".".join((form, _short(sending), str(issued), str(largest), salt))
    return Challenge(
        token=f"{said}.{_digest('guard', said)}",
        salt=salt,
        target=sha256(f"{salt}:{_number_of(said, largest)}".encode()).hexdigest(),
        largest=largest,
        question=draw_question(_digest("guard-question", said)),
        expires_at=now + LIFE,
    )


def check_solution(form: str, sending: str, given: Solution, unit_of_work: UnitOfWork) -> None:
    """Raises ChallengeRefused unless it solves a challenge of this form and sending.

    A form that is sent once may bring its solution again, with its faults mended: it is written once all the same. Elsewhere a
    solution is used up, and so is a challenge that was answered wrongly.
    """
    said, issued, largest, salt = _open(form, sending, given.token)
    now = unit_of_work.ports.system_clock.now()
    age = now - datetime.fromtimestamp(issued, now.tzinfo)
    if not -SHORTEST_READING <= age <= LIFE:
        raise ChallengeRefused("GUARD_EXPIRED")
    is_worked = bool(given.number)
    if not is_worked and not given.answer.strip():
        raise ChallengeRefused("GUARD_ASKED")
    if not is_worked and age < SHORTEST_READING:
        raise ChallengeRefused("GUARD_TOO_FAST")
    try:
        # Counted before it is judged, so that answers sent at once are not all looked at.
        used = count_all((Counted(SOLUTIONS, salt),), unit_of_work)
    except TriedTooOften:
        raise ChallengeRefused("GUARD_REPLAYED") from None
    if is_worked:
        is_solved = hmac.compare_digest(given.number.encode(), str(_number_of(said, largest)).encode())
    else:
        is_solved = is_right(draw_question(_digest("guard-question", said)), given.answer)
    if not is_solved:
        raise ChallengeRefused("GUARD_WRONG")
    if sending:
        give_back(used, unit_of_work)


def _open(form: str, sending: str, token: str) -> tuple[str, int, int, str]:
    """What was signed, when it was, how much work it is, and its salt."""
    if not token:
        raise ChallengeRefused("GUARD_ASKED")
    said, _, signature = token.rpartition(".")
    parts = said.split(".")
    if not hmac.compare_digest(signature.encode(), _digest("guard", said).encode()) or len(parts) != _PARTS:
        raise ChallengeRefused("GUARD_WRONG")
    if parts[0] != form:
        raise ChallengeRefused("GUARD_OTHER_FORM")
    if parts[1] != _short(sending):
        raise ChallengeRefused("GUARD_REPLAYED")
    return said, int(parts[2]), int(parts[3]), parts[4]


def _number_of(said: str, largest: int) -> int:
    return int(_digest("guard-number", said), 16) % largest


def _short(sending: str) -> str:
    return _digest("guard-sending", sending)[:16] if sending else "-"


def _digest(purpose: str, text: str) -> str:
    return get_keyring().digest(purpose, text)
