"""The index of texts by pairs and triples of characters."""

from __future__ import annotations

from models.case.ngram_index import BUCKETS, NgramIndex, buckets_of

QUEUE = "在大厅排队等了三个小时，窗口只开两个"
LAMP = "二楼自助机的灯坏了一个月没有人修"
RUDE = "办事员说话很不客气，还摔了我的材料"


def index_of(*texts: str, capacity: int = 10) -> NgramIndex[int]:
    index: NgramIndex[int] = NgramIndex(capacity)
    for number, text in enumerate(texts):
        index.enter(number, text)
    return index


def test_the_likest_text_comes_first_and_a_text_is_wholly_like_itself() -> None:
    """ST-32: other words about the same are nearer than words about something else."""
    index = index_of(QUEUE, LAMP, RUDE)
    found = index.search("排队三个小时，只开了两个窗口")
    assert found[0][0] == 0
    assert 0.2 < found[0][1] < 0.9
    assert dict(index.search(LAMP))[1] > 0.95


def test_spacing_width_and_case_make_no_difference() -> None:
    assert buckets_of("Ａ０３窗口 排队") == buckets_of("a03窗口,排队")


def test_a_text_is_replaced_and_the_oldest_goes_when_it_is_full() -> None:
    """However often texts are entered anew, nothing is found twice and the size stays bounded."""
    index = index_of(QUEUE, LAMP, capacity=2)
    for _ in range(20):
        index.enter(1, RUDE)
        index.enter(0, QUEUE)
    assert len(index) == 2
    assert [key for key, _ in index.search(QUEUE)] == [0]
    once = index_of(QUEUE, RUDE, capacity=2)
    assert index.size() < 3 * once.size()
    index.enter(2, LAMP)
    assert len(index) == 2
    assert index.search(RUDE) == []


def test_it_keeps_numbers_and_no_word() -> None:
    """ST-32: nothing unsealed could be read back from it."""
    index = index_of("金丝雀巷77号的事")
    assert all(0 <= bucket < BUCKETS for bucket in index._postings)
    assert "金丝雀" not in repr(vars(index))


def test_nothing_is_found_in_nothing() -> None:
    assert index_of().search(QUEUE) == []
    assert index_of(QUEUE).search("") == []
