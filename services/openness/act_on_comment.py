"""What the office does with a comment: reads it, answers it to everybody by two people, passes it on, or files it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.openness_codes import CommentAct, CommentState
from models.office.office_comment import OfficeComment
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.identity.find_complainants import find_complainants
from services.unit_of_work import Unit, UnitOfWork

LONGEST_WORDS = 2_000
COMMENT_MOVED = "COMMENT_MOVED"
OWN_ANSWER = "OWN_ANSWER"
NO_CONSENT = "NO_CONSENT"
_OPEN = frozenset({CommentState.RECEIVED, CommentState.READ})
_FROM: Mapping[CommentAct, frozenset[CommentState]] = {
    CommentAct.READ: frozenset({CommentState.RECEIVED}),
    CommentAct.ANSWER: _OPEN,
    CommentAct.RELEASE: frozenset({CommentState.ANSWER_PROPOSED}),
    CommentAct.WITHDRAW: frozenset({CommentState.ANSWER_PROPOSED}),
    CommentAct.TAKE_DOWN: frozenset({CommentState.ANSWERED}),
    CommentAct.PASS_ON: _OPEN,
    CommentAct.COMPLAINT: _OPEN,
}
_LEADS_TO: Mapping[CommentAct, CommentState] = {
    CommentAct.READ: CommentState.READ,
    CommentAct.ANSWER: CommentState.ANSWER_PROPOSED,
    CommentAct.RELEASE: CommentState.ANSWERED,
    CommentAct.WITHDRAW: CommentState.READ,
    CommentAct.TAKE_DOWN: CommentState.TAKEN_DOWN,
    CommentAct.PASS_ON: CommentState.PASSED_ON,
    CommentAct.COMPLAINT: CommentState.BECAME_COMPLAINT,
}


@dataclass(frozen=True, slots=True)
class ActOnComment:
    """As the form has it: `words` of an answer or a proposal, `number` of the complaint that it became.

    `seen` is the state that was shown.
    """

    comment_id: str
    act: str
    words: str
    number: str
    seen: str


def act_on_comment(command: ActOnComment, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """For supervisors and the director.

    InvalidInput on `act`, `number` or `words`, also where an answer names who complained; NotPermitted(OWN_ANSWER) for who wrote
    the answer that he would release; Conflict(COMMENT_MOVED) where a colleague was faster.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    act = _check(command)
    with unit_of_work as unit:
        query = select(OfficeComment).where(OfficeComment.id == command.comment_id).with_for_update()
        row = unit.session.scalars(query).first()
        if row is None:
            raise NotFound
        if row.state not in _FROM[act] or row.state != command.seen:
            raise Conflict(code=COMMENT_MOVED)
        _ACTS.get(act, _note)(row, command, login, unit)
        row.state, row.decided_by, row.decided_at = _LEADS_TO[act], login, unit.clock.now()
        unit.trail.add(None, f"comment.{row.state.value}", {"comment": row.id}, actor)


def _check(command: ActOnComment) -> CommentAct:
    if command.act not in set(CommentAct):
        raise InvalidInput({"act": "REQUIRED"})
    act, words = CommentAct(command.act), command.words.strip()
    if act in (CommentAct.ANSWER, CommentAct.PASS_ON) and not words:
        raise InvalidInput({"words": "REQUIRED"})
    if len(words) > LONGEST_WORDS:
        raise InvalidInput({"words": "TOO_LONG"})
    if act is CommentAct.COMPLAINT and not command.number.strip():
        raise InvalidInput({"number": "REQUIRED"})
    return act


def _note(row: OfficeComment, command: ActOnComment, login: str, unit: Unit) -> None:
    """Nothing but the state."""


def _answer(row: OfficeComment, command: ActOnComment, login: str, unit: Unit) -> None:
    _require_nobody_named(command.words, unit)
    row.answer, row.answered_by = command.words.strip(), login


def _release(row: OfficeComment, command: ActOnComment, login: str, unit: Unit) -> None:
    if row.answered_by == login:
        raise NotPermitted(code=OWN_ANSWER)
    # Whoever complained after it was written is named in it all the same.
    _require_nobody_named(row.answer or "", unit)
    row.released_by, row.released_at = login, unit.clock.now()


def _require_nobody_named(words: str, unit: Unit) -> None:
    if find_complainants(words, unit):
        raise InvalidInput({"words": "NAMES_COMPLAINANT"})


def _withdraw(row: OfficeComment, command: ActOnComment, login: str, unit: Unit) -> None:
    row.answer = row.answered_by = None


def _pass_on(row: OfficeComment, command: ActOnComment, login: str, unit: Unit) -> None:
    row.passed_on = command.words.strip()


def _file(row: OfficeComment, command: ActOnComment, login: str, unit: Unit) -> None:
    if not row.may_become_complaint:
        raise InvalidInput({"act": NO_CONSENT})
    number = command.number.strip()
    found = unit.session.scalar(
        select(Complaint.id).where(Complaint.number == number, ~must_keep_away(login, unit))
    )
    if found is None:
        raise InvalidInput({"number": "NOT_AN_OPTION"})
    row.complaint_number = number


_ACTS: Mapping[CommentAct, Callable[[OfficeComment, ActOnComment, str, Unit], None]] = {
    CommentAct.ANSWER: _answer,
    CommentAct.RELEASE: _release,
    CommentAct.WITHDRAW: _withdraw,
    CommentAct.PASS_ON: _pass_on,
    CommentAct.COMPLAINT: _file,
}
