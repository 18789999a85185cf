"""A neutral text to begin the wording of a matter with. A person puts it right; nothing is sent of it."""

from models.case.matter import Matter
from models.case.neutral_wording import word_neutrally
from services.identity.cut_identity import cut_identity
from services.unit_of_work import Unit


def begin_wording(matter: Matter, unit: Unit) -> str:
    """What was told of the matter without name, number, day, hour, address and abuse; may be empty."""
    (cut,) = cut_identity([matter.text], matter.complaint_id, unit)
    return word_neutrally(cut)
