"""What an owner has proposed answers say: who may be told what, in the words of which day, and what it looks like first."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.ground.errors import InvalidInput
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.interim_answer import propose_interim
from services.answer.publish_answer import propose_texts
from services.casefile.get_case import list_matters
from services.letters.letter_texts import ChangeLetterText, change_letter_text
from services.letters.preview_text import PreviewText, preview_text
from services.office.own_texts import lacks_place, list_own, list_places, map_texts
from tests.full_office import FullOffice
from tests.unit.services.projected_task import REFUSE, submit, walk_to
from tests.unit.services.requests_office import act
from tests.unit.services.standing_case import CLERK, HANDLER, answer, file_as, propose
from tests.unit.services.test_interim_answer import approved
from tests.unit.services.test_letter_texts import have_it_say
from tests.unit.services.test_letters import ADDRESS, ADMINISTRATOR
from tests.unit.services.test_standing import CLASS, look
from tests.web.letter_words import words_of
from tests.web_staff.cases import restrict_to

PAPER = ANSWER_PROPOSAL.name
LINE = "{序号}. {事项}（即{事项}）：{所答}"


def test_an_answer_is_proposed_in_an_owner_s_words_and_keeps_those_that_it_was_told_in(
    office: FullOffice,
) -> None:
    filed = office.file()
    have_it_say(office, PAPER, "found", "我们{调查方式}了：{认定}。{事实}")
    walk_to(office, filed.complaint_id, "give-answer")
    assert "：我们查了：属实。" in str(propose(office, filed.complaint_id)["findings_text"])
    answer(office, filed.complaint_id)
    office.clock.set("2026-10-20T10:00")
    change_again(office, "found", "{认定}。{事实}")
    told = look(office, filed).answer
    assert told is not None and "：我们查了：属实。" in told.findings_text


def change_again(office: FullOffice, block: str, text: str) -> None:
    """An owner's text by another one."""
    with office.unit_of_work().reading() as unit:
        replaces = str(next(row.id for row in list_own(ANSWER_PROPOSAL, unit) if row.block == block))
    change = ChangeLetterText(PAPER, block, text, "再改", replaces)
    change_letter_text(change, office.unit_of_work(), office.actor(ADMINISTRATOR))


def test_whose_matter_it_is_not_reads_no_more_of_it_whatever_an_owner_has_it_say(office: FullOffice) -> None:
    """However often a text names the matter; in the words of the day on which the answer was published."""
    leading, filed = office.file(), file_as(office, "bystander")
    have_it_say(office, PAPER, "matter_line", LINE)
    rows = [{**REFUSE, "refusal_text": "法院正在审理"}, {"decision": "merge", "merge_into": leading.number}]
    submit(office, filed.complaint_id, "decide-acceptance", CLERK, **CLASS, matters=rows)
    shown = propose(office, filed.complaint_id)
    office.clock.set("2026-10-20T10:00")
    have_it_say(office, PAPER, "bounded_merged", "并入{并入编号}。")
    with pytest.raises(InvalidInput) as more:
        answer(office, filed.complaint_id, measures_text="当事人王某已获退款。")
    assert more.value.errors == {"measures_text": "MORE_THAN_MAY_BE_TOLD"}
    # As the form showed it that was opened before the text was changed.
    submit(office, filed.complaint_id, "give-answer", HANDLER, **shown, ways=["phone"])
    office.clock.set("2026-10-21T10:00")
    change_again(office, "bounded_merged", "另见{并入编号}。")
    told = look(office, filed).answer
    assert told is not None
    first, second = told.decision_text.splitlines()
    assert first.startswith("1. 所反映事项（即所反映事项）：不予受理。理由：正在司法审理中。法院正在审理。")
    assert second == f"2. 所反映事项（即所反映事项）：并入{leading.number}。"


def test_whose_case_was_merged_reads_the_words_of_the_day_on_which_the_answer_was_published(
    office: FullOffice,
) -> None:
    """Its own complainant is told less: the answer is written anew whenever it is read here."""
    leading, own = file_as(office, "bystander"), office.file()
    merge = {"decision": "merge", "merge_into": leading.number}
    submit(office, own.complaint_id, "decide-acceptance", CLERK, **CLASS, matters=[merge, merge])
    walk_to(office, leading.complaint_id, "give-answer")
    have_it_say(office, PAPER, "found", "认定{认定}。{事实}")
    answer(office, leading.complaint_id)
    office.clock.set("2026-10-20T10:00")
    change_again(office, "found", "后来的话{认定}。{事实}")
    (case,) = look(office, own).leading_cases
    assert case.answer is not None
    assert case.answer.findings_text.splitlines() == [
        "1. 所反映事项：认定属实。属实",
        "2. 所反映事项：认定属实。属实",
    ]


def test_an_interim_answer_in_any_words_since_the_receipt_is_taken_and_in_no_others(
    office: FullOffice,
) -> None:
    """Whose matter it is not: a form that was opened before an owner changed a text says what it said then."""
    have_it_say(office, PAPER, "bounded_pending", "其余的还在办。")
    office.clock.set("2026-09-07T16:00")
    case = approved(office, standing="bystander").complaint_id
    with office.unit_of_work().reading() as unit:
        answer_text, pending_text = propose_interim(unit.session.get_one(Complaint, case), unit)
    office.clock.set("2026-09-08T10:00")
    have_it_say(office, PAPER, "bounded_handled", "已经办结。")
    change_again(office, "bounded_pending", "其余的办结后再告。")
    shown = {"answer_text": answer_text, "pending_text": pending_text, "ways": ["phone"]}
    before_the_receipt = ANSWER_PROPOSAL.texts["bounded_pending"]
    for field, text in (("answer_text", "属实，王某已获退款。"), ("pending_text", before_the_receipt)):
        with pytest.raises(InvalidInput) as more:
            act(office, case, "give-interim-answer", HANDLER, **{**shown, field: text})
        assert more.value.errors == {field: "MORE_THAN_MAY_BE_TOLD"}
    act(office, case, "give-interim-answer", HANDLER, **shown)
    (told,) = office.rows(InterimAnswer, complaint_id=case)
    assert "1. 所反映事项：已受理，已办结。" in told.answer_text.splitlines()
    assert told.pending_text == "其余的还在办。"


def test_an_answer_that_leaves_by_itself_says_an_owner_s_text_and_keeps_it(office: FullOffice) -> None:
    """Nobody reads it before: a question, answered with the decision, and the refusal of who gave no name."""
    asked, nameless = office.file(), office.file(name="", phone="", is_anonymous=True)
    have_it_say(office, PAPER, "decided_consulted", "您问的：{理由说明}{办理依据}")
    have_it_say(office, PAPER, "done_remedy", "不服的，{复查期间}内申请复查。")
    reply = {"decision": "consultation", "reply": "周六开放"}
    submit(office, asked.complaint_id, "decide-acceptance", CLERK, **CLASS, matters=[reply] * 2)
    submit(office, nameless.complaint_id, "decide-acceptance", CLERK, **CLASS, matters=[REFUSE] * 2)
    office.clock.set("2026-10-20T10:00")
    change_again(office, "decided_consulted", "后来的话：{理由说明}{办理依据}")
    change_again(office, "done_remedy", "后来的话：{复查期间}。")
    answered, refused = look(office, asked).answer, look(office, nameless).answer
    assert answered is not None and refused is not None
    assert [line.split("：", 1)[1] for line in answered.decision_text.splitlines()] == [
        "您问的：周六开放。"
    ] * 2
    assert refused.measures_text == f"请向{REFUSE['right_place']}反映。不服的，30日内申请复查。"


def test_no_text_leaves_out_what_the_file_has_to_tell() -> None:
    """Some answers go with nobody reading them."""
    may_be_left_out = set()
    for block, text in ANSWER_PROPOSAL.texts.items():
        for place in list_places(ANSWER_PROPOSAL, block):
            if not lacks_place(ANSWER_PROPOSAL, block, text.replace(f"{{{place}}}", "")):
                may_be_left_out.add((block, place))
    assert may_be_left_out == {("found", "调查方式")}


def test_an_owner_s_text_is_tried_with_the_answer_or_the_interim_answer_that_says_it(
    office: FullOffice,
) -> None:
    filed = office.file()
    walk_to(office, filed.complaint_id, "draft-opinion")
    restrict_to(office, filed.complaint_id, HANDLER, ADMINISTRATOR)
    with office.unit_of_work() as unit:
        list_matters(filed.complaint_id, unit)[0].facts = "其母亲（电话199 0000 0201）在场。"

    def tried(block: str, text: str) -> str:
        asked = PreviewText(ChangeLetterText(PAPER, block, text, ""), filed.number, ADDRESS)
        return words_of(preview_text(asked, office.unit_of_work(), office.actor(ADMINISTRATOR)))

    words = tried("found", "我们{调查方式}了：{认定}。{事实}")
    assert "答复拟稿" in words and "我们查了：属实。" in words and "登记回执" not in words
    assert "其母亲（电话■）在场。" in words
    assert "其余事项的进展1." in (rest := tried("pending_in_hand", "还在办。")) and "：还在办。" in rest
    with pytest.raises(InvalidInput) as refused:
        tried("decided_merged", "并入{并入编号}。")
    assert dict(refused.value.errors) == {"case_number": "NOTHING_TO_TELL"}
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, filed.complaint_id)
        assert "我们" not in propose_texts(complaint, map_texts(ANSWER_PROPOSAL, unit), unit)[0]
