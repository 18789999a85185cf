"""Whether an answer is followed by a return visit, and the limit of its first try."""

from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Outcome
from models.clock.clock import Clock
from models.ground.codes import Route
from models.ground.ids import ComplaintId
from services.casefile.standing import is_bounded
from services.clocks.open_clock import OpenClock, open_clock
from services.identity.known_ways import find_known_ways
from services.restriction.find_route import find_superior
from services.unit_of_work import Unit

# Somebody was at work on these, so the complainant is asked how it was. Settled on the spot with his word, merged,
# refused and withdrawn ones are not asked about.
VISITED_OUTCOMES = frozenset({Outcome.ACCEPTED, Outcome.REFERRED})


def needs_visit(complaint: Complaint, unit: Unit) -> bool:
    """Whether the complainant is asked afterwards: a handled complaint of his own, no suggestion, of whom a way is known to.

    What was passed on whole is the superior organ's.
    """
    if complaint.outcome not in VISITED_OUTCOMES or complaint.route is Route.SUGGESTION:
        return False
    if find_superior(complaint.id, unit) is not None:
        return False
    # Whose matter it is not cannot say whether it is solved.
    return bool(find_known_ways(complaint, unit)) and not is_bounded(complaint.id, unit)


def open_visit(complaint: Complaint, since: datetime, unit: Unit) -> Clock:
    """The limit of the first try, from when the complainant knows the answer."""
    return open_clock(
        OpenClock(ComplaintId(complaint.id), ClockKind.RETURN_VISIT, complaint.round, since), unit
    )
