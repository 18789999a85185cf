"""Where the picture of a letter leads: to a page on which its reader can do something, and that tells nobody who complained."""

from models.case.complaint import Complaint
from models.ground.letter_codes import LetterReaders
from services.dispatch.unit_mail_words import answer_page
from services.letters.letter_kind import LetterKind
from services.unit_of_work import Unit

# How the centre is reached.
OFFICE_PAGE = "channels"


def find_page(kind: LetterKind, complaint: Complaint, subject: str, unit: Unit) -> str:
    """Path and query: the progress for the complainant, for others where they answer, else how the centre is reached.

    A record leads who keeps it to its case, which opens for whoever signed in and may read it.
    """
    own = None if kind.find_page is None else kind.find_page(complaint, subject, unit)
    if own is not None:
        return own
    match kind.readers:
        case LetterReaders.COMPLAINANT | LetterReaders.CONCERNED:
            return f"progress?number={complaint.number}"
        case LetterReaders.RECORD:
            return case_page(complaint)
        case LetterReaders.OTHERS:
            return OFFICE_PAGE


def sheet_page(reference: str, receipt_code: str | None) -> str | None:
    """A unit outside answers by the code of its sheet, one of the centre in its tasks."""
    return None if receipt_code is None else answer_page(reference)


def case_page(complaint: Complaint) -> str:
    """The list of cases with this one alone; it says nothing to who may not read it."""
    return f"cases?number={complaint.number}"
