"""What one of two people thinks shall become of some files of a batch, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.appraisal import Appraisal, AppraisalLine
from models.case.complaint import Complaint
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.ground.keeping_codes import Judgement
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.keeping.appraising_rights import require_appraiser
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
    """Enter it for each of the files; who judges a file again changes his own judgement alone.

    NotPermitted for who does not appraise, NotFound for a batch that there is not, InvalidInput by field, also for a file
    that is not his to read; Conflict(APPRAISAL_DECIDED), RuleRefused(JUDGED_BY_TWO_OTHERS), and nothing is entered.
    """
    login = require_appraiser(actor)
    words = command.words.strip()
    judgement = _check(command, words)
    with unit_of_work as unit:
        batch = get_batch(command.appraisal_id, unit)
        for line in _list_chosen(command, unit, actor):
            _enter(line, judgement, words, _Judge(login, unit))
        payload: dict[str, object] = {"appraisal_id": batch.id, "number": batch.number}
        payload |= {"judgement": judgement, "files": sorted(set(command.chosen))}
        unit.trail.add(None, "appraisal.judged", payload, actor)


@dataclass(frozen=True, slots=True)
class _Judge:
    login: str
    unit: Unit


def _enter(line: AppraisalLine, judgement: Judgement, words: str, judge: _Judge) -> None:
    """Two different people: the first place is somebody's for good, the second is not his."""
    now = judge.unit.clock.now()
    if line.first_by in {None, judge.login}:
        line.first_by, line.first_judgement, line.first_words, line.first_at = (
            judge.login,
            judgement,
            words,
            now,
        )
    elif line.second_by in {None, judge.login}:
        line.second_by, line.second_judgement, line.second_words = judge.login, judgement, words
        line.second_at = now
    else:
        raise RuleRefused(TWO_OTHERS)


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
            AppraisalLine.appraisal_id == command.appraisal_id, Complaint.id.in_(sorted(set(command.chosen)))
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
