"""What was decided about a complainant's own data, as far as others have to keep to it."""

from datetime import datetime

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.lifecycle import Stage
from models.ground.privacy_codes import DataRequestState, DataRight
from services.unit_of_work import Unit


def find_withdrawn_consent(complaint_id: str, unit: Unit) -> datetime | None:
    """When his consent to be named ended; None where he never took it back."""
    return unit.session.scalar(
        select(func.max(DataRequest.decided_at)).where(
            DataRequest.complaint_id == complaint_id,
            DataRequest.kind == DataRight.WITHDRAW_CONSENT,
            DataRequest.state == DataRequestState.GRANTED,
        )
    )


def is_restricted(complaint: Complaint, unit: Unit) -> bool:
    """Whether his data are kept and used for nothing else; a case that goes on needs them again."""
    if complaint.stage is not Stage.ARCHIVED:
        return False
    restricted = select(DataRequest.id).where(
        DataRequest.complaint_id == complaint.id, DataRequest.state == DataRequestState.RESTRICTED
    )
    return unit.session.scalars(restricted.limit(1)).first() is not None
