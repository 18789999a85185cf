"""Every kind of letter of a case with something of everything: what it must say, to whom it goes, that it names nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.read_scan import PdfScan, read_page
from models.beside.entrustment import Entrustment
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.codes import RecusalOutcome, ReviewOutcome
from models.ground.letter_codes import LetterReaders
from models.vault.keyring import Keyring
from prove.record import Record
from services.answer.sent_documents import ANSWER_NAME, REVIEW_NAME
from services.beside.referral.mail_sheet import TITLE
from services.beside.sheets.receipt_code import give_receipt_code
from services.letters.draft import Draft, LetterOf, Stamp, compose, write_draft
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.kinds import KINDS
from services.letters.open_letter import OwnLetter, open_letter, open_own_letter
from services.unit_of_work import Unit
from services.views.progress import FindProgress, find_progress
from tests.adapters.read_bars import read_bars
from tests.database import own_office
from tests.full_office import FullOffice
from tests.unit.services.letter_case import (
    ASKED,
    CLEAR,
    CLERK,
    DECIDED,
    HANDED,
    HAZARD,
    HEARD,
    IDENTITY,
    NAME,
    PHONE,
    SEEN,
    STATEMENT,
    WHY,
    add_letter,
    letter_case,
)
from tests.unit.services.projected_task import accept
from tests.web.letter_words import words_of
from tests.web_staff.furnished_case import (
    NOTE,
    ORDER,
    RECORD,
    SCOPE,
    WHY_LONGER,
    WORDED,
    furnish_case,
)

ADDRESS = "https://tousu.example.cn/"
# What must stand in each besides its title, and how its reader is called.
SAYS: dict[str, tuple[str, ...]] = {
    "acceptance_notice": ("尊敬的投诉人：", WORDED[0], "办结期限：最迟", "申请回避", "36113-2018）7.1"),
    "refusal_notice": ("尊敬的投诉人：", "正在司法审理中", "云河市临江区人民法院", "30日内"),
    "merger_notice": ("尊敬的投诉人：", "YH-2026-000099", "合并办理", "36113-2018）7.1"),
    "group_notice": ("尊敬的投诉人：", STATEMENT, "不超过5人", "现有代表1人", "张贴公告", "第二十条"),
    "referral_notice": (
        "尊敬的投诉人：",
        "云河市人力资源和社会保障局（驻厅）",
        "自签收之日起5个工作日内",
        "转告您",
        "第二十二条",
    ),
    "supplement_notice": (
        "尊敬的投诉人：",
        "收据原件",
        "停止计算",
        "按现有材料作出决定",
        "36113-2018）7.1、7.2",
    ),
    "extension_notice": ("尊敬的投诉人：", WHY_LONGER, "原定办结期限", "延长后的办结期限"),
    "recusal_notice": ("尊敬的投诉人：", "不予回避", WHY, "可以再次申请回避", "一并提出对本决定的意见"),
    "interim_answer": ("尊敬的投诉人：", "第一项已经办结", "第二项尚在核实"),
    "answer": ("尊敬的投诉人：", "调查认定", "处理决定", "申请复查"),
    "review_decision": (
        "尊敬的投诉人：",
        "变更原答复",
        DECIDED,
        "属实",
        "不再受理同一事项",
        "第三十五条",
        "提起行政诉讼",
    ),
    "review_refusal": ("尊敬的投诉人：", "超过了申请复查的期限", "2026年8月3日", "第三十五条", "行政复议"),
    "withdrawal_confirmation": ("尊敬的投诉人：", "真实意愿", "终止办理"),
    "referral_sheet": (
        "云河市人力资源和社会保障局（驻厅）：",
        WORDED[0],
        "依据：《政务服务中心服务投诉处置规范》",
        NOTE,
        "须书面反馈",
        "反馈期限",
        "自签收之日起5个工作日内",
        "附件",
        "保密",
    ),
    "statement_notice": (
        "云河市人力资源和社会保障局（驻厅）：",
        WORDED[1],
        "请说明当日收件情况",
        "陈述和申辩",
    ),
    "finding_notice": ("云河市人力资源和社会保障局（驻厅）：", "认定结果告知如下"),
    "clarification": ("云河市人力资源和社会保障局（驻厅）：", CLEAR),
    "rectification_notice": ("云河市人力资源和社会保障局（驻厅）：", ORDER, "书面报送整改情况"),
    "supervision_sheet": ("：", "督办的原因", "已于2026年9月14日17:00届满", "书面说明原因"),
    "entrustment_letter": ("云河市人力资源和社会保障局（驻厅）：", SCOPE, "独立、客观"),
    "delivery_slip": ("受理告知书", "云政服受告〔2026〕9号", "收件人（签名或盖章）", "收到的日期"),
    "emergency_report": ("云河市信访局：", HAZARD, WORDED[0], "第二十五条", "报告时间"),
    "termination_notice": ("云河市人力资源和社会保障局（驻厅）：", "投诉人提出撤回", "终止办理", "打击报复"),
    "interview_record": (
        "钱窗口（知情人）",
        "核对笔录",
        ASKED,
        "被询问人（签名）",
        "荀问实（调查岗）、查分明（调查岗）",
    ),
    "site_record": ("一楼大厅", "当班人员两名", SEEN, "照片2张", "在场人员（签名）"),
    "collection_list": (HANDED, "书证", "复制件", "调取单号D-7", "提供人（签名或盖章）"),
    "opening_record": (
        "拆出的材料投诉",
        "温如声（受理岗）、简登记",
        "开箱（拆封）人员",
        "开箱（拆封）人（签名）",
    ),
    "visit_record": (HEARD, "不满意", "要求重新办理", "电话", "回访人员（签名）"),
    "clue_transfer": ("云河市人力资源和社会保障局（驻厅）：", WORDED[0], "由你单位依法决定"),
}


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.check)],
    ids=["sqlite", "postgresql"],
)
def furnished(
    request: pytest.FixtureRequest, keyring: Keyring, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FullOffice, Complaint]]:
    """With a matter decided in every way and everything that was asked decided; made once, since its letters are only read."""
    folder = tmp_path_factory.mktemp("furnished")
    with own_office(request, request.param, folder) as database:
        office = FullOffice(database, folder=folder)
        yield office, letter_case(office)


def subject_of(complaint: Complaint, kind: str, office: FullOffice) -> str:
    with office.unit_of_work().reading() as unit:
        return KINDS[kind].list_subjects(unit.session.get_one(Complaint, complaint.id), unit)[0]


def draft_of(case: Complaint, kind: str, unit: Unit) -> Draft:
    """As it would be frozen now."""
    complaint = unit.session.get_one(Complaint, case.id)
    subject = KINDS[kind].list_subjects(complaint, unit)[0]
    return write_draft(complaint, LetterOf(KINDS[kind], subject), unit)


def test_every_kind_has_what_it_must_say() -> None:
    assert sorted(SAYS) == sorted(KINDS)
    marks = [kind.mark for kind in KINDS.values() if kind.mark is not None]
    assert len(set(marks)) == len(marks)


def test_a_paper_is_called_the_same_where_it_is_sent_and_where_it_is_frozen() -> None:
    """By forms, by the hall, and in the mail to a unit."""
    titles = {name: kind.title for name, kind in KINDS.items()}
    assert (titles["answer"], titles["review_decision"]) == (ANSWER_NAME, REVIEW_NAME)
    assert titles["referral_sheet"] == TITLE


@pytest.mark.parametrize("kind", SAYS)
def test_a_letter_says_what_it_must_and_names_nobody(
    furnished: tuple[FullOffice, Complaint], kind: str
) -> None:
    """DM-33: as it is on paper: the page is laid out and read back."""
    office, case = furnished
    with office.unit_of_work().reading() as unit:
        draft = draft_of(case, kind, unit)
        letter = compose(draft, Stamp("云政服〔2026〕1号", case.number, ADDRESS), unit)
        words = words_of(unit.ports.press.print(letter))
    is_signed = KINDS[kind].readers is LetterReaders.RECORD
    assert is_signed is ("（此处盖章）" not in words)
    expected = [KINDS[kind].title, "云河市政务服务中心", *SAYS[kind]]
    assert [part for part in expected if "".join(part.split()) not in words] == []
    # An address too: it stands on the envelope, which is written when the letter is posted, and in no letter.
    assert [field for field, own in IDENTITY.items() if own in words] == []
    assert RECORD not in words
    Record("letters of a furnished case, each searched for every field of who complained", attempts=1).save()


def test_what_is_granted_tells_no_remedy(office: FullOffice) -> None:
    """Who is kept away as he asked, or has his case handled anew, has nothing to act against."""
    case = letter_case(office)
    told_of = {kind: subject_of(case, kind, office) for kind in ("recusal_notice", "review_decision")}
    with office.unit_of_work() as unit:
        unit.session.get_one(Recusal, told_of["recusal_notice"]).outcome = RecusalOutcome.RECUSED
        unit.session.get_one(Review, told_of["review_decision"]).outcome = ReviewOutcome.REOPENED
    for kind in told_of:
        with office.unit_of_work().reading() as unit:
            draft = draft_of(case, kind, unit)
        assert "remedies" not in [block.name for block in draft.blocks], kind


# Where the picture leads that is not for the complainant, under the address of the pages.
ANSWERED = "handover?reference={number}-{letter}1"
LEADS = {
    "referral_sheet": ANSWERED,
    "entrustment_letter": ANSWERED,
    "supervision_sheet": "cases?number={number}",
}


def page_of(kind: str, number: str) -> str:
    """What the reader of such a letter opens."""
    match KINDS[kind].readers:
        case LetterReaders.OTHERS:
            page = LEADS.get(kind, "channels")
        case LetterReaders.RECORD:
            page = "cases?number={number}"
        case _:
            page = "progress?number={number}"
    return ADDRESS + page.format(number=number, letter="R" if kind == "referral_sheet" else "W")


@pytest.mark.parametrize("kind", SAYS)
def test_each_letter_has_a_picture_and_bars_and_the_picture_leads_where_its_reader_goes_on(
    furnished: tuple[FullOffice, Complaint], kind: str
) -> None:
    """As a scanner reads the last page: the complaint's number, and one address without a code or a name."""
    office, case = furnished
    with office.unit_of_work().reading() as unit, unit.session.no_autoflush:
        # As they have it who are outside; a unit of the centre answers in its tasks.
        for referral in unit.session.query(Referral).filter_by(complaint_id=case.id):
            give_receipt_code(referral)
        for entrustment in unit.session.query(Entrustment).filter_by(complaint_id=case.id):
            give_receipt_code(entrustment)
        draft = draft_of(case, kind, unit)
        printed = unit.ports.press.print(compose(draft, Stamp("1号", case.number, ADDRESS), unit))
    scan = PdfScan(printed)
    (last,) = scan.draw(scan.total, scan.total)
    assert read_page(last)["codes"] == [page_of(kind, case.number)]
    assert read_bars(printed, scan.total) == case.number
    assert "第1页，共" in words_of(printed)


def test_a_sheet_without_a_receipt_code_leads_to_how_the_centre_is_reached(
    furnished: tuple[FullOffice, Complaint],
) -> None:
    office, case = furnished
    for kind in ("referral_sheet", "entrustment_letter"):
        with office.unit_of_work().reading() as unit:
            assert draft_of(case, kind, unit).page == "channels"


@pytest.mark.parametrize("kind", SAYS)
def test_at_the_query_code_stands_what_is_for_the_complainant_alone(office: FullOffice, kind: str) -> None:
    """What goes to a unit, a respondent or an authority is nobody else's."""
    filed = office.file(name=NAME, phone=PHONE)
    accept(office, filed.complaint_id)
    with office.unit_of_work() as unit:
        add_letter(filed.complaint_id, kind, unit)
    found = find_progress(
        FindProgress(filed.number, filed.query_code), office.unit_of_work(), office.actor(CLERK)
    )
    assert found is not None
    is_his = KINDS[kind].readers.is_at_query_code
    assert [line.title for line in found.letters] == ([KINDS[kind].title] if is_his else [])


def test_a_letter_to_a_unit_is_frozen_and_opened_by_the_office_alone(office: FullOffice) -> None:
    key = furnish_case(office, "198.51.103.41", name=NAME, phone=PHONE)
    (complaint,) = office.rows(Complaint, id=key.complaint_id)
    subject = subject_of(complaint, "referral_sheet", office)
    command = FreezeLetter(complaint.id, "referral_sheet", subject, {}, 0, ADDRESS)
    letter_id = freeze_letter(command, office.unit_of_work(), office.actor(CLERK))
    page = open_letter(letter_id, office.unit_of_work(), office.actor(CLERK))
    assert page.name == "转办（交办）单-云政服转〔2026〕1号.pdf"
    own = OwnLetter(complaint.number, "000000000000", letter_id)
    assert open_own_letter(own, office.unit_of_work(), office.actor(CLERK)) is None


def test_a_confirmation_and_a_slip_carry_the_number_of_the_complaint_and_how_the_office_is_reached(
    office: FullOffice,
) -> None:
    """They are of no series of their own; address and hours stand at the head of every letter."""
    case = letter_case(office)
    for kind in ("withdrawal_confirmation", "delivery_slip"):
        command = FreezeLetter(case.id, kind, subject_of(case, kind, office), {}, None, ADDRESS)
        letter_id = freeze_letter(command, office.unit_of_work(), office.actor(CLERK))
        (row,) = office.rows(CaseLetter, id=letter_id)
        assert (row.number, (row.content or {})["number"]) == (None, case.number), kind
        words = words_of(open_letter(letter_id, office.unit_of_work(), office.actor(CLERK)).content)
        assert case.number in words, kind
        assert "办公时间：" in words, kind
