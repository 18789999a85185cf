"""Somebody says what he thinks of complaint handling itself: without an account, a case or a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.lock_or_insert import insert_if_none
from models.ground.openness_codes import CommentState
from models.office.office_comment import OfficeComment
from services.actor import Actor
from services.attempts.rate_limit import by_source, count
from services.attempts.rules import COMMENTS_PER_ADDRESS
from services.once.once_per_submission import check_submission_id
from services.unit_of_work import UnitOfWork

LONGEST_COMMENT = 2_000


@dataclass(frozen=True, slots=True)
class SendComment:
    """As typed; who agrees lets the office register it as a complaint without a name."""

    submission_id: str
    words: str
    may_become_complaint: bool


def send_comment(command: SendComment, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; the same form sent again is one comment.

    InvalidInput on `words` (REQUIRED, TOO_LONG) or `submission_id` (PATTERN), RuleRefused("RATE_LIMITED").
    """
    check_submission_id(command.submission_id)
    words = command.words.strip()
    if not words:
        raise InvalidInput({"words": "REQUIRED"})
    if len(words) > LONGEST_COMMENT:
        raise InvalidInput({"words": "TOO_LONG"})
    known = select(OfficeComment.no).where(OfficeComment.submission_id == command.submission_id)
    with unit_of_work.reading() as unit:
        if unit.session.scalar(known) is not None:
            return
    count(by_source(COMMENTS_PER_ADDRESS, actor, unit_of_work), unit_of_work)
    with unit_of_work as unit:
        first = {
            "id": new_id(),
            "submission_id": command.submission_id,
            "received_at": unit.clock.now(),
            "words": words,
            "may_become_complaint": command.may_become_complaint,
            "state": CommentState.RECEIVED,
        }
        # Another click may have been faster.
        if insert_if_none(unit.session, OfficeComment, **first):
            unit.trail.add(None, "comment.received", {"comment": first["id"]}, actor)
