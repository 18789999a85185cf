"""Whether a mail would tell of what has come to nothing or is over by now."""

from models.case.dispatch import Dispatch
from models.case.unit_mail import UnitMail
from services.casefile.void_notice import NOTICE_VOID
from services.dispatch.incident_words import is_incident_over
from services.dispatch.mailed_document import is_void_by_now
from services.dispatch.plan_unit_mail import is_overtaken
from services.unit_of_work import Unit

OVERTAKEN = "OVERTAKEN"


def find_needless(row: Dispatch, unit: Unit) -> str | None:
    """Why it is not to leave any more."""
    if is_void_by_now(row, unit):
        return NOTICE_VOID
    mail = unit.session.get_one(UnitMail, row.id) if row.purpose.is_to_unit else None
    is_over = is_incident_over(row, unit) or (mail is not None and is_overtaken(mail, unit))
    return OVERTAKEN if is_over else None
