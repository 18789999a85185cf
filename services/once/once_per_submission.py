"""The effect of a form at most once: its answer is kept in the transaction of the effect and given again."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from models.ground.base import JsonObject
from models.ground.errors import InvalidInput
from models.ledger.submission import Submission
from models.vault.keyring import get_keyring
from services.unit_of_work import Unit

SUBMISSION_ID = re.compile(r"\A[A-Za-z0-9_-]{16,64}\Z")


@dataclass(frozen=True, slots=True)
class Sending:
    """One form on its way in: through which door of which case, and what it says (as JSON knows it).

    `submission_id` is made with the empty form; empty makes each sending one of its own. `sender` is the login where
    a door is opened by one, so that nobody meets another's form by an id of his choosing; empty where a code opens it.
    """

    submission_id: str
    door: str
    complaint_id: str
    said: object
    sender: str = ""


def check_submission_id(submission_id: str) -> None:
    """InvalidInput for an id that no form of ours made."""
    if not SUBMISSION_ID.match(submission_id):
        raise InvalidInput({"submission_id": "PATTERN"})


def find_answer(sending: Sending, unit: Unit) -> JsonObject | None:
    """What the same form was answered before; None when it is new.

    InvalidInput on `submission_id`: PATTERN for an id that no form of ours made, SENT_BEFORE for one that was taken
    with other words, which are not on file.
    """
    if not sending.submission_id:
        return None
    check_submission_id(sending.submission_id)
    row = unit.session.get(Submission, _key_of(sending))
    if row is None:
        return None
    if row.said_hmac != _digest_words(sending):
        raise InvalidInput({"submission_id": "SENT_BEFORE"})
    return row.answer


def has_said_the_same(sending: Sending, unit: Unit) -> bool | None:
    """Whether what this sender sent through this door under this id said the same; None when nothing is known."""
    row = unit.session.get(Submission, _key_of(sending))
    return None if row is None else row.said_hmac == _digest_words(sending)


def once_per_submission(sending: Sending, unit: Unit, effect: Callable[[], JsonObject]) -> JsonObject:
    """The answer of `effect`, or of the time before when this form was taken already; nothing happens twice.

    The caller holds the lock of the case or of the row it is about, so that of two sendings at once one is the repeat.
    """
    known = find_answer(sending, unit)
    if known is not None:
        return known
    answer = effect()
    if sending.submission_id:
        keep_answer(sending, answer, unit)
    return answer


def keep_answer(sending: Sending, answer: JsonObject, unit: Unit) -> None:
    """Keep the answer for a repeat; the caller knows that the form is new."""
    unit.session.add(
        Submission(
            key_hmac=_key_of(sending),
            complaint_id=sending.complaint_id,
            door=sending.door,
            said_hmac=_digest_words(sending),
            answer=answer,
            taken_at=unit.clock.now(),
        )
    )


def _key_of(sending: Sending) -> str:
    parts = (sending.door, sending.complaint_id, sending.sender, sending.submission_id)
    return get_keyring().digest("submission", "\0".join(parts))


def _digest_words(sending: Sending) -> str:
    # Keyed: short words could be guessed from a plain digest.
    return get_keyring().digest("submission-words", json.dumps(sending.said, sort_keys=True))
