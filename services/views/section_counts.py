"""How much stands in each part of a case, in one question; only of what every reader of the case sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import aliased

from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.beside.side_request import SideRequest
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.case_run import CaseRun
from models.case.complaint_group import ComplaintGroup, GroupMember
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
    """Numbers of rows; `running` are the runs of the process that have not ended, `restrictions` those in force, `grouped` the
    files of its mass complaint with itself, 0 where there is none, `leads` 1 where it leads them; `asked` the tables with
    open requests."""

    evidence: int
    investigation: int
    answers: int
    sendings: int
    forms: int
    entries: int
    letters: int
    running: int
    restrictions: int
    leads: int
    grouped: int
    asked: frozenset[type[SideRequest]]


def count_sections(complaint_id: str, unit: Unit) -> SectionCounts:
    """Of one case."""
    running = select(func.count()).where(CaseRun.complaint_id == complaint_id, CaseRun.ended_at.is_(None))
    restricted = select(func.count()).where(
        FileRestriction.complaint_id == complaint_id, FileRestriction.lifted_at.is_(None)
    )
    leading, others = _ask_group(complaint_id)
    questions: list[ScalarSelect[int]] = [
        *(
            select(func.count()).where(table.complaint_id == complaint_id).scalar_subquery()
            for table in _COUNTED
        ),
        running.scalar_subquery(),
        restricted.scalar_subquery(),
        leading,
        others,
        *(
            select(func.count())
            .where(table.complaint_id == complaint_id, table.state == RequestState.OPEN)
            .scalar_subquery()
            for table in OUTSIDE
        ),
    ]
    row = unit.session.execute(select(*questions)).one()
    known = len(_COUNTED) + 4
    asked = frozenset(table for table, number in zip(OUTSIDE, row[known:], strict=True) if number)
    return _sum_up(row[:known], asked)


def _sum_up(numbers: Sequence[int], asked: frozenset[type[SideRequest]]) -> SectionCounts:
    *rows, running, restricted, leads, others = numbers
    evidence, investigation, answers, sendings, forms, entries, letters = rows
    return SectionCounts(
        evidence,
        investigation,
        answers,
        sendings,
        forms,
        entries,
        letters,
        running,
        restricted,
        leads,
        others + 1 if leads or others else 0,
        asked,
    )


def _ask_group(complaint_id: str) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """Whether it leads a mass complaint, and how many files belong to its mass complaint beside the leading one."""
    leads = select(func.count()).where(ComplaintGroup.leading_id == complaint_id).scalar_subquery()
    own = GroupMember.complaint_id == complaint_id, GroupMember.left_at.is_(None)
    led_by = select(GroupMember.leading_id).where(*own).scalar_subquery()
    member = aliased(GroupMember)
    # A file belongs to one group: it leads it, or is a member of it.
    of_group = or_(member.leading_id == complaint_id, member.leading_id == led_by)
    return leads, select(func.count()).where(of_group, member.left_at.is_(None)).scalar_subquery()
