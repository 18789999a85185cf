"""What a complainant reads of the file that was taken out of his: its number, and the code that it is read with."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from services.casefile.file_splits import find_split, list_taken_out
from services.identity.query_code import derive_query_code
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class OtherFile:
    """`query_code` is told to him alone, who has shown the code of the first file; None for the first file itself."""

    number: str
    query_code: str | None


def list_other_files(complaint: Complaint, unit: Unit) -> tuple[OtherFile, ...]:
    """The file that this one was taken out of, and those taken out of this one, which are the same person's."""
    own = find_split(complaint.id, unit)
    first = [] if own is None else [OtherFile(unit.session.get_one(Complaint, own.first_id).number, None)]
    taken = [
        OtherFile(other.number, derive_query_code(other.submission_id))
        for other in list_taken_out(complaint.id, unit)
    ]
    return (*first, *taken)
