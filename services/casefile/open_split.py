"""Whether a person may still correct how a complaint was split into matters: until the opinion of the round is drafted."""

from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind, Stage
from services.casefile.decisions import find_decision
from services.unit_of_work import Unit

_BEFORE_THE_ANSWER = frozenset({Stage.INTAKE, Stage.REFERRAL, Stage.INVESTIGATION, Stage.DISPOSAL})


def is_split_open(complaint: Complaint, unit: Unit) -> bool:
    """True while nobody has drafted what is to be done about the matters."""
    drafted = find_decision(complaint.id, DecisionKind.OPINION, complaint.round, unit)
    return complaint.stage in _BEFORE_THE_ANSWER and drafted is None
