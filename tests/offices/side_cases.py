"""Cases with a request beside the way: one at each state in which a request waits for somebody."""

from __future__ import annotations

from typing import Any

from tests.acceptance.walk import READER, Case, open_task
from tests.entrusted import NO_DATA
from tests.improvement import NOTHING_TO_IMPROVE
from tests.offices.desk import APPROVER, CLERK, HANDLER, Desk
from tests.said_of_disposals import SAID
from tests.told_by_call import CALL

OUTSIDE = "X-DSJ"
SECOND_APPROVER = "cai.youdu"


def make_side_cases(desk: Desk) -> None:
    """Every kind of request, at each of its forms."""
    make_questions(desk)
    make_referrals(desk)
    make_extensions(desk)
    make_supervisions(desk)
    make_rectifications(desk)
    make_transfers(desk)
    make_others(desk)


def make_questions(desk: Desk) -> None:
    """Asked, and no answer yet: the complainant (before and after acceptance), others who investigate, the unit, an approver."""
    asked = {"items": "收件回执", "window_wd": 5, "way": "phone"}
    early = desk.stay("supplement-in-intake", "decide-acceptance")
    desk.act(early, CLERK, "request-supplement", **asked)
    late = desk.stay("supplement-in-investigation", "record-findings")
    desk.act(late, HANDLER, "request-supplement", **asked)
    for name in ("approve-entrustment", "entrustment"):
        entrusted = desk.stay(name, "record-findings")
        desk.act(
            entrusted,
            HANDLER,
            "open-entrustment",
            kind="entrusted",
            to=OUTSIDE,
            scope="调取C03窗口叫号日志",
            limit_wd=5,
            pauses_clock=True,
            **NO_DATA,
        )
        open_task(desk.office, entrusted, "approve-entrustment")
    desk.answer(desk.cases["entrustment"], APPROVER, "approve-entrustment", approval="approve")
    respondent = desk.stay("respondent", "record-findings")
    desk.act(
        respondent,
        HANDLER,
        "ask-respondent",
        unit="RS",
        questions="当日由谁收件、依据哪份清单？",
    )


def make_referrals(desk: Desk) -> None:
    """Handed to an office of the hall: to be signed for, objected to, to be reported on."""
    desk.stay("sign-referral", "plan-investigation")
    _refer(desk, desk.cases["sign-referral"])
    for name, answer in (
        (
            "arbitrate-referral",
            {"referral_answer": "objected", "objection_reason": "该事项不在本局窗口办理"},
        ),
        ("report-referral-result", {"referral_answer": "signed"}),
    ):
        case = desk.stay(name, "plan-investigation")
        _refer(desk, case)
        desk.answer(case, "ren.shebao", "sign-referral", **answer)
        open_task(desk.office, case, name)


def _refer(desk: Desk, case: Case) -> None:
    given = {"unit": "RS", "role": "lead", "needs_result": True, "note": "请核对窗口收件清单"}
    desk.act(case, CLERK, "open-referral", **given)
    open_task(desk.office, case, "sign-referral")


def make_extensions(desk: Desk) -> None:
    """More time asked for: not decided, and decided but not told."""
    for name in ("decide-extension", "tell-extension"):
        case = desk.stay(name, "plan-investigation", complexity="complex")
        desk.act(case, HANDLER, "request-extension", reason="等待外单位日志", amount=5)
        open_task(desk.office, case, "decide-extension")
    told = desk.cases["tell-extension"]
    desk.answer(told, APPROVER, "decide-extension", is_approved="yes", comment="同意", basis="本中心办法")
    open_task(desk.office, told, "tell-extension")


def make_supervisions(desk: Desk) -> None:
    """Supervised: not explained, and explained but not closed."""
    for name in ("explain-delay", "close-supervision"):
        case = desk.stay(name, "plan-investigation")
        desk.act(case, READER, "open-supervision", reason="请说明进度")
        open_task(desk.office, case, "explain-delay")
    explained = {"reason": "人手不足", "measures": "增派一人"}
    desk.answer(desk.cases["close-supervision"], HANDLER, "explain-delay", **explained)
    open_task(desk.office, desk.cases["close-supervision"], "close-supervision")


def make_rectifications(desk: Desk) -> None:
    """Ordered to put right: not reported, and reported but not verified."""
    for name in ("report-rectification", "verify-rectification"):
        case = desk.stay(name, "give-answer")
        what = {
            "unit": "RS",
            "kind": "rectify",
            "what": "撤下旧清单，公布现行指南",
            "due_wd": 10,
            "basis": "本中心办法",
        }
        desk.act(case, READER, "order-rectification", **what)
        open_task(desk.office, case, "report-rectification")
    reported = desk.cases["verify-rectification"]
    desk.answer(reported, "ren.shebao", "report-rectification", report_text="旧清单已撤下")
    open_task(desk.office, reported, "verify-rectification")


def make_transfers(desk: Desk) -> None:
    """Discipline proposed: not handed over, and handed over without a result."""
    opinion: dict[str, Any] = {
        **SAID,
        "finding": "substantiated",
        "reason": "态度恶劣，录像可证",
        "basis": "办事指南",
    }
    opinion["disposals"] = ["propose_discipline"]
    for name in ("transfer-discipline", "record-discipline-result"):
        case = desk.stay(name, "draft-opinion")
        desk.answer(case, HANDLER, "draft-opinion", matters=[opinion], claims=[{"answer": "supported"}])
        desk.answer(case, APPROVER, "approve-opinion", opinion_decision="approve", **NOTHING_TO_IMPROVE)
        open_task(desk.office, case, "transfer-discipline")
    handed = desk.cases["record-discipline-result"]
    desk.answer(handed, READER, "transfer-discipline", to="X-JW", receipt="收字〔2026〕18号")
    open_task(desk.office, handed, "record-discipline-result")


def make_others(desk: Desk) -> None:
    """A recusal to be decided, a withdrawal to be verified, a review to be decided."""
    recusal = desk.stay("decide-recusal", "record-findings")
    who = {"who_kind": "staff", "who": HANDLER, "reason": "与被投诉人是同学", "requested_side": "staff"}
    desk.act(recusal, CLERK, "request-recusal", **who)
    open_task(desk.office, recusal, "decide-recusal")
    withdrawal = desk.stay("verify-withdrawal", "record-findings")
    desk.knock(withdrawal, "withdraw", reason="问题已经解决")
    open_task(desk.office, withdrawal, "verify-withdrawal")
    review = desk.stay("decide-review", "record-return-visit")
    desk.knock(review, "review", reason="答复没有说明为什么多要材料")
    open_task(desk.office, review, "decide-review")


def make_answered_requests(desk: Desk) -> None:
    """What was asked and decided: withdrawn before acceptance, reviewed, and done again by somebody else."""
    withdrawn = desk.stay("withdrawn", "decide-acceptance")
    desk.knock(withdrawn, "withdraw", reason="当天已经办好")
    desk.answer(withdrawn, CLERK, "verify-withdrawal", is_confirmed="yes", way="phone")
    reviewed = desk.stay("reviewed", "record-return-visit")
    desk.knock(reviewed, "review", reason="请再核对收件依据")
    decided = {
        "outcome": "upheld",
        "reasons": "答复依据充分，予以维持",
        "basis": "本中心办法",
        "ways": ["phone"],
        **CALL,
    }
    desk.answer(reviewed, "zong.lanyun", "decide-review", **decided)
    redone = desk.stay("redone", "record-return-visit")
    visit = {"reached": "yes", "satisfaction": "1", "follow_up": "redo", "way": "phone"}
    desk.answer(redone, "fang.huiyin", "record-return-visit", **visit)
    again = {"decision": "redo", "handler_id": "tan.genyuan", "reason": "投诉人不满意，换人重办"}
    desk.answer(redone, READER, "decide-redo", **again)
    open_task(desk.office, redone, "plan-investigation")
