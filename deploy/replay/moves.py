"""What one step of a story stands for: moves of persons, in their order. `steps.py` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class By(StrEnum):
    """Who makes a move: the step's actor, or a person the story names."""

    ACTOR = "actor"
    APPROVER = "approved_by"
    HANDLER = "handler"
    DECIDER = "decider"
    REQUESTER = "requester"


@dataclass(frozen=True, slots=True)
class Task:
    """Answer the open task of a form; an optional one only when it is open, a repeated one until none is.

    One that `ends_investigation` waits while the story still entrusts others.
    """

    form_id: str
    by: By = By.ACTOR
    is_optional: bool = False
    is_repeated: bool = False
    ends_investigation: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """Take an act of the case file; `only_if` names a word of the step's data that asks for it.

    An alert `calls_unit` when a unit answers it before anybody has accepted the case.
    """

    act: str
    by: By = By.ACTOR
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Write an entry of this kind into the file."""

    kind: str


@dataclass(frozen=True, slots=True)
class Door:
    """Something that comes in from outside: the complainant at the query code, a unit with its receipt code."""

    door: str


Move = Task | Act | Entry | Door

_PLAN = (
    Task("plan-investigation", is_optional=True),
    Task("record-investigation-act", is_optional=True, is_repeated=True),
)

MOVES_OF_STEP: dict[str, tuple[Move, ...]] = {
    "register": (),
    "first_contact": (Entry("first_contact"),),
    "note": (Entry("note"),),
    "alert": (Entry("alert"), Act("designate-unit", only_if="calls_unit")),
    "report_upward": (Entry("report_upward"),),
    "request_supplement": (Act("request-supplement"),),
    "remind": (Act("remind-supplement"),),
    "supplement_received": (Door("supplement"),),
    "supplement_expired": (Door("window_over"),),
    "accept": (
        Entry("first_contact"),
        Task("decide-acceptance"),
        Task("assign-handler", by=By.DECIDER, is_optional=True),
        Act("open-referral", only_if="signed_later"),
        Act("designate-unit", only_if="co_units"),
    ),
    "refuse": (
        Entry("first_contact"),
        Task("decide-acceptance"),
        Task("assign-handler", by=By.DECIDER, is_optional=True),
    ),
    "refer": (
        Entry("first_contact"),
        Task("decide-acceptance"),
        Task("assign-handler", by=By.DECIDER, is_optional=True),
    ),
    "merge": (Task("decide-acceptance"),),
    "settle_on_spot": (Task("settle-on-spot"),),
    "referral_signed": (Door("signed"),),
    "referral_objected": (Door("objected"),),
    "referral_arbitrated": (
        Task("arbitrate-referral", is_optional=True),
        Act("designate-unit", only_if="lead_unit"),
    ),
    "referral_result": (Door("result"),),
    "recusal": (Act("request-recusal", by=By.REQUESTER), Task("decide-recusal")),
    "investigate": (*_PLAN, Task("record-findings", ends_investigation=True)),
    "entrust_start": (Act("open-entrustment"),),
    "entrust_return": (Door("report"),),
    "appraisal_start": (Act("open-entrustment"),),
    "appraisal_return": (Door("report"),),
    "extend": (Act("request-extension", by=By.HANDLER), Task("decide-extension"), Task("tell-extension")),
    "opinion": (
        *_PLAN,
        Task("record-findings", is_optional=True),
        Task("draft-opinion"),
        Task("approve-opinion", by=By.APPROVER, is_optional=True),
    ),
    "approve": (Task("approve-opinion"),),
    "feedback": (Task("give-answer"),),
    "return_visit": (Task("record-return-visit"),),
    "rectify_verified": (
        Task("report-rectification", is_optional=True, is_repeated=True),
        Task("verify-rectification", is_repeated=True),
    ),
    "discipline_transfer": (Task("transfer-discipline"),),
    "discipline_result": (Task("record-discipline-result"),),
    "redo_open": (Task("decide-redo"),),
    "review_request": (Door("review"),),
    "review_decide": (Task("decide-review"),),
    "withdraw": (Door("withdraw"),),
    "supervise": (Act("open-supervision"),),
    "close": (
        Task("verify-withdrawal", is_optional=True),
        Task("give-answer", is_optional=True),
        Act("order-rectification", only_if="improvement"),
    ),
}
# A story's last act is also the word to the complainant where no other step is.
LAST_MOVES: tuple[Move, ...] = (Task("give-answer", is_optional=True),)
