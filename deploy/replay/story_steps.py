"""What one step of a story stands for: moves of persons, in their order. Steps of one kind of request stand in `kinds/`."""

from __future__ import annotations

from deploy.replay.kinds import IN_STORIES
from deploy.replay.moves import Act, By, Door, Entry, Move, Task

_PLAN = (
    Task("plan-investigation", is_optional=True),
    Task("record-investigation-act", is_optional=True, is_repeated=True),
)
_OF_THE_WAY: dict[str, tuple[Move, ...]] = {
    "register": (),
    "correct_registration": (Door("corrected"),),
    "first_contact": (Entry("first_contact"),),
    "note": (Entry("note"), Act("change-address", only_if="postal_address")),
    "alert": (Entry("alert"),),
    "report_upward": (Entry("report_upward"), Act("restrict-file", only_if="restricted")),
    "accept": (
        Entry("first_contact"),
        Act("split-file", only_if="split"),
        Task("decide-acceptance"),
        Task("assign-handler", by=By.DECIDER, is_optional=True),
        Act("open-referral", only_if="signed_later"),
        Act("designate-unit", only_if="co_units"),
        Act("join-group", only_if="join_mass"),
        Act("restrict-file", only_if="restricted"),
    ),
    "open_mass": (Act("open-group"),),
    "refuse": (
        Entry("first_contact"),
        Task("decide-acceptance"),
        Task("approve-acceptance", by=By.APPROVER, is_optional=True),
        Task("assign-handler", by=By.DECIDER, is_optional=True),
    ),
    "refer": (
        Entry("first_contact"),
        Task("decide-acceptance"),
        Task("assign-handler", by=By.DECIDER, is_optional=True),
    ),
    "merge": (Task("decide-acceptance"), Task("approve-acceptance", by=By.APPROVER, is_optional=True)),
    "refuse_proposed": (Task("decide-acceptance"),),
    # Whichever proposal waits; one that nobody made leaves the approvers of the file other than those of the story.
    "sent_back": (
        Task("approve-acceptance", is_optional=True),
        Task("approve-settlement", is_optional=True),
        Task("approve-opinion", is_optional=True),
    ),
    "settle_on_spot": (
        Task("settle-on-spot"),
        Task("approve-settlement", by=By.APPROVER, is_optional=True),
    ),
    "findings_attempt": (*_PLAN, Task("record-findings")),
    # What was found stands in the opinion, and only there is it known. Where an attempt at it came first, it goes on.
    "investigate": (Task("record-findings", is_optional=True), *_PLAN),
    "opinion": (
        *_PLAN,
        Task("record-findings", is_optional=True),
        Task("draft-opinion"),
        Task("approve-opinion", by=By.APPROVER, is_optional=True),
    ),
    "approve": (Task("approve-opinion"),),
    "feedback": (
        Act("answer-own-claims", only_if="individual_claim"),
        Task("give-answer", only_first=True),
        Act("send-answer-again", only_if="sent_again"),
    ),
    "interim_feedback": (Act("give-interim-answer"),),
    "answer_returned": (Act("record-answer-return"),),
    "answer_delivered": (Act("record-answer-delivery"),),
    "return_visit_sent": (Task("record-return-visit"),),
    "return_visit": (Task("record-return-visit"),),
    "redo_open": (Task("decide-redo"),),
    "close": (
        Task("verify-withdrawal", is_optional=True),
        Task("give-answer", is_optional=True),
        Act("order-rectification", only_if="improvement"),
    ),
}
MOVES_OF_STEP: dict[str, tuple[Move, ...]] = {
    **_OF_THE_WAY,
    **{step: moves for kind in IN_STORIES.values() for step, moves in kind.steps.items()},
}
# A story's last act is also the word to the complainant where no other step is.
LAST_MOVES: tuple[Move, ...] = (Task("give-answer", is_optional=True),)
