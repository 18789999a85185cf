"""What waits for appraisal and what was appraised, as those who judge and the head of the organ find it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select

from models.case.appraisal import Appraisal, AppraisalLine
from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.ground.errors import NotFound
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, staff_id_of
from services.keeping.appraising_rights import is_head, may_appraise
from services.keeping.due_files import PAGE, DuePage, list_due
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

# Batches are opened by hand, some in a year: the newest are shown.
NEWEST = 50


@dataclass(frozen=True, slots=True)
class AppraisalsPage:
    """Batches, the newest first, and files that are due; `names` are people by login."""

    batches: tuple[Appraisal, ...]
    due: DuePage
    names: Mapping[str, str]
    may_appraise: bool


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One file; whose it is not to read, finds neither its number nor what was judged.

    `is_mine` where the reader has judged it, `is_left_out` where it left the batch with a sending back and is due again.
    """

    line: AppraisalLine
    complaint: Complaint
    keeping: FileKeeping
    is_readable: bool
    is_mine: bool
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One page of a batch. `open_files` are those that two people have not judged alike."""

    batch: Appraisal
    lines: tuple[BatchLine, ...]
    next_after: str
    names: Mapping[str, str]
    open_files: int
    may_judge: bool
    may_decide: bool


def list_appraisals(after: str, unit_of_work: UnitOfWork, actor: Actor) -> AppraisalsPage:
    """The page; `after` is where the page of due files begins."""
    with unit_of_work.reading() as unit:
        batches = unit.session.scalars(
            select(Appraisal).order_by(Appraisal.opened_at.desc(), Appraisal.id).limit(NEWEST)
        ).all()
        logins = {login for row in batches for login in (row.opened_by, row.decided_by) if login}
        page = AppraisalsPage(
            batches=tuple(batches),
            due=list_due(after, unit, actor),
            names=map_people_names(unit, logins=logins),
            may_appraise=may_appraise(actor),
        )
        unit.session.expunge_all()
    return page


def read_appraisal(appraisal_id: str, after: str, unit_of_work: UnitOfWork, actor: Actor) -> BatchPage:
    """The page of a batch behind the number `after`; NotFound."""
    with unit_of_work.reading() as unit:
        batch = unit.session.get(Appraisal, appraisal_id)
        if batch is None:
            raise NotFound
        query = (
            select(AppraisalLine, Complaint, FileKeeping)
            .join(Complaint, Complaint.id == AppraisalLine.complaint_id)
            .join(FileKeeping, FileKeeping.complaint_id == AppraisalLine.complaint_id)
            .where(AppraisalLine.appraisal_id == appraisal_id, Complaint.number > after)
        )
        rows = unit.session.execute(query.order_by(Complaint.number).limit(PAGE + 1)).all()
        shown = rows[:PAGE]
        readable = list_readable_cases([complaint for _, complaint, _ in shown], unit, actor)
        me = staff_id_of(actor)
        lines = tuple(
            BatchLine(
                line,
                one,
                kept,
                is_readable=one.id in readable,
                is_mine=me in (line.first_by, line.second_by),
                is_left_out=line.decided_at is not None and line.decided_at != batch.decided_at,
            )
            for line, one, kept in shown
        )
        page = BatchPage(
            batch=batch,
            lines=lines,
            next_after=shown[-1][1].number if len(rows) > PAGE else "",
            names=map_people_names(unit, logins=_list_logins(batch, lines)),
            open_files=_count_open(batch, unit),
            may_judge=batch.decided_at is None and may_appraise(actor),
            may_decide=batch.decided_at is None and is_head(actor) and not _has_judged(batch, unit, actor),
        )
        unit.session.expunge_all()
    return page


def _list_logins(batch: Appraisal, lines: tuple[BatchLine, ...]) -> set[str]:
    logins = {batch.opened_by, batch.decided_by, batch.sent_back_by}
    for one in lines:
        logins |= {one.line.first_by, one.line.second_by}
    return {login for login in logins if login}


def _count_open(batch: Appraisal, unit: Unit) -> int:
    agreed = and_(
        AppraisalLine.first_judgement.is_not(None),
        AppraisalLine.first_judgement == AppraisalLine.second_judgement,
    )
    query = select(func.coalesce(func.sum(case((agreed, 0), else_=1)), 0))
    waits = (AppraisalLine.appraisal_id == batch.id, AppraisalLine.decided_at.is_(None))
    return int(unit.session.scalar(query.where(*waits)) or 0)


def _has_judged(batch: Appraisal, unit: Unit, actor: Actor) -> bool:
    login = staff_id_of(actor)
    query = select(AppraisalLine.complaint_id).where(
        AppraisalLine.appraisal_id == batch.id,
        AppraisalLine.decided_at.is_(None),
        or_(AppraisalLine.first_by == login, AppraisalLine.second_by == login),
    )
    return unit.session.scalars(query.limit(1)).first() is not None
