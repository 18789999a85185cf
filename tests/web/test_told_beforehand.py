"""More time for special circumstances, as the complainant and the staff read it on pages from the real web server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from models.beside.extension import Extension
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.vault.keyring import Keyring
from services.beside.extension.prepare_extension import PrepareExtension, prepare_extension
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web.told_scenes import part_of, progress_of

HANDLER, APPROVER, READER = "xun.wenshi", "heng.gongyun", "jian.rujing"
REASON = "等外地单位确认缴费记录"
OLD, NEW = "2026-09-14 17:00", "2026-09-20 17:00"
_hundreds = count(100, 100)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, since its clock goes on. Cases of 2026-09-07 are due on Monday the 14th at 17:00."""
    with serve_office(tmp_path_factory.mktemp("beforehand"), sqlite_office_template) as served:
        yield served


def new_case(served: ServedOffice) -> SideCase:
    number = next(_hundreds)
    return replace(side_case(served.office, address=f"beforehand-{number}"), numbers=count(number))


def ask(handler: SocketVisitor, case: SideCase, **answers: object) -> int:
    """Ask for more time on the page of the act; the status of the answer."""
    address = f"/cases/{case.complaint_id}/acts/request-extension"
    handler.get(address)
    headers = {"X-CSRF-Token": handler.token, "Accept": "application/json"}
    return handler.client.post(address, json={"answers": answers}, headers=headers).status_code


def decide(case: SideCase) -> str:
    """Another person approves; the instance in which the handler is asked to tell."""
    instance = f"7{case.number[-4:]}"
    command = PrepareExtension(case.one(Extension).id, instance, case.job())
    prepare_extension(command, case.office.unit_of_work())
    case.submit("decide-extension", APPROVER, instance, is_approved="yes", basis="本中心办法")
    return instance


def tell(case: SideCase, instance: str) -> None:
    case.submit("tell-extension", HANDLER, instance, ways=["phone"], told_text=f"{REASON}，延长五个工作日")


def test_more_time_counts_when_the_complainant_was_told_before_the_old_date_and_not_otherwise(
    served: ServedOffice,
) -> None:
    """R57, R58: reason, approver, cap, old and new date are kept; told beforehand the case is in time, told after it is late.

    DM-16: the complainant reads the reason at his query code.
    """
    handler = served.visitor(HANDLER)
    told, late = new_case(served), new_case(served)
    assert ask(handler, told, reason=" ", amount=5) == 422, "a reason is needed"
    assert ask(handler, told, reason=REASON, amount=6) == 422, (
        "five working days are the cap of a simple case"
    )
    for case in (told, late):
        assert ask(handler, case, reason=REASON, amount=5) == 200
    tell(told, decide(told))
    citizen = served.visitor()
    read = part_of(progress_of(citizen, told), "extensions")
    assert REASON in read
    assert f"期限由 {OLD} 延至 {NEW}" in read
    assert part_of(progress_of(citizen, late), "extensions") == "", "nothing is promised that nobody told"
    served.office.clock.set("2026-09-14T16:59")
    instance = decide(late)
    served.office.clock.set("2026-09-14T17:01")
    tell(late, instance)
    too_late = part_of(progress_of(citizen, late), "extensions")
    assert f"延期未生效，仍以{OLD}为准" in too_late
    reader = served.visitor(READER)
    due = text_of(reader.get("/due?kind=clock_kind.resolve"))
    assert re.search(rf"{OLD} 逾期 逾期\d+分钟 延期：原期限前未告知 办结 {late.number}", due)
    assert re.search(rf"{NEW} 限期内 剩余\d+天 办结 {told.number}", due)
    file = text_of(read_file(reader, told.complaint_id))
    assert re.search(rf"\+5 个工作日 · {OLD} → {NEW} 理由 {REASON} 同意 [-\d: ]+ 衡公允", file)


def send_told(handler: SocketVisitor, key: str) -> tuple[int, str]:
    """Submit that he was told by letter; status and what is said at the field."""
    handler.get(f"/tasks/{key}")
    headers = {"X-CSRF-Token": handler.token, "Accept": "application/json"}
    answers = {"answers": {"ways": ["letter"]}}
    answer = handler.client.post(f"/tasks/{key}", json=answers, headers=headers)
    return answer.status_code, str(answer.json())


def test_a_letter_is_written_and_posted_before_it_tells_of_more_time(served: ServedOffice) -> None:
    """R57: the form says what to do first, and leads there; then the date moves."""
    handler, case = served.visitor(HANDLER), new_case(served)
    assert ask(handler, case, reason=REASON, amount=5) == 200
    key = case.open_task("tell-extension", decide(case))
    letters = f"/cases/{case.complaint_id}/letters"
    draft = f"{letters}/extension_notice/{case.one(Extension).id}"
    page = handler.get(f"/tasks/{key}")
    assert f'href="{draft}"' in page.text
    status, said = send_told(handler, key)
    assert (status, "延期告知书还没有凭邮件号码交寄" in said) == (422, True), said
    assert REASON in handler.get(draft).text
    assert handler.post(draft, {"action": "freeze", "version": "0"}).status_code == 303
    (letter,) = served.office.rows(CaseLetter, complaint_id=case.complaint_id)
    handler.get(f"/letters/{letter.id}/post")
    listed = handler.post(f"/letters/{letter.id}/post", {"way": "registered_letter"})
    assert listed.status_code == 303, text_of(listed)
    assert "延期告知书 云政服延告" in text_of(handler.get(f"/tasks/{key}"))
    assert "尚未送出" in text_of(handler.get(f"/tasks/{key}"))
    delivery = case.one(LetterDelivery)
    posted = handler.post("/post", {f"number-{delivery.id}": "XA33000012345"})
    assert posted.status_code == 303, text_of(posted)
    assert re.search(r"延期告知书 云政服延告\S+ · 信函 2026-", text_of(handler.get(f"/tasks/{key}")))
    assert send_told(handler, key)[0] == 200
    assert case.one(Extension).is_effective
