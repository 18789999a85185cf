"""Who took part in a case and so may not review it: its handler and everybody who submitted something of its way."""

from datetime import datetime

from models.case.complaint import Complaint
from services.casefile.case_hands import list_workers
from services.unit_of_work import Unit


def took_part(complaint: Complaint, login: str, unit: Unit, *, before: datetime) -> bool:
    """Whether this person handled the case, decided in it or worked on it in any round, before the review was asked for.

    What the reviewer himself does about the case afterwards is the review.
    """
    return complaint.handler_id == login or login in list_workers(complaint.id, unit, before=before)
