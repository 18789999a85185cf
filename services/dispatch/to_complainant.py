"""Where a notice or a document goes to its complainant and what the mail says: opened and worded at the sending, kept nowhere."""

from models.case.complaint import Complaint
from models.case.data_incident import DataIncident
from models.case.dispatch import Dispatch
from models.case.letter import CaseLetter
from models.ground.dispatch_codes import DispatchPurpose
from services.dispatch.document_words import DOCUMENT_PAPER, word_document
from services.dispatch.incident_words import INCIDENT_PAPER, word_incident
from services.dispatch.mailed_document import NOT_BY_MAIL, find_mail_bar
from services.dispatch.notice_words import NOTICE_PAPER, NoticeOf, NoticeWords, word_notice
from services.identity.query_code import derive_query_code
from services.identity.written_address import find_written_address
from services.office.centre_contact import read_centre_contact
from services.office.own_texts import Paper, fill_texts, list_own
from services.ports.carrier import Attachment, Refused
from services.unit_of_work import Unit

NO_ADDRESS = "NO_ADDRESS"
TOO_LARGE = "TOO_LARGE"
# As a mail it is a third larger; mail servers commonly take 20 MB.
LARGEST_BYTES = 10_000_000


def address_complainant(row: Dispatch, files: tuple[Attachment, ...], unit: Unit) -> tuple[str, NoticeWords]:
    """The address and the words; Refused for what may not go, or cannot."""
    address = find_written_address(row.complaint_id, row.way, unit)
    if address is None:
        raise Refused(NO_ADDRESS)
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    number = complaint.number
    contact = read_centre_contact(unit)
    if row.purpose is DispatchPurpose.DATA_INCIDENT:
        incident = unit.session.get_one(DataIncident, row.subject)
        return address, word_incident(incident, number, contact, _texts_of(INCIDENT_PAPER, row, unit))
    if row.letter_id is None:
        code = derive_query_code(complaint.submission_id)
        return address, word_notice(
            row.purpose, NoticeOf(number, contact, _texts_of(NOTICE_PAPER, row, unit), code)
        )
    letter = unit.session.get_one(CaseLetter, row.letter_id)
    # Nobody is ever sent a paper of another's file, whatever the row says.
    bar = NOT_BY_MAIL if letter.complaint_id != row.complaint_id else find_mail_bar(letter, unit)
    if bar is not None:
        raise Refused(bar)
    if sum(len(file.content) for file in files) > LARGEST_BYTES:
        raise Refused(TOO_LARGE)
    return address, word_document(letter, number, contact, _texts_of(DOCUMENT_PAPER, row, unit))


def _texts_of(paper: Paper, row: Dispatch, unit: Unit) -> dict[str, str]:
    """By block; the row keeps which versions it says."""
    own = list_own(paper, unit)
    row.text_versions = sorted(version.id for version in own)
    return fill_texts(paper, own)
