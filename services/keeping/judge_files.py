"""What one of two people thinks shall become of some files of a batch, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.appraisal import Appraisal, AppraisalLine
from models.case.complaint import Complaint
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.ground.keeping_codes import Judgement
from models.office.staff import Staff
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.keeping.appraising_rights import APPRAISING_ROLES, require_appraiser
from services.unit_of_work import Unit, UnitOfWork

LONGEST_WORDS = 500
TWO_OTHERS = "JUDGED_BY_TWO_OTHERS"
DECIDED = "APPRAISAL_DECIDED"


@dataclass(frozen=True, slots=True)
class JudgeFiles:
    """The files of the batch that were chosen, and what for, as the form has it."""

    appraisal_id: str
    chosen: Sequence[str]
    judgement: str
    words: str


def judge_files(command: JudgeFiles, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Enter it for each of the files; who judges a file again changes his own judgement, and stands in for one who has left.

    NotPermitted for who does not appraise, NotFound for a batch that there is not, InvalidInput by field, also for a file
    that is not his to read or has left the batch; Conflict(APPRAISAL_DECIDED), RuleRefused(JUDGED_BY_TWO_OTHERS), and
    nothing is entered.
    """
    login = require_appraiser(actor)
    words = command.words.strip()
    judgement = _check(command, words)
    with unit_of_work as unit:
        batch = get_batch(command.appraisal_id, unit)
        lines = _list_chosen(command, unit, actor)
        judge = _Judge(login, _list_left(lines, unit), unit)
        for line in lines:
            _enter(line, judgement, words, judge)
        payload: dict[str, object] = {"appraisal_id": batch.id, "number": batch.number}
        payload |= {"judgement": judgement, "files": sorted(set(command.chosen))}
        unit.trail.add(None, "appraisal.judged", payload, actor)


@dataclass(frozen=True, slots=True)
class _Judge:
    login: str
    left: frozenset[str]
    unit: Unit


def _enter(line: AppraisalLine, judgement: Judgement, words: str, judge: _Judge) -> None:
    """Two different people: a place is somebody's while he judges here, and the other is not his."""
    now = judge.unit.clock.now()
    if _is_first(line, judge):
        line.first_by, line.first_judgement, line.first_words = judge.login, judgement, words
        line.first_at = now
    else:
        line.second_by, line.second_judgement, line.second_words = judge.login, judgement, words
        line.second_at = now


def _is_first(line: AppraisalLine, judge: _Judge) -> bool:
    """His own place, else an empty one, else that of one who has left: what was judged well stays as long as it can."""
    places = (line.first_by, line.second_by)
    for free in ({judge.login}, {None}, judge.left):
        if not free.isdisjoint(places):
            return places[0] in free
    raise RuleRefused(TWO_OTHERS)


def _list_left(lines: Sequence[AppraisalLine], unit: Unit) -> frozenset[str]:
    """Who judged one of them and judges no longer: gone, or without the duty. He changes nothing any more."""
    logins = {login for line in lines for login in (line.first_by, line.second_by) if login is not None}
    people = unit.session.scalars(
        select(Staff).where(Staff.login.in_(sorted(logins)), Staff.active.is_(True))
    )
    return frozenset(logins - {one.login for one in people if set(APPRAISING_ROLES).intersection(one.roles)})


def get_batch(appraisal_id: str, unit: Unit) -> Appraisal:
    """The batch, locked; NotFound, Conflict(APPRAISAL_DECIDED)."""
    batch = unit.session.get(Appraisal, appraisal_id, with_for_update=True)
    if batch is None:
        raise NotFound
    if batch.decided_at is not None:
        raise Conflict(code=DECIDED)
    return batch


def _list_chosen(command: JudgeFiles, unit: Unit, actor: Actor) -> list[AppraisalLine]:
    rows = unit.session.execute(
        select(AppraisalLine, Complaint)
        .join(Complaint, Complaint.id == AppraisalLine.complaint_id)
        .where(
            AppraisalLine.appraisal_id == command.appraisal_id,
            AppraisalLine.decided_at.is_(None),
            Complaint.id.in_(sorted(set(command.chosen))),
        )
    ).all()
    readable = list_readable_cases([complaint for _, complaint in rows], unit, actor)
    if len(readable) != len(set(command.chosen)):
        raise InvalidInput({"chosen": "NOT_AN_OPTION"})
    return [line for line, _ in rows]


def _check(command: JudgeFiles, words: str) -> Judgement:
    errors: dict[str, str] = {}
    if not command.chosen:
        errors["chosen"] = "REQUIRED"
    if command.judgement not in list(Judgement):
        errors["judgement"] = "NOT_AN_OPTION" if command.judgement else "REQUIRED"
    if not 1 <= len(words) <= LONGEST_WORDS:
        errors["words"] = "TOO_LONG" if words else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return Judgement(command.judgement)
