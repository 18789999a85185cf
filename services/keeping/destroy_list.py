"""Opens a list of files that an appraisal decided to destroy (销毁清册), and takes it back while nothing is destroyed."""

from datetime import date

from sqlalchemy import exists, func, select

from models.case.complaint import Complaint
from models.case.destruction import DestructionLine, DestructionList
from models.case.file_keeping import FileKeeping
from models.case.file_volume import FileVolume
from models.case.number_series import lock_series
from models.clock.legal_time import to_beijing
from models.ground.errors import Conflict, NotFound, NotPermitted, RuleRefused
from models.ground.ids import new_id
from models.ground.keeping_codes import DestructionState, Judgement
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.keeping.appraising_rights import is_head, require_appraiser
from services.keeping.holds import map_holds
from services.unit_of_work import Unit, UnitOfWork

# What two people look through on paper.
MOST = 300
NOTHING_DECIDED = "NOTHING_TO_DESTROY"
BEGUN = "DESTRUCTION_BEGUN"
SERIES = "XH"


def open_destruction(unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id: the files that were decided upon first. What holds a file keeps it out; sent twice, the second is of others.

    NotPermitted for who does not appraise, RuleRefused(NOTHING_TO_DESTROY).
    """
    login = require_appraiser(actor)
    with unit_of_work as unit:
        now = unit.clock.now()
        year = to_beijing(now).year
        # Two who open a list at once wait here for each other, so that no file is taken twice.
        series = lock_series(unit.session, SERIES, year)
        files = _take(unit, actor)
        if not files:
            raise RuleRefused(NOTHING_DECIDED)
        series.last_number += 1
        row = DestructionList(
            id=new_id(), number=f"{SERIES}-{year}-{series.last_number:03d}", files=len(files)
        )
        row.opened_by, row.opened_at = login, now
        unit.session.add(row)
        unit.session.flush()
        pages = _count_pages(files, unit)
        for position, keeping in enumerate(files, start=1):
            unit.session.add(_line(row.id, position, keeping, pages.get(keeping.complaint_id, 0)))
        payload = {"destruction_id": row.id, "number": row.number, "files": len(files)}
        unit.trail.add(None, "destruction.opened", payload, actor)
        return row.id


def withdraw_destruction(list_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Take the list back; its files can be listed anew. NotFound, Conflict(DESTRUCTION_BEGUN) once two people have confirmed.

    NotPermitted for who does not appraise.
    """
    login = require_appraiser(actor)
    with unit_of_work as unit:
        row = get_destruction(list_id, unit)
        if row.withdrawn_at is not None:
            return
        if row.second_witness is not None:
            raise Conflict(code=BEGUN)
        row.withdrawn_by, row.withdrawn_at = login, unit.clock.now()
        for line in unit.session.scalars(select(DestructionLine).where(DestructionLine.list_id == list_id)):
            line.state, line.done_at = DestructionState.WITHDRAWN, row.withdrawn_at
        unit.trail.add(None, "destruction.withdrawn", {"number": row.number}, actor)


def witness_destruction(list_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """监销: say that one watches over it. With the second person it is carried out; said twice it is once.

    NotFound, Conflict(DESTRUCTION_BEGUN); NotPermitted for who does not appraise, who opened the list and who is the head.
    """
    login = require_appraiser(actor)
    with unit_of_work as unit:
        row = get_destruction(list_id, unit)
        if login in {row.first_witness, row.second_witness}:
            return
        if row.second_witness is not None or row.withdrawn_at is not None:
            raise Conflict(code=BEGUN)
        if login == row.opened_by or is_head(actor):
            raise NotPermitted(code="WITNESS_IS_ANOTHER")
        now = unit.clock.now()
        if row.first_witness is None:
            row.first_witness, row.first_witnessed_at = login, now
        else:
            row.second_witness, row.second_witnessed_at = login, now
        unit.trail.add(None, "destruction.witnessed", {"number": row.number}, actor)


def get_destruction(list_id: str, unit: Unit) -> DestructionList:
    """The list, locked; NotFound."""
    row = unit.session.get(DestructionList, list_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row


def _line(list_id: str, position: int, keeping: FileKeeping, pages: int) -> DestructionLine:
    line = DestructionLine(list_id=list_id, position=position, complaint_id=keeping.complaint_id, pages=pages)
    line.appraisal_id, line.keeping = keeping.appraisal_id or "", keeping.keeping
    # An appraisal decides on nothing that is kept for ever, and nothing without a term is due.
    line.closed_on, line.ended_on = keeping.closed_on, keeping.ends_on or date.max
    line.state = DestructionState.WAITING
    return line


def _take(unit: Unit, actor: Actor) -> list[FileKeeping]:
    """Page by page, until there are enough that nothing holds."""
    is_listed = exists().where(
        DestructionLine.complaint_id == FileKeeping.complaint_id, DestructionLine.done_at.is_(None)
    )
    query = (
        select(FileKeeping, Complaint)
        .join(Complaint, Complaint.id == FileKeeping.complaint_id)
        .where(FileKeeping.decided == Judgement.DESTROY, Complaint.destroyed_at.is_(None), ~is_listed)
        .order_by(FileKeeping.complaint_id)
        .limit(MOST)
    )
    found: list[FileKeeping] = []
    after = ""
    while len(found) < MOST:
        rows = unit.session.execute(query.where(FileKeeping.complaint_id > after)).all()
        if not rows:
            break
        readable = list_readable_cases([complaint for _, complaint in rows], unit, actor)
        holds = map_holds(readable, unit) if readable else {}
        found += [row for row, case in rows if case.id in readable and not holds[case.id]]
        after = rows[-1][0].complaint_id
    return found[:MOST]


def _count_pages(files: list[FileKeeping], unit: Unit) -> dict[str, int]:
    query = (
        select(FileVolume.complaint_id, func.sum(FileVolume.pages))
        .where(FileVolume.complaint_id.in_([file.complaint_id for file in files]))
        .group_by(FileVolume.complaint_id)
    )
    return {case: int(pages or 0) for case, pages in unit.session.execute(query)}
