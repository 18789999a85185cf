"""The head of a case as lists and pages show it; no identity, no free text."""

from dataclasses import dataclass
from datetime import date, datetime

from models.case.complaint import Complaint
from models.case.lifecycle import Outcome, Rung, Stage
from models.ground.codes import Category, Channel, Complexity, IdentityKind, Route


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One case in a line."""

    complaint_id: str
    number: str
    channel: Channel
    received_at: datetime
    stage: Stage
    outcome: Outcome | None
    category: Category | None
    route: Route | None
    complexity: Complexity | None
    identity_kind: IdentityKind
    disclosure_level: int
    severity: str | None
    merged_into: str | None
    is_urgent: bool
    times_urged: int
    is_confidential: bool
    registered_by: str | None
    handler_id: str | None
    handling_unit: str | None
    clock_state: Rung | None
    next_due_at: datetime | None
    closed_at: datetime | None
    # Of an archived case: what still runs beside it.
    open_after_archive: int = 0
    # The day on which the archives received its file.
    transferred_on: date | None = None

    @property
    def is_closed(self) -> bool:
        """True once the file is archived."""
        return self.stage is Stage.ARCHIVED


def summarise(
    complaint: Complaint, open_after_archive: int = 0, transferred_on: date | None = None
) -> CaseSummary:
    """The summary of one row; what still runs after its archive, and whether its file is transferred, the caller has read."""
    return CaseSummary(
        complaint_id=complaint.id,
        number=complaint.number,
        channel=complaint.channel,
        received_at=complaint.received_at,
        stage=complaint.stage,
        outcome=complaint.outcome,
        category=complaint.category,
        route=complaint.route,
        complexity=complaint.complexity,
        identity_kind=complaint.identity_kind,
        disclosure_level=complaint.disclosure_level,
        severity=complaint.severity,
        merged_into=complaint.merged_into,
        is_urgent=complaint.urgent,
        times_urged=complaint.times_urged,
        is_confidential=complaint.confidentiality_requested,
        registered_by=complaint.registered_by,
        handler_id=complaint.handler_id,
        handling_unit=complaint.handling_unit,
        clock_state=complaint.clock_state,
        next_due_at=complaint.next_due_at,
        closed_at=complaint.closed_at,
        open_after_archive=open_after_archive,
        transferred_on=transferred_on,
    )
