"""Cases that stay on the way from receipt to archive: one at each form of it."""

from __future__ import annotations

from sqlalchemy import update

from models.ground.codes import OpinionReview
from models.office.centre import Centre
from tests.acceptance.walk import ACCEPTANCE, OPINION, REFUSAL, SUPPORTED, open_task
from tests.accepted_row import ACCEPTED_ROW
from tests.improvement import NOTHING_TO_IMPROVE
from tests.offices.desk import APPROVER, CLERK, HANDLER, Desk
from tests.said_of_disposals import SAID

PICTURE_NAME = "窗口排队照片（9月3日）.png"
DRAFT = {"note": "拟受理，待与窗口核对取号记录", "complexity": "simple"}
ON_THE_WAY = (
    "decide-acceptance",
    "assign-handler",
    "plan-investigation",
    "record-investigation-act",
    "record-findings",
    "draft-opinion",
    "approve-opinion",
    "give-answer",
    "record-return-visit",
)


def make_way_cases(desk: Desk) -> None:
    """A case at each form of the usual way; one of them with a draft, one taken by a clerk, one with a picture."""
    for form_id in ON_THE_WAY:
        desk.stay(form_id, form_id)
    desk.press(desk.cases["decide-acceptance"], CLERK, "decide-acceptance", "draft", json={"answers": DRAFT})
    taken = desk.stay("claimed", "decide-acceptance")
    desk.press(taken, CLERK, "decide-acceptance", "claim")
    desk.file_with_picture("picture", PICTURE_NAME)
    make_stage_cases(desk)
    make_returned_cases(desk)


def make_stage_cases(desk: Desk) -> None:
    """What is settled on the spot, what is handed to others, and what a second person reads."""
    desk.stay("handed-outside", "decide-acceptance")
    desk.answer(
        desk.cases["handed-outside"],
        CLERK,
        "decide-acceptance",
        category="irregular_operation",
        route="register_refer",
        complexity="simple",
        matters=[{"decision": "refer", "refer_to": "X-12345"}],
    )
    on_the_spot = desk.file("settle-on-spot")
    open_task(desk.office, on_the_spot, "decide-acceptance")
    desk.answer(
        on_the_spot,
        CLERK,
        "decide-acceptance",
        category="irregular_operation",
        route="on_spot",
        complexity="simple",
        matters=[ACCEPTED_ROW],
    )
    open_task(desk.office, on_the_spot, "settle-on-spot")
    make_second_pairs(desk)
    # No page and no command sets it, so this stands in for whoever answers for the centre.
    with desk.office.clock.database.write_transaction() as session:
        session.execute(update(Centre).values(opinion_review=OpinionReview.COMPLEX))
    reviewed = desk.stay("review-opinion", "draft-opinion", complexity="complex")
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "指南无此材料",
        "basis": "办事指南",
    }
    desk.answer(reviewed, HANDLER, "draft-opinion", matters=[opinion], claims=[{"answer": "supported"}])
    open_task(desk.office, reviewed, "review-opinion")


def make_second_pairs(desk: Desk) -> None:
    """What one person decided at intake and another has to approve: a refusal, and a settlement with discipline."""
    desk.stay("approve-acceptance", "decide-acceptance")
    refused = desk.cases["approve-acceptance"]
    desk.answer(refused, CLERK, "decide-acceptance", **ACCEPTANCE, matters=[REFUSAL])
    open_task(desk.office, refused, "approve-acceptance")
    settled = desk.stay("approve-settlement", "decide-acceptance")
    on_the_spot = {**ACCEPTANCE, "route": "on_spot"}
    desk.answer(settled, CLERK, "decide-acceptance", **on_the_spot, matters=[ACCEPTED_ROW])
    disciplined = {**OPINION, "disposals": ["correct_error", "propose_discipline"]}
    del disciplined["uncited_reason"]
    done = {"is_settled": "yes", "confirmed_by_complainant": True, **NOTHING_TO_IMPROVE}
    desk.answer(settled, CLERK, "settle-on-spot", **done, matters=[disciplined], claims=[SUPPORTED])
    open_task(desk.office, settled, "approve-settlement")


def make_returned_cases(desk: Desk) -> None:
    """Somebody is not satisfied and wants it done again; an approver sends an opinion back."""
    redo = desk.stay("decide-redo", "record-return-visit")
    visit = {"reached": "yes", "satisfaction": "1", "follow_up": "redo", "way": "phone"}
    desk.answer(redo, "fang.huiyin", "record-return-visit", **visit)
    open_task(desk.office, redo, "decide-redo")
    returned = desk.stay("returned-opinion", "approve-opinion")
    desk.answer(
        returned, APPROVER, "approve-opinion", opinion_decision="return", comment="补充收件清单的出处"
    )
    open_task(desk.office, returned, "draft-opinion")
