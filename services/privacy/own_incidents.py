"""What a complainant reads at his query code of incidents with his data, once somebody has begun to tell him."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from models.case.data_incident import DataIncident, DataIncidentCase
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose
from services.dispatch.incident_words import list_told_lines
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OwnIncident:
    """When it was discovered, and name and words of each thing that is told."""

    discovered_at: datetime
    lines: tuple[tuple[str, str], ...]


def list_told_incidents(complaint_id: str, unit_of_work: UnitOfWork) -> tuple[OwnIncident, ...]:
    """The newest first; none of which neither a notice was planned nor a person told him."""
    with unit_of_work.reading() as unit:
        notice = exists().where(
            Dispatch.complaint_id == DataIncidentCase.complaint_id,
            Dispatch.purpose == DispatchPurpose.DATA_INCIDENT,
            Dispatch.subject == DataIncidentCase.incident_id,
        )
        rows = unit.session.scalars(
            select(DataIncident)
            .join(DataIncidentCase, DataIncidentCase.incident_id == DataIncident.id)
            .where(
                DataIncidentCase.complaint_id == complaint_id,
                or_(DataIncidentCase.told_at.is_not(None), notice),
            )
            .order_by(DataIncident.discovered_at.desc())
        )
        return tuple(OwnIncident(row.discovered_at, list_told_lines(row)) for row in rows)
