"""What an owner has letters say: checked before use, in force from then on, and never in the way of a letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from models.case.complaint import Complaint
from models.case.letter_text import LetterText
from models.ground.errors import InvalidInput, NotPermitted
from services.letters.kinds import KINDS
from services.letters.letter_texts import ChangeLetterText, change_letter_text, list_places
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.unit.services.test_letters import ADMINISTRATOR, CLERK, draft

TRANSLATIONS = Path(__file__).resolve().parents[3] / "api" / "translations"


@pytest.fixture
def case(office: FullOffice) -> str:
    """An accepted complaint."""
    filed = office.file().complaint_id
    accept(office, filed)
    return filed


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "REQUIRED"),
        ("字" * 2_001, "TOO_LONG"),
        ("收到{收到日期", "BRACES"),
        ("收到{收到日期!r}", "BRACES"),
        ("收到{收到日期.year}", "UNKNOWN_PLACE"),
        ("收到{query_code}", "UNKNOWN_PLACE"),
        ("收到{}", "UNKNOWN_PLACE"),
    ],
)
def test_an_owner_s_text_that_a_letter_could_not_say_is_refused(
    office: FullOffice, text: str, fault: str
) -> None:
    command = ChangeLetterText("acceptance_notice", "opening", text, "试一试")
    with pytest.raises(InvalidInput) as refused:
        change_letter_text(command, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert dict(refused.value.errors) == {"text": fault}


def test_letters_say_an_owner_s_text_from_then_on_and_the_product_s_own_again(
    office: FullOffice, case: str
) -> None:
    texts = ["{投诉编号}已受理。", "{投诉编号}已经受理。"]
    replaces = ""
    for text in texts:
        change = ChangeLetterText("acceptance_notice", "opening", text, "简化", replaces)
        change_letter_text(change, office.unit_of_work(), office.actor(ADMINISTRATOR))
        replaces = str(max(row.id for row in office.rows(LetterText)))
    number = office.rows(Complaint, id=case)[0].number
    assert draft(office, case).blocks[0].text == f"{number}已经受理。"
    own = draft(office, case).kind.texts["opening"]
    stale = ChangeLetterText("acceptance_notice", "opening", own, "还原", "1")
    with pytest.raises(InvalidInput) as refused:
        change_letter_text(stale, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert dict(refused.value.errors) == {"text": "CHANGED_MEANWHILE"}
    back = ChangeLetterText("acceptance_notice", "opening", own, "还原", replaces)
    change_letter_text(back, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert "收悉" in draft(office, case).blocks[0].text
    assert [row.ended_at is None for row in office.rows(LetterText)] == [False, False]
    with pytest.raises(NotPermitted):
        change_letter_text(back, office.unit_of_work(), office.actor(CLERK))


def test_an_owner_s_text_of_an_earlier_release_cannot_stop_a_letter(office: FullOffice, case: str) -> None:
    """It names a place that this release does not fill any more: the product's own text stands there."""
    with office.unit_of_work() as unit:
        unit.session.add(
            LetterText(
                kind="acceptance_notice",
                block="opening",
                text="{早先的位置}已受理。",
                since=unit.clock.now(),
                by=ADMINISTRATOR,
                reason="早先的版本",
            )
        )
    assert "收悉" in draft(office, case).blocks[0].text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_block_and_place_is_called_by_a_word(language: str) -> None:
    """On the page of the texts, where an owner would read the name of a program instead."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "letters.po").open("rb") as file:
        told = {message.id for message in read_po(file) if message.string}
    wanted = {
        name
        for kind in KINDS.values()
        for block in kind.texts
        for name in (
            f"letter_block.{block}",
            *(f"letter_place.{place}" for place in list_places(kind, block)),
        )
    }
    assert wanted - told == set()
