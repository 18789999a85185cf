"""Whom a declared relation keeps from the work of a case until somebody has spoken: he himself, or who decides (R45)."""

from collections.abc import Collection

from models.case.lifecycle import RequestState
from models.ground.codes import RecusalSubject, RelationEffect
from services.access.case_ties import read_ties
from services.access.relations_in_cases import find_relations
from services.unit_of_work import Unit

RELATION_EXPIRED, RELATION_UNDECIDED, RECUSAL_PENDING = (
    "RELATION_EXPIRED",
    "RELATION_UNDECIDED",
    "RECUSAL_PENDING",
)


def find_unsettled(complaint_ids: Collection[str], login: str, unit: Unit) -> dict[str, str]:
    """By case; only those that keep the person waiting. As many queries for a thousand as for one.

    RELATION_EXPIRED: he has to declare anew. RELATION_UNDECIDED: his superior decides whether he keeps away.
    RECUSAL_PENDING: he asked himself to keep away. A decision about the person settles all of them.
    """
    if not complaint_ids:
        return {}
    ties = read_ties(complaint_ids, unit)
    asked = [row for row in ties.recusals if row.who_kind is RecusalSubject.STAFF and row.who == login]
    settled = {row.complaint_id for row in asked if row.outcome is not None}
    waiting = {
        row.complaint_id for row in asked if row.state is RequestState.OPEN and row.requested_by == login
    }
    found = dict.fromkeys(waiting, RECUSAL_PENDING)
    for case, relations in find_relations(set(complaint_ids) - settled, ties, login, unit).items():
        if any(relation.is_expired for relation in relations):
            found[case] = RELATION_EXPIRED
        elif any(relation.effect is RelationEffect.DECIDE for relation in relations):
            found[case] = RELATION_UNDECIDED
    return {case: code for case, code in found.items() if case not in settled}
