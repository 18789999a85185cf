"""The head of the organ approves what two people judged alike of every file of a batch, or sends it back with the reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.appraisal import Appraisal, AppraisalLine
from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.keeping_codes import Hold, Judgement, KeepingClass
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.keeping.appraising_rights import require_head
from services.keeping.holds import map_holds
from services.keeping.judge_files import LONGEST_WORDS, get_batch
from services.keeping.set_keeping import tell_term
from services.keeping.term import add_years, is_shorter
from services.unit_of_work import Unit, UnitOfWork

APPROVE, SEND_BACK = "approve", "send_back"
NOT_AGREED = "APPRAISAL_NOT_AGREED"
NO_THIRD = "APPRAISAL_NEEDS_A_THIRD"
KEEPS_AWAY = "APPRAISAL_KEEPS_AWAY"
# Whatever holds several times: the one that is told.
ORDER = (Hold.OPEN, Hold.REVIEW, Hold.FROZEN, Hold.REQUEST)
YEARS = {Judgement.KEEP_10: 10, Judgement.KEEP_30: 30}


@dataclass(frozen=True, slots=True)
class DecideAppraisal:
    """`decision` is `approve` or `send_back`, as the form has it."""

    appraisal_id: str
    decision: str
    words: str


def decide_appraisal(command: DecideAppraisal, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Approve: files kept on get their new end at once; of the others it is on record, and they stay until it is carried out.

    A file that something holds by now, or whose term runs again, drops out of the batch undecided. Send back: so do files that
    the head may not read, which would keep the whole batch for good; they are due again.

    NotPermitted for who is not the head, NotFound, Conflict(APPRAISAL_DECIDED), InvalidInput by field; RuleRefused for a batch
    that two people have not judged alike, of somebody who judged in it, and of somebody who may not read one of its files.
    """
    login, words = require_head(actor), command.words.strip()
    _check(command, words)
    with unit_of_work as unit:
        batch = get_batch(command.appraisal_id, unit)
        payload: dict[str, object] = {"appraisal_id": batch.id, "number": batch.number}
        if command.decision == SEND_BACK:
            batch.sent_back_by, batch.sent_back_at, batch.sent_back_words = login, unit.clock.now(), words
            left_out = _let_go(batch, unit, actor)
            unit.trail.add(None, "appraisal.sent_back", {**payload, "left_out": left_out}, actor)
            return
        lines, kept_away = _list_lines(batch, unit, actor)
        if kept_away:
            raise RuleRefused(KEEPS_AWAY)
        _require_sound(lines, login)
        batch.decided_by, batch.decided_at, batch.decision_words = login, unit.clock.now(), words
        _settle(batch, lines, unit, actor)
        counts = {one.value: sum(line.settled is one for line in lines) for one in Judgement}
        held = sum(line.settled is None for line in lines)
        unit.trail.add(None, "appraisal.approved", {**payload, **counts, "held": held}, actor)


def _check(command: DecideAppraisal, words: str) -> None:
    errors: dict[str, str] = {}
    if command.decision not in {APPROVE, SEND_BACK}:
        errors["decision"] = "NOT_AN_OPTION" if command.decision else "REQUIRED"
    if not words and command.decision == SEND_BACK:
        errors["words"] = "REQUIRED"
    if len(words) > LONGEST_WORDS:
        errors["words"] = "TOO_LONG"
    if errors:
        raise InvalidInput(errors)


def _let_go(batch: Appraisal, unit: Unit, actor: Actor) -> int:
    """Files that the head may not read wait for another batch; how many."""
    _, kept_away = _list_lines(batch, unit, actor)
    for line in kept_away:
        line.decided_at = batch.sent_back_at
    return len(kept_away)


def _list_lines(
    batch: Appraisal, unit: Unit, actor: Actor
) -> tuple[list[AppraisalLine], list[AppraisalLine]]:
    """Those of the batch that wait for the decision: files that the head may read, and the others."""
    rows = unit.session.execute(
        select(AppraisalLine, Complaint)
        .join(Complaint, Complaint.id == AppraisalLine.complaint_id)
        .where(AppraisalLine.appraisal_id == batch.id, AppraisalLine.decided_at.is_(None))
        .order_by(AppraisalLine.complaint_id)
        .with_for_update()
    ).all()
    readable = list_readable_cases([complaint for _, complaint in rows], unit, actor)
    lines = [line for line, complaint in rows if complaint.id in readable]
    return lines, [line for line, complaint in rows if complaint.id not in readable]


def _require_sound(lines: list[AppraisalLine], login: str) -> None:
    if any(line.agreed is None or line.first_by == line.second_by for line in lines):
        raise RuleRefused(NOT_AGREED)
    if any(login in {line.first_by, line.second_by} for line in lines):
        raise RuleRefused(NO_THIRD)


def _settle(batch: Appraisal, lines: list[AppraisalLine], unit: Unit, actor: Actor) -> None:
    holds = map_holds([line.complaint_id for line in lines], unit)
    today = beijing_date(unit.clock.now())
    kept = _lock_keeping(lines, unit)
    for line in lines:
        line.decided_at = batch.decided_at
        row = kept[line.complaint_id]
        line.held_by = next((hold for hold in ORDER if hold in holds[line.complaint_id]), None)
        if line.held_by is not None or row.ends_on is None or row.ends_on >= today:
            continue
        line.settled = line.agreed
        _apply(row, line, today)
        payload = {"number": batch.number, "judgement": line.settled, **tell_term(row)}
        unit.trail.add(line.complaint_id, "file.appraised", payload, actor)


def _lock_keeping(lines: list[AppraisalLine], unit: Unit) -> dict[str, FileKeeping]:
    """All at once, before the trail: the workers lock the same rows in this order, and the trail after them."""
    rows = unit.session.scalars(
        select(FileKeeping)
        .where(FileKeeping.complaint_id.in_([line.complaint_id for line in lines]))
        .order_by(FileKeeping.complaint_id)
        .with_for_update()
    )
    return {row.complaint_id: row for row in rows}


def _apply(row: FileKeeping, line: AppraisalLine, today: date) -> None:
    row.appraisal_id = line.appraisal_id
    if line.settled in {Judgement.TRANSFER, Judgement.DESTROY}:
        row.decided = line.settled
        return
    if line.settled is Judgement.KEEP_FOR_EVER:
        row.keeping, row.ends_on = KeepingClass.PERMANENT, None
        return
    years = YEARS[line.settled or Judgement.KEEP_10]
    # Counted from the day of the decision where the old end lies long ago: what is kept on is never due at once.
    ends_on = add_years(line.ended_on, years)
    row.ends_on = add_years(today, years) if is_shorter(ends_on, today) else ends_on
