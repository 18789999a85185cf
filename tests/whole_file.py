"""The whole file of a case as its office reads it, part by part, for tests that look at several after its unit is closed.

Every date of every round and run stands here; what was asked beside the way is in side_work.py.

The complainant's identity is masked; the clear one needs a purpose (services/identity).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.case_run import CaseRun
from models.case.claim import Claim
from models.case.decision import Decision
from models.case.disposal import MatterDisposal
from models.case.file_entry import FileEntry
from models.case.interim_answer import InterimAnswer
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.case.suggestion import Suggestion
from services.actor import Actor
from services.casefile.first_answerable import FirstAnswerable
from services.casefile.standing import NOT_ASKED, ReadStanding
from services.casefile.wished_way import WishedWay
from services.rights.part_of_file import PartyLine
from services.unit_of_work import UnitOfWork
from services.views.case_clocks import ClockLine
from services.views.case_group import Answering
from services.views.case_history import TimelineEvent
from services.views.case_split import SplitLine
from services.views.case_summary import CaseSummary
from services.views.closing_part import ClosingPart
from services.views.evidence_part import EvidenceLine
from services.views.filed_forms import FiledForm
from services.views.joint_part import JointLine
from services.views.my_tasks import TaskRow
from services.views.open_file import open_case_file
from services.views.respondents import RespondentsPart
from services.views.restriction import Restriction
from services.views.side_work import SideWork
from services.views.told_dates import ToldDates

NOBODY_ELSE = Answering(None, None)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Rows are the database's own, detached and for reading only. `names` are of staff by login,
    `element_names` what the diagrams call the tasks."""

    summary: CaseSummary
    matter: str
    wanted: str | None
    occurred_text: str | None
    place: str | None
    effective_received: date
    accepted_at: datetime | None
    first_contact_staff: str | None
    first_answerable: FirstAnswerable
    matters: tuple[Matter, ...]
    disposals: tuple[MatterDisposal, ...]
    claims: tuple[Claim, ...]
    respondents: RespondentsPart
    evidence: tuple[EvidenceLine, ...]
    receipts: tuple[Receipt, ...]
    clocks: tuple[ClockLine, ...]
    tasks: tuple[TaskRow, ...]
    forms: tuple[FiledForm, ...]
    element_names: Mapping[str, str]
    decisions: tuple[Decision, ...]
    entries: tuple[FileEntry, ...]
    answers: tuple[Answer, ...]
    sendings: tuple[AnswerSending, ...]
    interim_answers: tuple[InterimAnswer, ...]
    wished_way: WishedWay | None
    told_dates: ToldDates
    closing: ClosingPart
    runs: tuple[CaseRun, ...]
    timeline: tuple[TimelineEvent, ...]
    side: SideWork
    suggestion: Suggestion | None
    names: Mapping[str, str]
    unit_names: Mapping[str, str]
    identity_masked: dict[str, str] | None
    may_know_identity: bool
    can_correct_matters: bool
    restriction: Restriction | None = None
    answering: Answering = NOBODY_ELSE
    standing: ReadStanding = NOT_ASKED
    splits: tuple[SplitLine, ...] = ()
    joint: tuple[JointLine, ...] = ()
    parties: tuple[PartyLine, ...] = ()


def get_case_file(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> CaseFile:
    """The whole file at once; NotFound for an unknown case and for whom it is not (complained about, recused, other offices)."""
    with open_case_file(complaint_id, unit_of_work, actor) as file:
        _read_all(file.side)
        return CaseFile(**{part.name: getattr(file, part.name) for part in fields(CaseFile)})


def _read_all(side: SideWork) -> None:
    """Before the unit is closed."""
    for kind in side.requests:
        side.requests[kind]
    for part in (
        "withheld",
        "supplements",
        "designations",
        "investigation_acts",
        "surveys",
        "review_sendings",
        "refused_reviews",
        "objections",
        "sheets",
    ):
        getattr(side, part)
