"""What leaves for a unit: the neutral wording by its level, as the sender saw it, and nobody's own words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.sent_sheet import SentSheet
from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.ground.errors import InvalidInput, NotPermitted, RuleRefused
from services.acts.get_act_page import get_act_page
from services.casefile.decisions import find_decision
from tests.full_office import FullOffice
from tests.provisions import left
from tests.unit.services.projected_task import REFUSE, submit
from tests.unit.services.requests_office import act
from tests.unit.side_requests.referring import disclose
from tests.unit.side_requests.side_case import SideCase, side_case

OWN_WORDS = "简一趟说9月3日下午被C03窗口骂了"
WORDED = {"wording": "C03窗口工作人员对办事人使用不文明用语", "occurred": "9月3日下午", "place": "C区"}
OTHER = {"wording": "窗口未一次性告知所需材料"}
# The act that sends, by whom, with what; the table of its request.
SENDERS: Mapping[str, tuple[str, str, dict[str, object], type]] = {
    "respondent": ("ask-respondent", "xun.wenshi", {"unit": "RS", "questions": "请说明"}, RespondentRequest),
    "referral": ("open-referral", "xun.wenshi", {"unit": "RS", "note": "请核查"}, Referral),
    "rectification": (
        "order-rectification",
        "du.daodi",
        {"unit": "RS", "what": "请整改", "basis": "《政务服务中心服务投诉处置规范》（GB/T 36113-2018）7.3"},
        Rectification,
    ),
    "supervision": ("open-supervision", "du.daodi", {"reason": "未按期办理"}, Supervision),
}


@pytest.fixture
def told(office: FullOffice) -> SideCase:
    """A case in the complainant's own words, whose handling number is known."""
    case = side_case(office, content=f"{OWN_WORDS}。指南上没有的证明也要。", name="简一趟")
    with office.unit_of_work() as unit:
        receipt = unit.session.query(Receipt).filter_by(complaint_id=case.complaint_id).one()
        receipt.meta = {**receipt.meta, "handling_number": "YH-SJ-0017"}
    return case


def word(case: SideCase, row: Mapping[str, object] = WORDED, **more: object) -> None:
    act(case.office, case.complaint_id, "word-matters", "xun.wenshi", matters=[dict(row), OTHER], **more)


def send(case: SideCase, kind: str) -> str:
    """Send by the act of this kind; the text of the sheet that left."""
    name, login, answers, table = SENDERS[kind]
    act(case.office, case.complaint_id, name, login, **answers)
    request = case.office.rows(table, complaint_id=case.complaint_id)[-1]
    return case.office.rows(SentSheet, request_id=request.id)[0].text


def seen_before(case: SideCase, kind: str) -> dict[str, object]:
    name, login, _, _ = SENDERS[kind]
    page = get_act_page(case.complaint_id, name, case.office.unit_of_work(), case.office.actor(login))
    return dict(page.data)


@pytest.mark.parametrize("kind", SENDERS)
def test_level_0_tells_the_neutral_wording_and_nothing_else_of_the_matter(told: SideCase, kind: str) -> None:
    """DM-2, R51: with basis, by when and whom to ask; no day, place, name or number of the person."""
    disclose(told, 0)
    word(told)
    text = send(told, kind)
    assert f"1. {WORDED['wording']}\n" in text
    assert "依据：《政务服务中心服务投诉处置规范》" in text
    assert "期限：2026年" in text
    assert "联系人：云河市政务服务中心 " in text
    assert [said for said in ("9月3日", "C区", "简一趟", "YH-SJ-0017", "被C03窗口骂了") if said in text] == []


def test_level_1_tells_time_and_place_too(told: SideCase) -> None:
    """DM-2."""
    disclose(told, 1)
    word(told)
    text = send(told, "respondent")
    assert f"1. {WORDED['wording']}（时间：9月3日下午；地点：C区）" in text
    assert [said for said in ("简一趟", "YH-SJ-0017") if said in text] == []


def test_level_2_tells_name_and_handling_number_by_recorded_consent_only(told: SideCase) -> None:
    """DM-24: without a consent on record it is written as level 1; that a name left stands on the trail."""
    disclose(told, 2)
    word(told)
    without = send(told, "respondent")
    assert [said for said in ("简一趟", "YH-SJ-0017") if said in without] == []
    assert told.trail("identity.told_unit") == []
    word(told, consent="9月8日来电，本人同意告知社保局姓名和办件编号")
    before = seen_before(told, "referral")["sheet"]
    assert "（送出时写全名）" in str(before)
    assert "简一趟" not in str(before), "a preview opens no identity"
    text = send(told, "referral")
    assert "投诉人（经本人同意告知）：简一趟\n" in text
    assert "办件编号（经本人同意告知）：YH-SJ-0017\n" in text
    assert len(told.trail("identity.told_unit")) == 1
    ((_, way, kinds),) = left(told.office, told.complaint_id)
    assert (way, kinds) == ("sheet", ("case_number", "matter", "name", "handling_number"))


def keep_secret(case: SideCase) -> None:
    with case.unit() as (_, complaint):
        complaint.confidentiality_requested = True


def allow(case: SideCase, login: str = "heng.gongyun") -> None:
    act(case.office, case.complaint_id, "approve-disclosure", login, reason="必须核对办件才能查清")


@pytest.mark.parametrize("kind", SENDERS)
def test_where_secrecy_was_asked_nothing_above_level_0_leaves_without_consent(
    told: SideCase, kind: str
) -> None:
    """DM-24: time and place stay here too, and the sender reads why; with a consent on record they leave."""
    disclose(told, 1)
    keep_secret(told)
    word(told)
    assert "没有本人同意告知的记录" in str(seen_before(told, kind)["sheet_warning"])
    text = send(told, kind)
    assert [said for said in ("9月3日", "C区") if said in text] == []
    word(told, consent="9月8日来电，本人同意告知时间和地点")
    assert "没有本人同意" not in str(seen_before(told, kind)["sheet_warning"])


@pytest.mark.parametrize("kind", ["respondent", "referral"])
def test_a_consent_lets_time_and_place_leave_where_secrecy_was_asked(told: SideCase, kind: str) -> None:
    disclose(told, 1)
    keep_secret(told)
    word(told, consent="9月8日来电，本人同意告知时间和地点")
    assert "（时间：9月3日下午；地点：C区）" in send(told, kind)


@pytest.mark.parametrize("kind", SENDERS)
def test_an_approver_allows_what_nobody_consented_to(told: SideCase, kind: str) -> None:
    """DM-34: for level 2, and above 0 where secrecy was asked; the sheet says that it was approved, the trail by whom."""
    disclose(told, 2)
    keep_secret(told)
    word(told)
    allow(told)
    text = send(told, kind)
    assert "投诉人（经批准告知，不得扩散）：简一趟\n" in text
    assert "办件编号（经批准告知，不得扩散）：YH-SJ-0017\n" in text
    assert "经本人同意" not in text
    assert told.trail("identity.told_unit")[0]["by_consent"] is False
    assert told.trail("decision.disclosure")[0]["content"]["level"] == 2  # type: ignore[index]  # JSON of the trail


def test_who_chose_the_level_does_not_allow_it_and_no_clerk_does(told: SideCase) -> None:
    """DM-34: another person; and nothing is left to allow once it is allowed."""
    disclose(told, 2)
    with told.unit() as (unit, complaint):
        decision = find_decision(complaint.id, DecisionKind.ACCEPTANCE, complaint.round, unit)
        assert decision is not None
        decision.by = "heng.gongyun"
    for login in ("heng.gongyun", "wen.rusheng", "xun.wenshi"):
        with pytest.raises(NotPermitted):
            allow(told, login)
    allow(told, "cai.youdu")
    with pytest.raises(RuleRefused, match="NOTHING_TO_APPROVE"):
        allow(told, "zong.lanyun")


def test_a_level_that_was_raised_later_is_not_allowed_by_an_earlier_approval(told: SideCase) -> None:
    disclose(told, 1)
    keep_secret(told)
    word(told)
    allow(told)
    disclose(told, 2)
    text = send(told, "respondent")
    assert "（时间：9月3日下午；地点：C区）" in text
    assert "简一趟" not in text


@pytest.mark.parametrize("kind", SENDERS)
def test_the_sender_sees_what_leaves(told: SideCase, kind: str) -> None:
    """DM-2: all but the moment of the limit, which begins when it leaves."""
    word(told)
    before = str(seen_before(told, kind)["sheet"]).splitlines()
    sent = send(told, kind).splitlines()
    assert len(before) == len(sent)
    differing = [(one, other) for one, other in zip(before, sent, strict=True) if one != other]
    assert [one.split("：")[1] for one, _ in differing] == ["自送出起计算，送出时写明"]


def test_words_of_the_complainant_leave_at_no_level(told: SideCase) -> None:
    """DM-2: who has not worded a matter is told so, and the unit reads nothing of it."""
    disclose(told, 1)
    shown = seen_before(told, "respondent")
    assert "第1项尚未作中性表述，对方看不到内容；请先作中性表述。" in str(shown["sheet_warning"])
    text = send(told, "respondent")
    assert "骂" not in text
    assert "1. （本项尚未作中性表述，暂不告知内容）" in text


def test_a_later_wording_does_not_change_what_was_told(told: SideCase) -> None:
    word(told)
    text = send(told, "respondent")
    word(told, {**WORDED, "wording": "C03窗口未一次性告知材料"})
    assert told.office.rows(SentSheet)[0].text == text
    assert [event["earlier"] for event in told.trail("matter.worded") if event["no"] == 1] == [
        OWN_WORDS,
        WORDED["wording"],
    ]


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("窗口9月3日未受理", "DAY_SINGLES_OUT"),
        ("窗口周三上午未受理", "DAY_SINGLES_OUT"),
        ("窗口未受理19900000201的申请", "NUMBER_SINGLES_OUT"),
        ("窗口未受理YH-SJ-0017", "NUMBER_SINGLES_OUT"),
        ("窗口未受理王女士的申请", "NAME_SINGLES_OUT"),
        ("窗口未受理简一趟的申请", "NAME_SINGLES_OUT"),
        ("窗口让拄拐的办事人上楼", "TRAIT_SINGLES_OUT"),
    ],
)
def test_the_form_warns_of_a_day_number_name_or_trait_at_level_0(
    told: SideCase, wording: str, code: str
) -> None:
    """DM-2: at the wording itself; whoever checked it may keep it, and the sender is warned again."""
    disclose(told, 0)
    with pytest.raises(InvalidInput) as refused:
        word(told, {"wording": wording})
    assert refused.value.errors == {"matters.0.wording": code}
    assert OWN_WORDS in {row.text for row in told.office.rows(Matter, complaint_id=told.complaint_id)}
    word(told, {"wording": wording}, is_checked=True)
    assert "可能认出投诉人" in str(seen_before(told, "respondent")["sheet_warning"])


def test_a_window_and_a_count_warn_of_nothing(told: SideCase) -> None:
    disclose(told, 0)
    word(told, {"wording": "A02窗口三次要求补交同一份材料，未一次性告知"})
    assert seen_before(told, "respondent")["sheet_warning"] == ""


def decide(office: FullOffice, complaint_id: str, wording: str, level: str, **more: object) -> None:
    """A transfer of the first matter with its wording, and a refusal of the second."""
    told = {"decision": "refer", "refer_to": "X-DL", **WORDED, "wording": wording}
    answers = {"category": "bad_attitude", "route": "register_refer", "disclosure_level": level, **more}
    submit(office, complaint_id, "decide-acceptance", "ying.shoudao", **answers, matters=[told, REFUSE])


def test_a_transfer_leaves_with_the_wording_and_level_of_the_decision_itself(office: FullOffice) -> None:
    """DM-2: what the clerk wrote where he decided, by the level that he chose there."""
    filed = office.file()
    decide(office, filed.complaint_id, WORDED["wording"], "1")
    text = office.rows(SentSheet, complaint_id=filed.complaint_id)[0].text
    assert f"1. {WORDED['wording']}（时间：9月3日下午；地点：C区）\n" in text
    assert "指南上没有的证明" not in text


def test_a_decision_is_warned_of_what_singles_out_and_takes_nothing(office: FullOffice) -> None:
    filed = office.file()
    with pytest.raises(InvalidInput) as refused:
        decide(office, filed.complaint_id, "窗口9月3日未受理", "0")
    assert refused.value.errors == {"matters.0.wording": "DAY_SINGLES_OUT"}
    assert office.rows(SentSheet) == []
    decide(office, filed.complaint_id, "窗口9月3日未受理", "0", is_checked=True)
    assert "1. 窗口9月3日未受理\n" in office.rows(SentSheet)[0].text


def test_the_wording_of_a_matter_begins_with_what_is_left_of_the_told_words(told: SideCase) -> None:
    """ST-36: no name, day or number of the person; nothing of it is told to anybody until a person saved it."""
    page = get_act_page(
        told.complaint_id, "word-matters", told.office.unit_of_work(), told.office.actor("xun.wenshi")
    )
    begun = [row["wording"] for row in page.data["matters"]]  # type: ignore[attr-defined]  # rows of any table
    assert begun == ["■说被C03窗口骂了", "指南上没有的证明也要"]
    assert not any(matter.is_reworded for matter in told.office.rows(Matter))


def test_a_transfer_of_a_secret_complaint_leaves_at_level_0_whatever_was_chosen(office: FullOffice) -> None:
    """DM-24: the decision that transfers is taken before anybody could consent or approve."""
    filed = office.file()
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).confidentiality_requested = True
    decide(office, filed.complaint_id, WORDED["wording"], "2")
    text = office.rows(SentSheet, complaint_id=filed.complaint_id)[0].text
    assert [said for said in ("9月3日", "C区", "投诉人（") if said in text] == []
