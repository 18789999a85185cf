"""Where the complainant reads what the trail says he was told or shown: one place on the progress page for each event."""

from collections.abc import Mapping
from enum import StrEnum


class Place(StrEnum):
    """A part of the progress page; the id of its element."""

    ANSWER = "answer"
    IDENTITY = "identity"
    MATTERS = "matters"
    EXTENSIONS = "extensions"
    REFERRALS = "referrals"
    REVIEWS = "reviews"
    STEPS = "steps"
    SUPPLEMENTS = "supplements"
    WITHDRAWALS = "withdrawals"
    WORDS = "words"
    # These open after one more proof.
    LOOKS = "looks"
    RECIPIENTS = "recipients"


# By the kind of the event and, where it is about one of several things, what it is about.
PLACES: Mapping[tuple[str, str | None], Place] = {
    ("complaint.registered", None): Place.WORDS,
    ("decision.acceptance", None): Place.MATTERS,
    ("decision.settlement", None): Place.MATTERS,
    ("matters.merged", None): Place.MATTERS,
    ("decision.approval", None): Place.STEPS,
    ("answer.published", None): Place.ANSWER,
    ("answer.rated", None): Place.STEPS,
    ("case.redone", None): Place.STEPS,
    ("case.reopened", None): Place.STEPS,
    ("case.withdrawn", None): Place.WITHDRAWALS,
    ("withdrawal.requested", None): Place.WITHDRAWALS,
    ("withdrawal.verified", None): Place.WITHDRAWALS,
    ("supplement.requested", None): Place.SUPPLEMENTS,
    ("supplement.reminded", None): Place.SUPPLEMENTS,
    ("supplement.received", None): Place.SUPPLEMENTS,
    ("extension.effective", None): Place.EXTENSIONS,
    ("complainant.told", "extension"): Place.EXTENSIONS,
    ("progress.shown", "referral"): Place.REFERRALS,
    ("progress.shown", "review"): Place.REVIEWS,
    ("identity.consent_recorded", None): Place.IDENTITY,
    ("identity.told_unit", None): Place.IDENTITY,
    ("review.requested", None): Place.REVIEWS,
    ("review.decided", None): Place.REVIEWS,
}

# What he reads besides, once he has proved himself once more: who looked at his identity and who got it.
PROVED_PLACES: Mapping[str, Place] = {
    "identity.revealed": Place.LOOKS,
    "file.passed_on_read": Place.LOOKS,
    "identity.told_unit": Place.RECIPIENTS,
    "referral.opened": Place.RECIPIENTS,
}

# Events whose words say told or notice and mean somebody else, with whom.
TO_OTHERS: Mapping[str, str] = {
    "alerts.mail_chosen": "a supervisor chose how alerts reach him; it is about no case",
    "channel.checked": "everybody who reads the page of channels; it is about no case",
    "dispatch.code_told": "the unit outside that a sheet went to",
    "dispatch.settled_told": "nobody anew: the sending that told of it has an event and a place of its own",
    "finding.written_for_respondent": "whom the case is about; the complainant is told by the answer",
    "finding.told_respondent": "whom the case is about",
    "finding.objection_told": "whom the case is about; no date of the complainant moves by it",
    "respondent.sheet_withdrawn": "the unit that was asked by mistake; the complainant is told of no question to a unit",
}
