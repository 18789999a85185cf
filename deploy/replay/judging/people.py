"""Who decided, investigated and approved, and that nobody who must keep away did or was asked to."""

from __future__ import annotations

from datetime import datetime

from bpmn.names import FormId
from deploy.replay.deciding import is_deciding
from deploy.replay.judging.judged import Judged, Pairs
from deploy.replay.organisation import hard_subjects, is_in_unit, is_under_a_route

_APPROVAL = "approve-"


def approver_pairs(judged: Judged) -> Pairs:
    """Who approved or sent back, in the order of the story; an entrustment is its actor's, who could not else begin it."""
    told = [
        str(step.data.get("approved_by") or step.actor)
        for step in judged.steps
        if step.action in ("approve", "sent_back") or step.data.get("approved_by")
    ]
    seen = [
        str(row["by"])
        for row in judged.case["submitted"]
        if str(row["form_id"]).startswith(_APPROVAL) and row["form_id"] != FormId.APPROVE_ENTRUSTMENT
    ]
    return [("approvers", told, seen)]


def recusal_pairs(judged: Judged) -> Pairs:
    """No login that must keep away took a deciding step, or was offered one once something on record excluded it."""
    pairs: Pairs = []
    for login in judged.wish["recusal"]:
        done = [
            str(row["form_id"])
            for row in judged.case["submitted"]
            if row["by"] == login and is_deciding(str(row["form_id"]))
        ]
        since = excluded_since(login, judged)
        offered = [
            f"{offer.form_id} at step {offer.step}"
            for offer in judged.offers
            if offer.login == login and since is not None and datetime.fromisoformat(offer.at) > since
        ]
        pairs += [(f"recusal.{login}.done", [], done), (f"recusal.{login}.offered", [], offered)]
    return pairs


def excluded_since(login: str, judged: Judged) -> datetime | None:
    """From when on this person is kept out: a declared relation or a route from the receipt, else the decision told."""
    respondent = judged.wish["respondent"]
    if _is_related(login, judged) or is_under_a_route(respondent.get("unit"), respondent.get("staff")):
        return judged.story.received_at
    decided = [
        step.at
        for step in judged.steps
        if step.action == "recusal" and _is_meant(login, str(step.data.get("who")))
    ]
    return min(decided, default=None)


def _is_related(login: str, judged: Judged) -> bool:
    """Whether he declared a relation to the complainant, or to somebody whom the file names as complained about.

    Whom it names is the clerk's confirmation of a suggestion, an agreement figure; a relation can keep away from no more.
    """
    named = judged.case.get("respondent") or {}
    return any(
        kind in _OF_THE_COMPLAINANT or subject in (named.get("staff"), named.get("unit"))
        for kind, subject in hard_subjects(login, judged.story.received_at.date())
    )


_OF_THE_COMPLAINANT = frozenset({"person", "company"})


def _is_meant(login: str, who: str) -> bool:
    return login == who or is_in_unit(login, who)
