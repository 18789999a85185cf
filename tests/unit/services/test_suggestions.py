"""Suggestions made at receipt; general rules, tried on words of nobody's sample."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from models.case.category_ranking import rank_categories
from models.case.category_words import WORDS
from models.case.neutral_wording import word_neutrally
from models.case.spoken_need import Need, find_needs
from models.case.statement_split import UNSPOKEN_CLAIM, split_statement, split_wishes
from models.clock.legal_time import parse_moment
from models.ground.codes import Category
from models.ground.matter_codes import MatterKind
from services.filing.occurrence import parse_occurrence


@pytest.mark.parametrize(
    ("wanted", "matters"),
    [
        ("1.退还押金；2.道歉。", ["退还押金", "道歉"]),
        ("（一）补正证书；（二）书面说明", ["补正证书", "书面说明"]),
        ("① 换人办理 ② 给出期限", ["换人办理", "给出期限"]),
        ("第一，恢复排号；第二，公布制度", ["恢复排号", "公布制度"]),
        ("重新办理；书面答复", ["重新办理", "书面答复"]),
        ("赔偿2.5万元", ["赔偿2.5万元"]),
        ("十一、延长开放；十二、加设座椅", ["延长开放", "加设座椅"]),
        ("  ", []),
        ("一次说清楚", ["一次说清楚"]),
    ],
)
def test_wishes_are_split_by_number_or_separator(wanted: str, matters: list[str]) -> None:
    """R26: decimals and single wishes stay whole."""
    assert split_wishes(wanted) == matters


def test_what_is_told_without_a_field_of_wishes_is_split_too() -> None:
    """ST-22, ST-36: by telephone, mail and letter; two kinds are two matters, what is wanted is none of them."""
    split = split_statement(
        "办事员冲我吼，态度很差。证办了两个月一直没有结果。请你们尽快发证，并公开道歉。谢谢", WORDS
    )
    assert [matter.text for matter in split.matters] == ["办事员冲我吼，态度很差", "证办了两个月一直没有结果"]
    assert [claim.text for claim in split.claims] == ["请你们尽快发证", "并公开道歉"]


@pytest.mark.parametrize(
    ("told", "matters", "claims"),
    [
        ("9月3日C03窗口要求我补一张证明。请你们核实。", ["9月3日C03窗口要求我补一张证明"], ["请你们核实"]),
        ("工作人员又希望我第二天再来。", ["工作人员又希望我第二天再来"], [UNSPOKEN_CLAIM]),
        ("对方要求我先交钱，希望查处", ["对方要求我先交钱，希望查处"], ["希望查处"]),
        ("窗口人员骂人。我要求窗口人员道歉。", ["窗口人员骂人"], ["我要求窗口人员道歉"]),
        ("窗口人员骂人。我向窗口要求道歉。", ["窗口人员骂人"], ["我向窗口要求道歉"]),
    ],
)
def test_what_the_office_demanded_is_alleged_and_no_wish(
    told: str, matters: list[str], claims: list[str]
) -> None:
    """ST-22: the same word stands for the window's demand and for the complainant's wish; who says it tells."""
    split = split_statement(told, WORDS)
    assert [matter.text for matter in split.matters] == matters
    assert [claim.text for claim in split.claims] == claims


def test_a_claim_names_the_matter_of_its_kind() -> None:
    split = split_statement(
        "办事员冲我吼，态度很差。排队等了三个小时，叫号太慢。",
        WORDS,
        "一、办事员态度要改；二、排队不能这样慢",
    )
    assert [claim.matters for claim in split.claims] == [(1,), (2,)]


def test_a_suggestion_is_a_matter_of_its_kind_and_asks_for_no_claim() -> None:
    """DM-1: its adoption is the answer."""
    (matter,) = split_statement("建议在大厅加一台饮水机。", WORDS).matters
    assert matter.kind is MatterKind.SUGGESTION
    assert split_statement("建议在大厅加一台饮水机。", WORDS).claims == ()


def test_a_question_is_a_consultation() -> None:
    assert [m.kind for m in split_statement("请问新生儿落户要带什么", WORDS).matters] == [
        MatterKind.CONSULTATION
    ]


def test_at_least_one_matter_and_for_a_grievance_one_claim() -> None:
    split = split_statement("差评", WORDS)
    assert [matter.text for matter in split.matters] == ["差评"]
    assert [claim.text for claim in split.claims] == [UNSPOKEN_CLAIM]


@pytest.mark.parametrize(
    ("told", "neutral"),
    [
        ("昨天下午3点我在C03窗口被拒，编号SB-2026-0001", "投诉人在C03窗口被拒,编号■"),
        ("本人电话19900000201，邮箱a.b@example.cn", "投诉人电话■,邮箱■"),
        ("那个王八蛋把我的材料扔了！！", "那个把投诉人的材料扔了"),
        ("我母亲腿脚不便，没有坡道", "投诉人腿脚不便,没有坡道"),
    ],
)
def test_a_neutral_wording_begins_without_what_singles_out(told: str, neutral: str) -> None:
    """ST-36: neither day, hour, number, address nor abuse."""
    assert word_neutrally(told) == neutral.replace(",", "，")


# The same grievance in several people's words; nobody's sample holds any of them.
PARAPHRASED = [
    (
        Category.BAD_ATTITUDE,
        ["办事员语气生硬，很不耐烦", "那人对我翻白眼，还冲老人吼", "He was rude and shouted at my mother"],
    ),
    (
        Category.BUCK_PASSING,
        ["几个科室踢皮球，推来推去", "一楼说不归我们，二楼也说不是我们管", "各家互相推，到底归谁"],
    ),
    (
        Category.INCONSISTENT_POLICY,
        ["同一件事前后不一致，口径不同", "两个柜台给了两种说法", "网上写的和电话里说的不一样"],
    ),
    (Category.REPEATED_MATERIALS, ["补材料补了三趟，每次又要一张新的", "不一次性告知，害我白跑"]),
    (Category.LOW_EFFICIENCY, ["排队排了几个小时，窗口还空着", "材料交了至今没有结果，一直拖着"]),
    (Category.RIGHTS_HARMED, ["我的个人信息被泄露了", "把老人的存折弄丢，造成经济损失"]),
    (Category.SUGGESTION, ["建议大厅增设饮水机", "最好能加装扶手，更人性化"]),
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PARAPHRASED for text in texts])
def test_the_kind_of_a_grievance_is_first_in_other_words_too(kind: Category, text: str) -> None:
    """ST-21, ST-31: the kind comes first, with the words that spoke for it, which stand in the text."""
    ranked = rank_categories(text, WORDS)
    assert ranked[0].category is kind
    assert all(word in text.casefold() for entry in ranked for word in entry.words)
    assert ranked[0].words


def test_three_kinds_at_most_each_with_its_own_words() -> None:
    """ST-31: a text that tells of much names the three strongest."""
    text = "态度恶劣不耐烦，排队等了半天，承诺的预约不兑现，又要补材料，口径不一，推来推去，还泄露隐私"
    ranked = rank_categories(text, WORDS)
    assert len(ranked) == 3
    assert len({entry.category for entry in ranked}) == 3
    assert set(ranked[0].words) >= {"态度", "恶劣", "不耐烦"}


def test_a_word_inside_a_longer_one_counts_once() -> None:
    assert rank_categories("一次性告知", WORDS)[0].words == ("一次性告知",)


def test_a_word_in_latin_letters_is_no_part_of_another() -> None:
    assert rank_categories("crude oil, slowly, 199-0000-1199", WORDS) == []
    assert find_needs("He was hired and fired with much skill") == []


def test_no_known_word_suggests_nothing() -> None:
    """An unknown matter is left to the clerk."""
    assert rank_categories("天气很好", WORDS) == []


@pytest.mark.parametrize(
    ("need", "text"),
    [
        (Need.LEGAL_DAY, "后天就要开庭，证明还没给"),
        (Need.LEGAL_DAY, "明天到期，再不办就作废"),
        (Need.LEGAL_DAY, "The visa expires on Friday"),
        (Need.DANGER, "老人在大厅晕倒了没人理"),
        (Need.DANGER, "再这样我就不想活了"),
        (Need.DANGER, "闻到煤气味，没有人管"),
        (Need.SECRECY, "请替我保密"),
        (Need.SECRECY, "别让窗口的人知道是我说的"),
        (Need.SECRECY, "我怕他们打击报复"),
    ],
)
def test_haste_and_secrecy_are_heard_in_words(need: Need, text: str) -> None:
    """ST-25: nothing set the hint before; secrecy was a box to tick and nothing else."""
    (spoken,) = find_needs(text)
    assert spoken.need is need
    assert all(word in text.casefold() for word in spoken.words)


def test_the_channels_own_mark_of_haste_is_read_however_the_row_was_copied() -> None:
    """ST-34: the hotline's column counts, and only where it says so."""
    for row in ('{"紧急程度": "紧急"}', "紧急程度：特急", "紧急程度\t加急"):
        assert [spoken.need for spoken in find_needs("一般的事", row)] == [Need.CHANNEL]
    assert find_needs("一般的事", '{"紧急程度": "一般"}') == []


def test_an_ordinary_grievance_raises_no_question() -> None:
    assert find_needs("9月3日去窗口办事，要我补一张指南上没有的证明，别让人白跑") == []


def test_day_and_hour_of_the_matter_are_read_from_field_or_text() -> None:
    """The hour of the event is kept for analysis."""
    received = parse_moment("2026-09-07T10:00")
    assert parse_occurrence("2026-09-03", "下午三点去的", received).day == date(2026, 9, 3)
    assert parse_occurrence("", "9月4日下午三点去的", received).hour == 15
    assert parse_occurrence("", "12月30日去的", received).day == date(2025, 12, 30)
    assert parse_occurrence("2026-09-08", "", received).day is None


@pytest.mark.parametrize("sign", ["A", "A-", "1", "诉", "+"])
def test_as_many_words_as_may_be_filed_are_worded_at_once(sign: str) -> None:
    """Lists word them for everybody who looks: letters in a row without an end held every list up for a minute."""
    begun = process_time()
    word_neutrally(sign * (20_000 // len(sign)))
    assert process_time() - begun < 1
