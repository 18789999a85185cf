"""How much stands in each part of a case, in one question; only of what every reader of the case sees."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select

from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.beside.side_request import SideRequest
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.case_run import CaseRun
from models.case.evidence_item import EvidenceItem
from models.case.file_entry import FileEntry
from models.case.file_restriction import FileRestriction
from models.case.investigation_act import InvestigationAct
from models.case.letter import CaseLetter
from models.case.lifecycle import RequestState
from models.case.task_record import TaskRecord
from services.requests.kinds import KINDS
from services.unit_of_work import Unit

_COUNTED = (EvidenceItem, InvestigationAct, Answer, AnswerSending, TaskRecord, FileEntry, CaseLetter)
# Of whom or by whom something may be waited for; most cases have none, and then nobody looks there. Referrals are always read.
OUTSIDE: tuple[type[SideRequest], ...] = (
    *(kind.table for kind in KINDS.values() if kind.windows and kind.table is not Referral),
    Rectification,
)


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """Numbers of rows; `running` are the runs of the process that have not ended, `restrictions` those in force, `asked`
    the tables with open requests."""

    evidence: int
    investigation: int
    answers: int
    sendings: int
    forms: int
    entries: int
    letters: int
    running: int
    restrictions: int
    asked: frozenset[type[SideRequest]]


def count_sections(complaint_id: str, unit: Unit) -> SectionCounts:
    """Of one case."""
    running = select(func.count()).where(CaseRun.complaint_id == complaint_id, CaseRun.ended_at.is_(None))
    restricted = select(func.count()).where(
        FileRestriction.complaint_id == complaint_id, FileRestriction.lifted_at.is_(None)
    )
    questions: list[ScalarSelect[int]] = [
        *(
            select(func.count()).where(table.complaint_id == complaint_id).scalar_subquery()
            for table in _COUNTED
        ),
        running.scalar_subquery(),
        restricted.scalar_subquery(),
        *(
            select(func.count())
            .where(table.complaint_id == complaint_id, table.state == RequestState.OPEN)
            .scalar_subquery()
            for table in OUTSIDE
        ),
    ]
    row = unit.session.execute(select(*questions)).one()
    known = len(_COUNTED) + 2
    asked = frozenset(table for table, number in zip(OUTSIDE, row[known:], strict=True) if number)
    evidence, investigation, answers, sendings, forms, entries, letters, runs, closed = row[:known]
    return SectionCounts(
        evidence, investigation, answers, sendings, forms, entries, letters, runs, closed, asked
    )
