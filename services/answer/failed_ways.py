"""By which ways a document cannot go again: where it would go is where it came back from."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from models.case.dispatch import Dispatch
from models.ground.errors import InvalidInput
from models.ground.ways import Way
from services.casefile.answer_sendings import Sending, is_numbered, list_sendings_beside
from services.dispatch.send_step import BAD_ADDRESS
from services.identity.written_address import is_changed_since
from services.unit_of_work import Unit

# What a mail server says for good.
_REFUSED = "SMTP_5"


def require_other_way(last: Sending | None, ways: Collection[Way], unit: Unit) -> None:
    """InvalidInput on `ways` for an e-mail or SMS to the address from which a sending of the same document came back, or
    that its server refused.

    A letter may go again to the same house: nobody was at home, or nobody fetched it. A box that is none stays none.
    """
    beside = [] if last is None else list_sendings_beside(last, unit)
    failed = [row for row in beside if row.returned_on is not None]
    if any(_goes_there_again(row, way, unit) for row in failed for way in ways):
        raise InvalidInput({"ways": "CAME_BACK_FROM_THERE"})


def _goes_there_again(failed: Sending, way: Way, unit: Unit) -> bool:
    left_at = _find_left(failed, way, unit)
    return left_at is not None and not is_changed_since(failed.complaint_id, way, left_at, unit)


def _find_left(failed: Sending, way: Way, unit: Unit) -> datetime | None:
    """When what came back left by this way; None where something else of the sending came back, as its letter.

    A mail is told by its bounce, also one that nobody knew as taken; of an SMS only a person can say that it never came.
    """
    if way is Way.EMAIL:
        is_refused = or_(Dispatch.reason.startswith(_REFUSED), Dispatch.reason == BAD_ADDRESS)
        bounced = select(Dispatch).where(
            Dispatch.subject == failed.id,
            Dispatch.way == Way.EMAIL,
            or_(Dispatch.returned_on.is_not(None), is_refused),
        )
        mail = unit.session.scalars(bounced).first()
        return None if mail is None else mail.taken_at or mail.begun_at or mail.made_at
    is_texted = way is Way.SMS and way in failed.ways and not is_numbered(failed)
    return failed.sent_at if is_texted else None
