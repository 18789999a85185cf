"""Whether a complainant gave the name that an identity document tells, so that whoever comes can be compared with the file."""

from models.case.complaint import Complaint
from models.ground.codes import IdentityKind
from services.identity.masked_identity import find_masked_identity
from services.unit_of_work import Unit

# By which a document tells a person from any other.
_NAMES = frozenset({"name", "organisation"})


def has_known_name(complaint: Complaint, unit: Unit) -> bool:
    """Of himself or of his organisation: who wrote from a chat without telling his name is known by a nickname."""
    if complaint.identity_kind is IdentityKind.ANONYMOUS:
        return False
    return not _NAMES.isdisjoint(find_masked_identity(complaint.id, unit) or {})
