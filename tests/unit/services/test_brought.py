"""What the bound file says of how letters, interim answers and reviews left: numbers, returns, proofs, what was shown."""

from __future__ import annotations

from datetime import date

import pytest

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose, IdentityDocument
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.ports.press import Grid
from services.post.hand_over import HandOver, hand_over
from services.post.list_letter import ListLetter, list_letter
from services.post.record_fate import Fate
from services.volumes.event_words import EVENT_WORDS
from services.volumes.list_parts import list_parts, set_scene
from services.volumes.part import Place, Sheet
from tests.frozen_answer import freeze_answer
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import CLERK, HANDLER, LETTER, give, ready
from tests.unit.services.test_interim_answer import FIRST, approved
from tests.unit.services.test_post import NUMBER, OTHER_NUMBER, deliveries, freeze, post, tell

THIRD_NUMBER, BY = "XA33000012347", "温如声（受理岗）"


def brought(office: FullOffice, case: str) -> list[tuple[str, ...]]:
    """The rows of the sheet, without the moments."""
    grid = sheet_of(office, case, "brought", "其他文书送达情况")
    return [(row[0], *row[2:]) for row in grid.rows]


def sheet_of(office: FullOffice, case: str, key: str, title: str) -> Grid:
    """The table of one part of the deliveries."""
    with office.unit_of_work().reading() as unit:
        parts = list_parts(set_scene(unit.session.get_one(Complaint, case), unit))
    (part,) = (part for part in parts if part.key == key)
    assert (part.place, part.title) == (Place.DELIVERY, title)
    assert isinstance(part.content, Sheet)
    (grid,) = part.content.parts
    assert isinstance(grid, Grid)
    return grid


def test_a_letter_that_came_back_and_arrived_stands_there_with_number_and_proof(office: FullOffice) -> None:
    case = office.file(feedback_way="书面").complaint_id
    accept(office, case)
    letter = freeze(office, case)
    (receipt,) = deliveries(office, case, DeliveryPurpose.RECEIPT)
    (notice,) = deliveries(office, case, DeliveryPurpose.LETTER)
    office.clock.set("2026-09-08T10:00")
    post(office, (receipt.id, NUMBER), (notice.id, OTHER_NUMBER))
    tell(office, notice, Fate.RETURNED, "2026-09-08", "查无此人")
    list_letter(ListLetter(letter), office.unit_of_work(), office.actor(CLERK))
    again = deliveries(office, case, DeliveryPurpose.LETTER)[-1]
    office.clock.set("2026-09-10T10:00")
    post(office, (again.id, THIRD_NUMBER))
    tell(office, again, Fate.ARRIVED, "2026-09-10", "投递回执：本人签收")
    assert EVENT_WORDS["delivery.handed_over"] == "窗口当面交付"
    first, second, third = sorted(brought(office, case), key=lambda row: row[2])
    title = "受理告知书\n云政服受告〔2026〕1号"
    assert first == ("登记回执", "挂号信", NUMBER, "投诉人", BY, "")
    assert second == (title, "挂号信", OTHER_NUMBER, "投诉人", BY, "2026年9月8日退回：查无此人")
    assert third == (
        title,
        "挂号信",
        THIRD_NUMBER,
        "投诉人",
        BY,
        "2026年9月10日送达：投递回执：本人签收",
    )


def test_the_sendings_of_the_answer_stand_in_a_sheet_with_number_return_and_proof(office: FullOffice) -> None:
    """Each with the day on which it came back or arrived, and by what that is known."""
    case = ready(office)
    give(office, case, **LETTER)
    act(office, case, "record-answer-return", CLERK, day="2026-09-07", reason="查无此人")
    act(office, case, "send-answer-again", HANDLER, ways=["registered_letter"], mail_no=OTHER_NUMBER)
    office.clock.set("2026-09-09T10:00")
    act(office, case, "record-answer-delivery", CLERK, day="2026-09-08", proof="投递签收单")
    grid = sheet_of(office, case, "sendings", "答复送达情况")
    assert [(row[1], row[3], row[4], row[-1]) for row in grid.rows] == [
        ("1", "挂号信", str(LETTER["mail_no"]), "2026年9月7日退回：查无此人"),
        ("2", "挂号信", OTHER_NUMBER, "2026年9月8日送达：投递签收单"),
    ]


@pytest.mark.check(sister="tests/unit/services/test_post.py")
def test_what_was_handed_over_in_the_hall_says_what_was_shown_and_by_which_authorisation(
    office: FullOffice,
) -> None:
    case = ready(office)
    give(office, case, **LETTER)
    command = FreezeLetter(case, "acceptance_notice", "round-1", {}, None, "https://office.example/")
    letter = freeze_letter(command, office.unit_of_work(), office.actor(CLERK))
    freeze_answer(office, case)
    taken = HandOver(
        case,
        ("answer-round-1", f"letter-{letter}"),
        IdentityDocument.PASSPORT,
        is_slip_signed=True,
        is_for_another=True,
        authorisation="授权委托书（2026年9月7日）",
    )
    hand_over(taken, office.unit_of_work(), office.actor(CLERK))
    assert len(office.rows(LetterDelivery, complaint_id=case, way="in_person")) == 2
    shown = "领取时出示：护照；委托材料：授权委托书（2026年9月7日）"
    fates = {row[0].partition("\n")[0]: row[-1] for row in brought(office, case)}
    assert fates == {
        "答复书": shown,
        "受理告知书": f"2026年9月7日送达：受委托人在窗口领取，送达回证已签名。\n{shown}",
    }


@pytest.mark.check(sister="tests/unit/services/test_returns.py")
def test_an_interim_answer_stands_there_with_its_number_and_why_it_came_back(office: FullOffice) -> None:
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **{**FIRST, **LETTER})
    act(office, case, "record-answer-return", CLERK, day=date(2026, 9, 7).isoformat(), reason="查无此人")
    ((name, way, number, to, _by, fate),) = brought(office, case)
    assert (name, way, number, to) == ("先行答复书（第1次）", "挂号信", LETTER["mail_no"], "投诉人")
    assert fate == "2026年9月7日退回：查无此人"
