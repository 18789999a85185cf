"""The stories that are walked: together they come to every task and call, and to nearly every flow, of the diagrams."""

from __future__ import annotations

from typing import Final

from models.beside.entrustment import Entrustment
from models.beside.respondent_request import RespondentRequest
from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import RequestState
from models.clock.legal_time import beijing_date
from models.ground.approval_codes import ApprovalKind
from models.ground.codes import OpinionReview
from tests.acceptance.walk import OPINION, REFUSAL, SUPPORTED
from tests.accepted_row import ACCEPTED_ROW
from tests.entrusted import NO_DATA
from tests.improvement import NOTHING_TO_IMPROVE
from tests.mutated.walk import ARCHIVED, HEARD, QUIET, RATE, Act, Story, Walk
from tests.said_of_disposals import SAID

CLERK, HANDLER, APPROVER, SUPERVISOR = "wen.rusheng", "xun.wenshi", "heng.gongyun", "jian.rujing"
REPRESENTATIVE = "ren.shebao"
ACCEPT = ACCEPTED_ROW
LATER = {"decision": "later"}
OUTSIDE = {"decision": "refer", "refer_to": "X-CGZF"}
INSIDE = {"decision": "refer", "refer_to": "SJ"}
ENTRUSTED = {
    "kind": "entrusted",
    "to": "X-DSJ",
    "scope": "日志",
    "limit_wd": 3,
    "pauses_clock": False,
    **NO_DATA,
}
CLOSED_VISIT = {"reached": "no", "satisfaction": "unrated", "next_attempt": "close"}


def _open_supplement(walk: Walk) -> str:
    return _open_request(SupplementRequest, walk)


def _asked(walk: Walk) -> str:
    return _open_request(RespondentRequest, walk)


def _entrusted(walk: Walk) -> str:
    return _open_request(Entrustment, walk)


def _open_request(table: type, walk: Walk) -> str:
    rows = walk.office.office.rows(table, complaint_id=walk.case, state=RequestState.OPEN)
    return rows[0].id if rows else ""


def _today(walk: Walk) -> str:
    return beijing_date(walk.office.now).isoformat()


PLAIN = Story("plain")
REFUSED = Story("refused", {"decide-acceptance": ({"matters": [REFUSAL]},)})
RETURNED = Story(
    "returned",
    {**REFUSED.said, "give-answer": ({"ways": ["registered_letter"], "mail_no": "XA00000000613"},)},
    acts=(
        Act(ARCHIVED, "record-answer-return", CLERK, {"day": _today, "reason": "查无此人"}),
        Act(ARCHIVED, "send-answer-again", CLERK, {"ways": ["phone"]}, after=1),
    ),
)
SETTLED = Story("settled", {"decide-acceptance": ({"route": "on_spot"},)})
UNSETTLED = Story(
    "unsettled", {"decide-acceptance": ({"route": "on_spot"},), "settle-on-spot": ({"is_settled": "no"},)}
)
APPROVED_ANEW = Story(
    "approved-anew",
    {
        "decide-acceptance": ({"matters": [REFUSAL]},),
        "approve-acceptance": ({"approval": "return", "comment": "依据不符"}, {"approval": "approve"}),
    },
)
DISCIPLINED = Story(
    "disciplined",
    {
        "decide-acceptance": ({"route": "on_spot"},),
        "settle-on-spot": (
            {"matters": [{**OPINION, **SAID, "disposals": ["correct_error", "propose_discipline"]}]},
        ),
        "approve-settlement": ({"approval": "return", "comment": "事实不清"}, {"approval": "approve"}),
    },
)
HANDED_OUT = Story("handed-out", {"decide-acceptance": ({"matters": [OUTSIDE]},)})
OBJECTED_OUTSIDE = Story(
    "objected-outside", {"decide-acceptance": ({"matters": [OUTSIDE]},), "arbitrate-referral": ({"arbitration": "rejected"},)},
    hears_outside=("objected", "signed", "result"),
)  # fmt: skip
SILENT_OUTSIDE = Story("silent-outside", {"decide-acceptance": ({"matters": [OUTSIDE]},)}, hears_outside=())
CAME_BACK = Story(
    "came-back",
    {
        "decide-acceptance": ({"matters": [ACCEPT, OUTSIDE]}, {"matters": [ACCEPT]}),
        "arbitrate-referral": ({"arbitration": "back"},),
    },
    wanted="一、按公布的办事指南收件；二、说明窗口无人",
    hears_outside=("objected",),
)
HANDED_IN = Story(
    "handed-in",
    acts=(
        Act("plan-investigation", "open-referral", CLERK, {"unit": "RS", "role": "co", "needs_result": True}),
    ),
)
OBJECTED_INSIDE = Story(
    "objected-inside",
    {
        "sign-referral": ({"referral_answer": "objected", "objection_reason": "不在本局窗口办理"}, {"referral_answer": "signed"}),
        "arbitrate-referral": ({"arbitration": "other_unit", "unit": "SJ", "reason": "由税务窗口办理"},),
    },
    acts=(Act("plan-investigation", "open-referral", CLERK, {"unit": "RS", "role": "co", "needs_result": True}),),
)  # fmt: skip
IN_PARTS = Story(
    "in-parts",
    {"decide-acceptance": ({"matters": [ACCEPT, LATER]}, {"matters": [REFUSAL]})},
    wanted="一、按公布的办事指南收件；二、说明窗口无人",
)
SENT_BACK = Story(
    "sent-back",
    {
        "decide-acceptance": ({"complexity": "complex"},),
        "record-findings": ({"needs_further": "yes", "further_reason": "时间对不上"}, {"needs_further": "no"}),
        "review-opinion": ({"review_decision": "return", "comment": "补充出处"}, {"review_decision": "approve"}),
        "approve-opinion": (
            {"opinion_decision": "return", "comment": "补充清单"},
            {"opinion_decision": "investigate", "comment": "再查"},
            {"opinion_decision": "approve", **NOTHING_TO_IMPROVE},
        ),
    },
    settings={"opinion_review": OpinionReview.COMPLEX},
)  # fmt: skip
ASKED = Story(
    "asked",
    acts=(
        Act("decide-acceptance", "request-supplement", CLERK, {"items": "收据照片", "window_wd": 2, "way": "phone"}),
        Act("plan-investigation", "request-extension", HANDLER, {"reason": "等外地确认", "amount": 5}),
        Act("record-findings", "request-supplement", HANDLER, {"items": "照片", "window_wd": 2, "way": "phone"}),
        Act("record-findings", "open-entrustment", HANDLER, ENTRUSTED),
        Act("record-findings", "ask-respondent", HANDLER, {"unit": "RS", "questions": "请说明"}),
        Act("record-findings", "register-supplement", CLERK, {"supplement_request_id": _open_supplement, "text": "照片"}),
        Act("record-findings", "reply-as-respondent", REPRESENTATIVE, {"respondent_request_id": _asked, "reply_text": "已说明"}),
        Act("draft-opinion", "request-recusal", CLERK, {"who_kind": "staff", "who": HANDLER, "reason": "同学"}),
        Act("approve-opinion", "open-supervision", SUPERVISOR, {"reason": "请说明进度"}),
    ),
)  # fmt: skip
ENTRUSTMENT_SENT_BACK = Story(
    "entrustment-sent-back",
    {"approve-entrustment": ({"approval": "return", "comment": "先自行核查"},)},
    acts=(ASKED.acts[3],),
    waits={"record-findings": 1},
)
ENTRUSTMENT_REPORTED = Story(
    "entrustment-reported",
    unapproved=(ApprovalKind.ENTRUSTMENT,),
    acts=(
        ASKED.acts[3],
        Act(
            "record-findings",
            "register-entrustment-report",
            HANDLER,
            {"entrustment_id": _entrusted, "report_text": "日志完整"},
        ),
    ),
)
UNANSWERED = Story("unanswered", acts=ASKED.acts[:5], waits={"decide-acceptance": 1, "record-findings": 3})
LATE_EXTENSION = Story(
    "late-extension",
    acts=(ASKED.acts[1],),
    waits={"decide-extension": 30, "plan-investigation": 30},
    is_slow=True,
)
UNTOLD_EXTENSION = Story(
    "untold-extension", acts=(ASKED.acts[1],), waits={"tell-extension": 3, "plan-investigation": 4}
)
EXTENSION_REFUSED = Story(
    "extension-refused",
    {"decide-extension": ({"is_approved": "no", "comment": "不同意"},)},
    acts=(ASKED.acts[1],),
)
WITHDRAWN = Story(
    "withdrawn",
    {"verify-withdrawal": ({"is_confirmed": "no"}, {"is_confirmed": "yes"})},
    acts=(
        Act("plan-investigation", "request-withdrawal", CLERK, {"reason": "来电要求撤回"}),
        Act("record-findings", "request-withdrawal", CLERK, {"reason": "再次来电"}),
    ),
)
ORDERED = Story(
    "ordered",
    {
        "draft-opinion": (
            {
                "matters": [{**OPINION, **SAID, "disposals": ["order_rectification", "propose_discipline"]}],
                "claims": [SUPPORTED],
            },
        ),
        "verify-rectification": ({"is_verified": "no", "note": "抽查仍缺"}, {"is_verified": "yes"}),
    },
    acts=(Act("record-return-visit", "request-review", CLERK, {"reason": "不服答复"}),),
)  # fmt: skip
REDONE = Story(
    "redone",
    {
        "record-return-visit": ({"satisfaction": "1", "follow_up": "redo"}, CLOSED_VISIT),
        "decide-redo": ({"decision": "redo", "handler_id": "tan.genyuan", "reason": "改派重办"},),
    },
)
NOT_REDONE = Story(
    "not-redone",
    {
        "record-return-visit": (
            {"reached": "no", "satisfaction": "unrated", "next_attempt": "again"},
            {"satisfaction": "1", "follow_up": "redo"},
        )
    },
)
RATED = Story("rated", acts=(Act("record-return-visit", RATE, "", {"rating": 5}),))
RATED_BADLY = Story(
    "rated-badly", acts=(Act("record-return-visit", RATE, "", {"rating": 1, "wish": "redo"}),)
)
SLOW = Story(
    "slow",
    waits=dict.fromkeys(("decide-acceptance", "plan-investigation", "give-answer", "record-return-visit"), 7),
    is_slow=True,
)
SLOW_OUTSIDE = Story(
    "slow-outside",
    {"decide-acceptance": ({"matters": [OUTSIDE]},), "arbitrate-referral": ({"arbitration": "rejected"},)},
    hears_outside=("objected", "signed", "result"),
    waits={HEARD: 6, "arbitrate-referral": 6},
    is_slow=True,
)
SLOW_ARBITRATION = Story(
    "slow-arbitration",
    {"decide-acceptance": ({"matters": [OUTSIDE]},), "arbitrate-referral": ({"arbitration": "rejected"},)},
    hears_outside=("objected", "signed", "result"),
    waits={"arbitrate-referral": 6},
    is_slow=True,
)
BOTH_WAYS = Story(
    "both-ways",
    {
        "decide-acceptance": ({"matters": [ACCEPT, OUTSIDE]},),
        "arbitrate-referral": ({"arbitration": "rejected"},),
    },
    wanted="一、按公布的办事指南收件；二、说明窗口无人",
    hears_outside=("objected", "signed", "result"),
    waits={"plan-investigation": 4},
)
SLOW_INSIDE = Story(
    "slow-inside",
    acts=HANDED_IN.acts,
    waits={"sign-referral": 6, "report-referral-result": 12, "plan-investigation": 18},
    is_slow=True,
)
NO_RESULT = Story(
    "no-result",
    acts=(
        Act(
            "plan-investigation", "open-referral", CLERK, {"unit": "RS", "role": "co", "needs_result": False}
        ),
    ),
)


def _taken_up_at(*forms: str) -> tuple[Act, ...]:
    """At each of these tasks the run is lost, and the case taken up again where it stands."""
    reason = {"reason": "流程图有误"}
    return tuple(
        act
        for form in forms
        for act in (
            Act(form, "cancel-run", SUPERVISOR, reason),
            Act(QUIET, "take-up-run", SUPERVISOR, reason),
        )
    )


TAKEN_UP = Story(
    "taken-up",
    acts=_taken_up_at("record-investigation-act", "draft-opinion", "approve-opinion", "record-return-visit"),
)
TAKEN_UP_ON_SPOT = Story(
    "taken-up-on-spot", {"decide-acceptance": ({"route": "on_spot"},)}, acts=_taken_up_at("settle-on-spot")
)
TAKEN_UP_PROPOSED = Story("taken-up-proposed", REFUSED.said, acts=_taken_up_at("approve-acceptance"))
TAKEN_UP_LATE = Story("taken-up-late", NOT_REDONE.said, acts=_taken_up_at("give-answer", "decide-redo"))

STORIES: Final = (
    PLAIN, REFUSED, RETURNED, APPROVED_ANEW, SETTLED, DISCIPLINED, UNSETTLED, HANDED_OUT,
    OBJECTED_OUTSIDE, SILENT_OUTSIDE, CAME_BACK, HANDED_IN,
    OBJECTED_INSIDE, IN_PARTS, SENT_BACK, ASKED, UNANSWERED, EXTENSION_REFUSED, WITHDRAWN, ORDERED, REDONE, NOT_REDONE,
    ENTRUSTMENT_SENT_BACK, ENTRUSTMENT_REPORTED,
    LATE_EXTENSION, UNTOLD_EXTENSION, RATED, RATED_BADLY, SLOW, SLOW_OUTSIDE, SLOW_ARBITRATION, BOTH_WAYS, SLOW_INSIDE,
    NO_RESULT, TAKEN_UP, TAKEN_UP_ON_SPOT, TAKEN_UP_LATE, TAKEN_UP_PROPOSED,
)  # fmt: skip
