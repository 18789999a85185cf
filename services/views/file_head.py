"""What every page of a case needs of its file, each part read when it is first asked for, and once.

The complainant's identity is masked; the clear one needs a purpose (services/identity).
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.case_run import CaseRun
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.case.task_record import TaskRecord
from services.access.whole_words import reads_whole_words
from services.actor import Actor, staff_id_of
from services.casefile.answer_sendings import may_be_proved
from services.identity.masked_identity import find_masked_identity
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit
from services.views.came_back import CameBackRow, list_came_back
from services.views.case_history import TimelineEvent, list_latest
from services.views.case_summary import CaseSummary, summarise
from services.views.case_way import CaseWay, read_way
from services.views.filed_forms import list_element_names
from services.views.open_after_archive import count_open
from services.views.respondents import read_told
from services.views.restriction import Restriction, find_shown_restriction
from services.views.running_clocks import RunningClock, list_running_clocks
from services.views.section_counts import SectionCounts, count_sections
from services.views.transferred import map_transferred
from services.views.unreviewed import UnreviewedVersion, list_unreviewed
from services.views.waiting import Waiting, list_waiting
from services.worklist.identity_permission import may_know_identity

# The tables that hold rows of one case.
Row = TypeVar("Row", Matter, Claim, Receipt, Decision, FileEntry, Answer, AnswerSending, CaseRun, TaskRecord)
# What the first page tells of the history.
LATEST = 6


class FileHead:
    """Rows are the database's own, for reading only. `names` are of staff by login, `element_names` what the diagrams
    call the tasks."""

    def __init__(self, complaint: Complaint, unit: Unit, actor: Actor) -> None:
        """`actor` may read the case; that is asked before."""
        self.complaint, self.unit, self.actor = complaint, unit, actor

    @cached_property
    def summary(self) -> CaseSummary:
        """The head, without identity and free text."""
        still_open, transferred_on = 0, None
        if self.complaint.closed_at is not None:
            still_open = count_open([self.complaint], self.unit)[self.complaint.id]
            transferred_on = map_transferred([self.complaint], self.unit).get(self.complaint.id)
        return summarise(self.complaint, still_open, transferred_on)

    @property
    def matter(self) -> str:
        """The complainant's own words."""
        return self.complaint.matter

    @property
    def wanted(self) -> str | None:
        """What is wanted, in the complainant's own words."""
        return self.complaint.wanted

    @property
    def occurred_text(self) -> str | None:
        """When it happened, as told."""
        return self.complaint.occurred_text

    @property
    def place(self) -> str | None:
        """Where it happened, as told."""
        return self.complaint.place

    @property
    def effective_received(self) -> date:
        """The day from which limits count."""
        return self.complaint.effective_received

    @property
    def accepted_at(self) -> datetime | None:
        """When it was accepted."""
        return self.complaint.accepted_at

    @property
    def first_contact_staff(self) -> str | None:
        """Who first spoke to the complainant."""
        return self.complaint.first_contact_staff

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """By number."""
        return self._rows(Matter, Matter.no)

    @cached_property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What the complainant typed of whom it is about, by field."""
        return read_told(self.complaint.id, self.unit)

    @cached_property
    def receipts(self) -> tuple[Receipt, ...]:
        """What came in."""
        return self._rows(Receipt, Receipt.id)

    @cached_property
    def running(self) -> tuple[RunningClock, ...]:
        """The limits that run, the nearest first."""
        return tuple(list_running_clocks(self.complaint.id, self.unit))

    @cached_property
    def came_back(self) -> tuple[CameBackRow, ...]:
        """What has to be sent again; asked only where such a limit runs."""
        if all(clock.kind is not ClockKind.SEND_AGAIN for clock in self.running):
            return ()
        return tuple(list_came_back(self.complaint, self.unit))

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        """Who has to do what until when."""
        return tuple(list_waiting(self.complaint, self.running, self.counts, self.unit))

    @cached_property
    def way(self) -> CaseWay:
        """How far the case has come, and each of its matters."""
        return read_way(self.complaint, self.matters, self.unit)

    @cached_property
    def counts(self) -> SectionCounts:
        """How much stands in each section."""
        return count_sections(self.complaint.id, self.unit)

    @cached_property
    def element_names(self) -> Mapping[str, str]:
        """By element id."""
        return list_element_names(self.complaint.id, self.unit)

    @cached_property
    def sendings(self) -> tuple[AnswerSending, ...]:
        """How the answers were sent."""
        if not self.counts.sendings:
            return ()
        return self._rows(AnswerSending, AnswerSending.sent_at)

    @property
    def letter_out(self) -> AnswerSending | None:
        """The last sending, where it is a letter with a number of which neither a proof nor a return came."""
        last = self.sendings[-1] if self.sendings else None
        return last if may_be_proved(last) and last is not None and last.returned_on is None else None

    @cached_property
    def runs(self) -> tuple[CaseRun, ...]:
        """By number."""
        return self._rows(CaseRun, CaseRun.run_no)

    @cached_property
    def latest(self) -> tuple[TimelineEvent, ...]:
        """What people did last, the newest first."""
        return tuple(list_latest(self.complaint.id, LATEST, self.unit))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Of everybody who is or was of the office."""
        return map_people_names(self.unit)

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """Of every unit."""
        return map_unit_names(self.unit)

    @cached_property
    def identity_masked(self) -> dict[str, str] | None:
        """None for an anonymous case."""
        return find_masked_identity(self.complaint.id, self.unit)

    @cached_property
    def may_know_identity(self) -> bool:
        """Whether this reader may be shown it for a purpose."""
        return may_know_identity(self.complaint, self._login, self.unit)

    @cached_property
    def has_whole_words(self) -> bool:
        """Whether this reader is shown them as they were told; for others the page says that they are cut."""
        return reads_whole_words(self.complaint, self.unit, self.actor)

    @cached_property
    def restriction(self) -> Restriction | None:
        """Whom alone it is for."""
        return find_shown_restriction(self.complaint.id, self.unit)

    @cached_property
    def unreviewed(self) -> tuple[UnreviewedVersion, ...]:
        """What it goes by although nobody reviewed it."""
        return list_unreviewed(self.complaint.id, self.unit)

    @property
    def _login(self) -> str:
        return staff_id_of(self.actor)

    def _rows(self, table: type[Row], order: InstrumentedAttribute[Any]) -> tuple[Row, ...]:
        """The rows of a table that belong to the case, in this order."""
        query = select(table).where(table.complaint_id == self.complaint.id).order_by(order)
        return tuple(self.unit.session.scalars(query))
