"""The keys of every step of the way, one line an action; those of a kind of request stand in `kinds/`."""

from __future__ import annotations

from deploy.replay.keys import Keys, keys
from deploy.replay.kinds import IN_STORIES

# The office has no line back to the hotline or the forwarder: the note says that they were told.
_TOLD_BACK = "reply_to_hotline reply_to_forwarder"

_OF_THE_WAY: dict[str, Keys] = {
    "register": keys(remarks="opened_by"),
    "correct_registration": keys("corrected reason", "suggested"),
    "first_contact": keys("ways answered_in"),
    "note": keys("postal_address", f"to matters {_TOLD_BACK}"),
    "alert": keys(remarks="called kind"),
    "report_upward": keys("restricted"),
    "accept": keys(
        "matters complexity route handler unit lead_unit co_units disclosure ways restricted join_mass individual_claim"
        " split second_unit",
        _TOLD_BACK,
    ),
    "refuse": keys("ground basis right_place matters approved_by", _TOLD_BACK),
    # What is restricted by its route is so before anybody of a story comes to it.
    "refer": keys("to matters", "restricted"),
    "merge": keys("into approved_by"),
    "settle_on_spot": keys("confirmed_by_complainant findings disposals answers adoptions approved_by"),
    "investigate": keys("methods evidence matters"),
    "opinion": keys("findings disposals answers adoptions approved_by", "discipline_to"),
    "approve": keys(),
    "feedback": keys(
        "ways mail_no attempt answers_also answered_in", f"matters answered restricted unified {_TOLD_BACK}",
    ),
    "interim_feedback": keys("ways", "matters answered"),
    "answer_returned": keys("mail_no reason"),
    "answer_delivered": keys("mail_no delivered_on proof"),
    "return_visit_sent": keys("ways mail_no"),
    "return_visit": keys("satisfaction attempt ways"),
    "redo_open": keys("handler"),
    "close": keys("improvement"),
    "findings_attempt": keys("matters attempted_findings outcome until"),
    "refuse_proposed": keys("ground basis right_place"),
    "sent_back": keys("reason", "of"),
    "open_mass": keys("group"),
}  # fmt: skip
KEYS_OF_STEP: dict[str, Keys] = {
    **_OF_THE_WAY,
    **{step: told for kind in IN_STORIES.values() for step, told in kind.keys.items()},
}


def keys_of(action: str) -> Keys | None:
    """The keys that are known of an action; None for an action that nobody knows."""
    told = KEYS_OF_STEP.get(action)
    if told is None and any(action in kind.steps for kind in IN_STORIES.values()):
        return Keys()
    return told
