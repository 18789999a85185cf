"""The words of a case that suggestions are made of, and the questions that they raise."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.receipt import Receipt
from models.case.spoken_need import Need, SpokenNeed, find_needs
from services.identity.cut_identity import cut_identity
from services.unit_of_work import Unit


def words_of(complaint: Complaint) -> str:
    """What the complainant told and wants, as it was written down."""
    return "\n".join(filter(None, (complaint.matter, complaint.wanted)))


def compared_words(complaint: Complaint, unit: Unit) -> str:
    """The same without what names the complainant: the same name in two texts is no likeness of their matter."""
    return cut_identity([words_of(complaint)], complaint.id, unit)[0]


def list_needs(complaint: Complaint, unit: Unit) -> list[SpokenNeed]:
    """The questions of a case: of its words, and of the columns that its channels delivered beside them."""
    raw = unit.session.scalars(select(Receipt.raw_text).where(Receipt.complaint_id == complaint.id))
    return find_needs(words_of(complaint), "\n".join(raw))


def ask_for_haste(needs: list[SpokenNeed]) -> tuple[SpokenNeed, ...]:
    """Those that ask whether the matter is urgent."""
    return tuple(spoken for spoken in needs if spoken.need is not Need.SECRECY)
