"""The file of a case while its unit is open: a page reads the parts that it shows, and no others."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from models.case.answer import Answer
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.disposal import MatterDisposal
from models.case.file_entry import FileEntry
from models.case.further_investigation import FurtherInvestigation
from models.case.improvement_verdict import ImprovementVerdict
from models.case.interim_answer import InterimAnswer
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.case.suggestion import Suggestion
from models.case.task_record import TaskRecord
from models.ground.errors import NotFound
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.casefile.first_answerable import FirstAnswerable, find_first_answerable
from services.casefile.further_investigation import list_further
from services.casefile.get_case import list_respondents_in_force
from services.casefile.interim_lines import list_interim_answers
from services.casefile.matter_disposals import list_disposals
from services.casefile.open_split import is_split_open
from services.casefile.standing import ReadStanding, read_standing
from services.casefile.told_notice import ToldNoticeLine, list_told_notices
from services.casefile.wished_way import WishedWay, find_wished_way
from services.evidence.withheld_words import WithheldWords, find_withheld_words
from services.rights.part_of_file import PartyLine, list_party_lines
from services.unit_of_work import UnitOfWork
from services.views.case_clocks import ClockLine, list_clock_lines
from services.views.case_group import Answering, read_answering
from services.views.case_history import TimelineEvent, list_history
from services.views.case_split import SplitLine, list_split_lines
from services.views.causes_part import CausesPart, read_causes_part
from services.views.closing_part import ClosingPart, list_improvements, list_return_visits, read_closing
from services.views.evidence_part import EvidenceLine, read_evidence_lines
from services.views.file_head import FileHead
from services.views.filed_forms import FiledForm, list_filed_forms
from services.views.joint_part import JointLine, list_joint_lines
from services.views.my_tasks import TaskRow, list_tasks_of_case
from services.views.prior_cases import PriorLine, list_marked_prior
from services.views.respondents import RespondentsPart, read_respondents
from services.views.side_work import SideWork
from services.views.told_dates import ToldDates, find_told_dates


@contextmanager
def open_case_file(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> Iterator["OpenFile"]:
    """The file until the end of the block; NotFound for an unknown case and for whom it is not.

    Who is complained about, recused or of another office has none.
    """
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        yield OpenFile(complaint, unit, actor)


class OpenFile(FileHead):
    """The whole file: each part is read when a page asks for it, and once, as long as its unit is open."""

    @cached_property
    def first_answerable(self) -> FirstAnswerable:
        """首问负责."""
        return find_first_answerable(self.complaint, self.unit)

    @cached_property
    def disposals(self) -> tuple[MatterDisposal, ...]:
        """What is done about each matter."""
        return tuple(list_disposals(self.complaint.id, self.unit))

    @cached_property
    def causes(self) -> CausesPart:
        """Why what was found true could happen."""
        return read_causes_part(self.complaint, self.unit)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """By number."""
        return self._rows(Claim, Claim.no)

    @cached_property
    def respondents(self) -> RespondentsPart:
        """Whom it is about."""
        return read_respondents(self.complaint, self.unit)

    @cached_property
    def respondents_in_force(self) -> tuple[Respondent, ...]:
        """The same of today as rows, for whoever tells no names."""
        return tuple(list_respondents_in_force(self.complaint.id, self.unit))

    @cached_property
    def evidence(self) -> tuple[EvidenceLine, ...]:
        """As this reader may see it: nobody can cut a name out of a file, which opens for who reads the words whole."""
        lines = read_evidence_lines(self.complaint, self._login, self.unit)
        return lines if self.has_whole_words else tuple(replace(line, can_open=False) for line in lines)

    @cached_property
    def further(self) -> tuple[FurtherInvestigation, ...]:
        """Why the investigation went on, turn by turn."""
        return tuple(list_further(self.complaint.id, self.unit))

    @cached_property
    def clocks(self) -> tuple[ClockLine, ...]:
        """Every limit of all rounds, explained."""
        return tuple(list_clock_lines(self.complaint.id, self.unit))

    @cached_property
    def tasks(self) -> tuple[TaskRow, ...]:
        """The live tasks."""
        return tuple(list_tasks_of_case(self.complaint.id, self._login, self.unit))

    @cached_property
    def forms(self) -> tuple[FiledForm, ...]:
        """Every submission."""
        return tuple(list_filed_forms(self.complaint.id, self._withheld, self.unit))

    @cached_property
    def submissions(self) -> tuple[TaskRecord, ...]:
        """The same as rows, for whoever tells nothing of what was filled in."""
        return self._rows(TaskRecord, TaskRecord.submitted_at)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Of all rounds."""
        return self._rows(Decision, Decision.at)

    @cached_property
    def entries(self) -> tuple[FileEntry, ...]:
        """What people noted."""
        return self._rows(FileEntry, FileEntry.at)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """One a round."""
        return self._rows(Answer, Answer.round)

    @cached_property
    def interim_answers(self) -> tuple[InterimAnswer, ...]:
        """What was answered while the rest was out."""
        return tuple(list_interim_answers(self.complaint.id, self.unit))

    @cached_property
    def wished_way(self) -> WishedWay | None:
        """How the complainant wishes to be answered."""
        return find_wished_way(self.complaint.id, self.unit)

    @cached_property
    def told_notices(self) -> tuple[ToldNoticeLine, ...]:
        """Which texts about the use of his data the complainant was told."""
        return list_told_notices(self.complaint.id, self.unit)

    @cached_property
    def told_dates(self) -> ToldDates:
        """The dates that the complainant is told."""
        return find_told_dates(self.complaint, self.unit)

    @cached_property
    def return_visits(self) -> tuple[ReturnVisit, ...]:
        """Of all rounds."""
        return list_return_visits(self.complaint, self.unit)

    @cached_property
    def improvements(self) -> tuple[ImprovementVerdict, ...]:
        """What a closed complaint teaches."""
        return list_improvements(self.complaint, self.unit)

    @cached_property
    def closing(self) -> ClosingPart:
        """What ends the case."""
        return read_closing(self.complaint, self.unit)

    @cached_property
    def timeline(self) -> tuple[TimelineEvent, ...]:
        """What people did, the oldest first."""
        return tuple(list_history(self.complaint.id, self.unit))

    @cached_property
    def side(self) -> SideWork:
        """What was asked beside the way."""
        return SideWork(self.complaint.id, lambda: self._withheld, self.unit)

    @cached_property
    def suggestion(self) -> Suggestion | None:
        """What the decision tables suggested."""
        return self.unit.session.get(Suggestion, self.complaint.id)

    @cached_property
    def can_correct_matters(self) -> bool:
        """Whether the split may still be corrected."""
        return is_split_open(self.complaint, self.unit)

    @cached_property
    def answering(self) -> Answering:
        """The mass complaint it belongs to."""
        return read_answering(self.complaint, self.unit, self.actor)

    @cached_property
    def standing(self) -> ReadStanding:
        """Whose matter it is."""
        return read_standing(self.complaint.id, self.unit)

    @cached_property
    def splits(self) -> tuple[SplitLine, ...]:
        """Files taken apart."""
        return list_split_lines(self.complaint, self.unit, self.actor)

    @cached_property
    def prior(self) -> tuple[PriorLine, ...]:
        """What the office kept before it had this system and was found to be about the same matter."""
        return list_marked_prior(self.complaint.id, self.unit, self.actor)

    @cached_property
    def joint(self) -> tuple[JointLine, ...]:
        """Who handles which matter together."""
        return tuple(list_joint_lines(self.complaint, self.unit))

    @cached_property
    def parties(self) -> tuple[PartyLine, ...]:
        """The respondents and their rights."""
        return list_party_lines(self.complaint, self.unit)

    @cached_property
    def _withheld(self) -> WithheldWords:
        return find_withheld_words(self.complaint, self._login, self.unit)
