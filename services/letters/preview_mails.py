"""How notices and mails of a real case would read with an owner's text, without a code that is told to one alone."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.data_incident import DataIncident, DataIncidentCase
from models.case.dispatch import Dispatch
from models.case.letter import CaseLetter
from models.case.unit_mail import UnitMail
from models.clock.clock import Clock
from models.ground.errors import InvalidInput
from services.dispatch.document_words import DOCUMENT_PAPER, word_document
from services.dispatch.incident_words import INCIDENT_PAPER, word_incident
from services.dispatch.notice_words import NOTICE_PAPER, NoticeOf, list_words
from services.dispatch.unit_mail_words import UNIT_MAIL_PAPER, MailedNow, word_unit_mail
from services.office.centre_contact import read_centre_contact
from services.ports.press import Heading, Words
from services.unit_of_work import Unit


def _list_notices(complaint: Complaint, texts: Mapping[str, str], unit: Unit) -> list[Heading | Words]:
    """Each as a mail says it, its subject above; an SMS is the same without. The query code is told to who filed alone."""
    told = list_words(NoticeOf(complaint.number, read_centre_contact(unit), texts))
    return [part for words in told for part in (Heading(words.subject), Words(words.text))]


def _list_document_mail(complaint: Complaint, texts: Mapping[str, str], unit: Unit) -> list[Heading | Words]:
    """That which the newest document would go with that its complainant may read."""
    frozen = select(CaseLetter).where(
        CaseLetter.complaint_id == complaint.id, CaseLetter.frozen_at.is_not(None)
    )
    letters = unit.session.scalars(frozen.order_by(CaseLetter.frozen_at.desc(), CaseLetter.id))
    letter = next((one for one in letters if one.readers.is_at_query_code), None)
    if letter is None:
        raise InvalidInput({"case_number": "NOTHING_TO_TELL"})
    words = word_document(letter, complaint.number, read_centre_contact(unit), texts)
    return [Heading(words.subject), Words(words.text)]


def _list_incident_notice(
    complaint: Complaint, texts: Mapping[str, str], unit: Unit
) -> list[Heading | Words]:
    """Of the newest incident with his data; its persons are told the same, each under his own number."""
    row = unit.session.scalars(
        select(DataIncident)
        .join(DataIncidentCase, DataIncidentCase.incident_id == DataIncident.id)
        .where(DataIncidentCase.complaint_id == complaint.id)
        .order_by(DataIncident.discovered_at.desc(), DataIncident.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        raise InvalidInput({"case_number": "NOTHING_TO_TELL"})
    words = word_incident(row, complaint.number, read_centre_contact(unit), texts)
    return [Heading(words.subject), Words(words.text)]


def _list_unit_mails(complaint: Complaint, texts: Mapping[str, str], unit: Unit) -> list[Heading | Words]:
    """Each that was planned in the case, its subject above; the code is told to the unit alone."""
    rows = unit.session.execute(
        select(Dispatch, UnitMail, Clock.kind)
        .join(UnitMail, UnitMail.dispatch_id == Dispatch.id)
        .outerjoin(Clock, Clock.id == UnitMail.clock_id)
        .where(Dispatch.complaint_id == complaint.id)
        .order_by(Dispatch.made_at, Dispatch.id)
    ).all()
    if not rows:
        raise InvalidInput({"case_number": "NOTHING_TO_TELL"})
    contact = read_centre_contact(unit)
    told = [
        word_unit_mail(MailedNow(row.purpose, mail, limit, "", shows_code=False), contact, texts)
        for row, mail, limit in rows
    ]
    return [part for words in dict.fromkeys(told) for part in (Heading(words.subject), Words(words.text))]


# What each says of a case; InvalidInput on `case_number` where there is nothing to say of it.
MAILS: Mapping[str, Callable[[Complaint, Mapping[str, str], Unit], Sequence[Heading | Words]]] = {
    NOTICE_PAPER.name: _list_notices,
    DOCUMENT_PAPER.name: _list_document_mail,
    INCIDENT_PAPER.name: _list_incident_notice,
    UNIT_MAIL_PAPER.name: _list_unit_mails,
}
