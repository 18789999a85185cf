"""Kinds of complaints and the words by which they are suggested, kept by an administrator through the real web server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.category_words import WORDS
from models.case.complaint import Complaint
from models.ground.codes import Category
from models.ledger.trail_event import TrailEvent
from models.office.category_words import CategoryWords
from models.vault.keyring import Keyring
from services.views.suggested import suggest_for
from tests.served_office import ServedOffice, serve_office
from tests.web_staff.cases import restrict_to

ADMINISTRATOR, OTHER, CLERK = "guan.xitong", "xian.lutong", "wen.rusheng"
PLACE = "/administration/categories"
KIND = f"{PLACE}/buck_passing"
TOLD = {"content": "来办证，柜员打太极。", "wanted": ""}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, since what is changed here holds for every case of it."""
    with serve_office(tmp_path_factory.mktemp("categories"), sqlite_office_template) as served:
        yield served


def current(served: ServedOffice) -> CategoryWords:
    """The wording in force of the kind that is changed here."""
    (row,) = [
        row
        for row in served.office.rows(CategoryWords, category=Category.BUCK_PASSING)
        if row.ended_at is None
    ]
    return row


def sent(served: ServedOffice, *added: str, **changes: str) -> dict[str, str]:
    """The fields of the form with the words in force and these."""
    row = current(served)
    words = "\n".join([*row.words, *added])
    return {"words": words, "previewed": words, "replaces": str(row.id), "reason": "本地的说法", **changes}


def suggested(served: ServedOffice, complaint_id: str) -> list[Category]:
    """What the person who decides on the acceptance is told."""
    with served.office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        return [
            ranked.category
            for ranked in suggest_for(complaint, unit, served.office.actor(CLERK)).categories
            if ranked.words
        ]


def test_a_changed_word_holds_for_what_is_filed_next_and_not_before(served: ServedOffice) -> None:
    """DM-40, ST-31: seen before it is confirmed, without the cases that are not for the administrator."""
    before, closed = served.office.file(**TOLD), served.office.file(**TOLD)
    restrict_to(served.office, closed.complaint_id, "du.daodi")
    one = served.visitor(ADMINISTRATOR)
    page = one.get(PLACE).text
    assert page.count(f'href="{PLACE}/') == len(WORDS)
    for words in ("推诿扯皮", "踢皮球", "系统预置", "打击报复投诉人", "不作建议，只由人选定"):
        assert words in page, words
    assert "踢皮球\n" in one.get(KIND).text
    shown = one.post(KIND, sent(served, " 打太极 ", "", go="preview", reason=""))
    assert shown.status_code == 200
    for words in ("最近 1 件投诉中，1 件的建议类别会变化", "新增：打太极", before.number, "没有建议"):
        assert words in shown.text, words
    assert closed.number not in shown.text
    assert f"/cases/{before.complaint_id}" not in shown.text, "he may not read it"
    unseen = one.post(KIND, sent(served, "打太极", go="confirm", previewed=""))
    assert (unseen.status_code, "用语与预览时不同" in unseen.text) == (200, True)
    assert current(served).since is None
    changed = one.post(KIND, sent(served, "打太极", go="confirm"))
    assert changed.headers["location"] == f"{PLACE}?changed=buck_passing"
    assert "本地的说法" in one.get(changed.headers["location"]).text
    after = served.office.file(**TOLD)
    kinds = {row.id: row.category for row in served.office.rows(Complaint)}
    assert (kinds[before.complaint_id], kinds[after.complaint_id]) == (None, Category.BUCK_PASSING)
    assert suggested(served, before.complaint_id) == []
    assert suggested(served, after.complaint_id) == [Category.BUCK_PASSING]
    (event,) = served.office.rows(TrailEvent, kind="category-words.changed")
    assert set(event.payload["new"]) - set(event.payload["old"]) == {"打太极"}
    assert (event.actor, event.payload["reason"]) == (ADMINISTRATOR, "本地的说法")
    (earlier,) = [
        row
        for row in served.office.rows(CategoryWords, category=Category.BUCK_PASSING)
        if row.ended_at is not None
    ]
    assert "打太极\n" not in one.get(f"{KIND}?again={earlier.id}").text.partition("<textarea")[2]


def test_words_that_a_colleague_changed_meanwhile_are_not_written_over(served: ServedOffice) -> None:
    """What was typed is kept; the preview too is of the words that hold."""
    one, other = served.visitor(ADMINISTRATOR), served.visitor(OTHER)
    one.get(KIND)
    stale = sent(served, "和稀泥", go="confirm")
    other.get(KIND)
    assert other.post(KIND, sent(served, "打官腔", go="confirm")).is_redirect
    for go in ("confirm", "preview"):
        refused = one.post(KIND, {**stale, "go": go})
        assert refused.status_code == 409
        for words in (
            "用语已被他人修改",
            "和稀泥",
            "打官腔",
            f'name="replaces" value="{current(served).id}"',
        ):
            assert words in refused.text, words
    assert "和稀泥" not in current(served).words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("推", "涉及：推"),
        ("窗" * 21, "用语应为2至20个字"),
        ("踢皮球", "用语重复"),
        ("Pass The  Buck\npass the buck", "涉及：pass the buck"),
        ("\n".join(f"用语{number}" for number in range(300)), "用语过多"),
        ("", "没有修改"),
    ],
)
def test_a_word_that_cannot_be_is_marked_and_kept(served: ServedOffice, words: str, told: str) -> None:
    one = served.visitor(ADMINISTRATOR)
    one.get(KIND)
    fields = sent(served, words)
    for go in ("preview", "confirm"):
        refused = one.post(KIND, {**fields, "go": go})
        assert (refused.status_code, 'id="words-error"' in refused.text) == (422, True)
        assert told in refused.text
        assert words.partition("\n")[0] in refused.text


def test_what_else_cannot_be(served: ServedOffice) -> None:
    """No words, no reason, a kind that is not suggested, and whoever is no administrator."""
    one = served.visitor(ADMINISTRATOR)
    one.get(KIND)
    assert one.post(KIND, sent(served, words=" \n ", previewed="", go="confirm")).status_code == 422
    without = one.post(KIND, sent(served, "和稀泥", reason=" ", go="confirm"))
    assert (without.status_code, 'id="reason-error"' in without.text) == (422, True)
    assert "新增：和稀泥" in without.text
    assert [one.get(f"{PLACE}/{kind}").status_code for kind in ("retaliation", "none", "x")] == [404] * 3
    clerk = served.visitor(CLERK)
    answers = [clerk.get(PLACE), clerk.get(KIND), clerk.post(KIND, sent(served, "和稀泥", go="confirm"))]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert "和稀泥" not in current(served).words
