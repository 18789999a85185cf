"""The requests of one person about his data, as he reads them at his query code and a clerk at the case."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.case.data_request import DataRequest
from models.ground.privacy_codes import DataRefusal, DataRequestState, DataRight
from models.vault.masking import PersonalField
from services.unit_of_work import Unit, UnitOfWork

# Of these a file is handed over.
COPIES = frozenset({DataRight.COPY, DataRight.TRANSFER})


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """One request; `answer` are the words of the decision, None where the reader has not proved himself."""

    id: str
    kind: DataRight
    field: PersonalField | None
    asked_at: datetime
    due_on: date
    state: DataRequestState
    refusal: DataRefusal | None
    answer: str | None
    decided_at: datetime | None
    copied_at: datetime | None

    @property
    def has_copy(self) -> bool:
        """Whether a copy can be fetched."""
        return self.state is DataRequestState.GRANTED and self.kind in COPIES


def list_own_requests(
    complaint_id: str, unit_of_work: UnitOfWork, *, tells_words: bool
) -> tuple[OwnRequest, ...]:
    """For the progress page, whose reader has the code; the newest first."""
    with unit_of_work.reading() as unit:
        return list_requests_of(complaint_id, unit, tells_words=tells_words)


def list_requests_of(complaint_id: str, unit: Unit, *, tells_words: bool) -> tuple[OwnRequest, ...]:
    """In the caller's unit."""
    rows = unit.session.scalars(
        select(DataRequest)
        .where(DataRequest.complaint_id == complaint_id)
        .order_by(DataRequest.asked_at.desc(), DataRequest.id)
    )
    return tuple(
        OwnRequest(
            row.id,
            row.kind,
            row.field,
            row.asked_at,
            row.due_on,
            row.state,
            row.refusal,
            row.answer if tells_words else None,
            row.decided_at,
            row.copied_at,
        )
        for row in rows
    )
