"""Where a text speaks of a leader by his title alone, in the words of people who were not asked beforehand."""

from __future__ import annotations

import pytest

from models.office.leader_titles import choose_office, find_spoken_title, spoken_title
from models.office.salutation import is_told_of

TITLES = ("主任", "副主任", "科长")
NAMES = ("宗揽云", "衡公允", "蔡有度", "明守礼", "简如镜")


def title_in(text: str) -> str | None:
    found = find_spoken_title(text, TITLES, NAMES)
    return None if found is None else found.title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("你们主任带着亲戚从旁边进去先办了。", "主任"),
        ("材料交上去以后，中心的主任当着大家的面训了我一顿", "主任"),
        ("上周二有个副主任打我电话，劝我别告了。", "副主任"),
        ("找到他们科长，科长说没空。", "科长"),
        ("投诉科那位科长把我的信退回来了", "科长"),
        ("请主任不要再给我打电话！", "主任"),
        ("主任您好，你们科长收了东西才给办。", "科长"),
    ],
)
def test_a_title_alone_is_found_in_whatever_words(text: str, title: str) -> None:
    """ST-2: who means the director does not write his name."""
    assert title_in(text) == title


@pytest.mark.parametrize(
    "text",
    [
        "主任您好，窗口没有人。",
        "尊敬的主任：\n我要反映窗口没有人的事。",
        "各位领导好，请领导为我做主。",
        "我们居委会主任开的证明，窗口不认。",
        "孩子的班主任也来问过。",
        "请了主任医师来鉴定。",
        "税务局的科长让我来这里问。",
        "衡公允副主任叫我撤回。",
        "窗口态度不好，没有人管。",
    ],
)
def test_an_address_another_body_or_a_named_person_is_none(text: str) -> None:
    """ST-2: 领导 alone and 主任您好 say nothing of anybody; a full name has its route."""
    assert title_in(text) is None


def test_only_the_sentence_is_taken() -> None:
    found = find_spoken_title("我姓尤，住在示例路。你们主任说不用办。电话你们有。", TITLES, NAMES)
    assert found is not None
    assert found.sentence == "你们主任说不用办。"


def test_a_post_is_called_by_its_last_word() -> None:
    posts = ("中心主任", "副主任（分管窗口业务）", "科长（兼安全审计）", "受理岗", "首席代表")
    assert [spoken_title(post) for post in posts] == ["主任", "副主任", "科长", None, None]


def test_the_office_of_a_title_is_the_one_that_the_sentence_names() -> None:
    cores = {"YH-TS": "投诉处置", "YH-DC": "督查考评"}
    assert choose_office("督查那边的科长", cores) == "YH-DC"
    assert choose_office("投诉科的科长", cores) == "YH-TS"
    assert choose_office("那个科长", cores) is None


def test_a_name_that_is_only_spoken_to_is_not_told_of() -> None:
    assert not is_told_of("宗揽云", "宗揽云主任：\n窗口没有人。")
    assert is_told_of("宗揽云", "宗揽云主任：您好。\n昨天宗揽云说不用排队。")
