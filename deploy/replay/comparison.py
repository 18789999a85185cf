"""What a finished case shows, held against what a careful person would have decided."""

from __future__ import annotations

from deploy.replay.judging.agreement import registration_pairs
from deploy.replay.judging.dates import date_pairs, extension_pairs, lateness_pairs
from deploy.replay.judging.decisions import decision_pairs
from deploy.replay.judging.judged import Difference, Json, Judged, Pairs
from deploy.replay.judging.leaks import leak_pairs
from deploy.replay.judging.outcomes import outcome_pairs
from deploy.replay.judging.people import approver_pairs, recusal_pairs


def compare(judged: Judged) -> list[Difference]:
    """Differences of one story, without those that the expectation calls not wrong either."""
    pairs = decision_pairs(judged) + date_pairs(judged) + recusal_pairs(judged) + registration_pairs(judged)
    pairs += leak_pairs(judged)
    if judged.is_complete:
        pairs += _pairs_at_the_end(judged)
    found = [Difference(judged.story.id, name, want, got) for name, want, got in pairs if want != got]
    return [difference for difference in found if not _is_acceptable(judged.wish, difference)]


def compare_second(judged: Judged) -> list[Difference]:
    """Of the file that was taken out of a story's own: its dates, approvals and who keeps away, by the same story."""
    pairs = date_pairs(judged) + recusal_pairs(judged)
    if judged.is_complete:
        pairs += extension_pairs(judged) + lateness_pairs(judged) + approver_pairs(judged)
        pairs.append(("closed", True, judged.case["is_closed"]))
    return [
        Difference(judged.story.id, f"second.{name}", want, got) for name, want, got in pairs if want != got
    ]


def _pairs_at_the_end(judged: Judged) -> Pairs:
    return [
        *outcome_pairs(judged),
        *extension_pairs(judged),
        *lateness_pairs(judged),
        *approver_pairs(judged),
        ("closed", True, judged.case["is_closed"]),
    ]


def _is_acceptable(wish: Json, difference: Difference) -> bool:
    known = wish.get("acceptable_alternatives") or {}
    alternatives = known.get(_name_of_alternative(difference.field))
    if alternatives is None:
        return False
    allowed = alternatives if isinstance(alternatives, list) else [alternatives]
    return difference.seen in allowed or difference.seen in [[value] for value in allowed]


def _name_of_alternative(field: str) -> str:
    """`matter2_finding` for the finding of the second matter; the way of a matter may be that of the complaint."""
    head, _, rest = field.partition(".")
    if head != "matters" or not rest:
        return field
    no, _, key = rest.partition(".")
    return f"matter{no}_{key}" if key == "finding" else key
