"""The guard of the public forms, over the real server (SE-37)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.replay.page_reading import find_number, solve_challenge
from models.office.office_comment import OfficeComment
from models.vault.keyring import Keyring
from services.attempts.guard import COMMENT, FILING, RECOVERY
from services.attempts.rules import WRONG_ANSWERS
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.web.pages import FIELDS
from tests.web.solved import token_on

WORDS = "叫号机坏了三天没有人修。欧阳翠莲"


@pytest.fixture(scope="module")
def flooded(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: what is sent to it is counted for everybody."""
    with serve_office(tmp_path_factory.mktemp("flooded"), sqlite_office_template) as served:
        yield served


def comment(visitor: SocketVisitor, words: str = WORDS, **more: str) -> tuple[int, str]:
    sending = more.pop("submission_id", secrets.token_hex(16))
    answer = visitor.post("/comment", {"submission_id": sending, "words": words, **more})
    return answer.status_code, answer.text


def file(visitor: SocketVisitor, **more: str) -> tuple[int, str]:
    sending = more.pop("submission_id", secrets.token_hex(16))
    answer = visitor.post("/complaints/new", {**FIELDS, "submission_id": sending, **more})
    return answer.status_code, answer.text


def test_the_fourth_filing_is_asked_loses_nothing_and_is_taken_with_a_solution(
    served_office: ServedOffice,
) -> None:
    """SE-37: the first three of an hour ask nothing."""
    visitor = served_office.visitor()
    assert [file(visitor)[0] for _ in range(FILING.rule.limit)] == [200] * FILING.rule.limit
    status, page = file(visitor)
    assert status == 422 and FIELDS["content"] in page
    assert 'aria-invalid="true"' in page and "请回答这个问题" in page
    given = {**solve_challenge(page), "submission_id": visitor.submission_id}
    assert file(visitor, **given, guard_answer="", phone="010-8")[0] == 422, "a fault of another field"
    status, page = file(visitor, **given)
    assert status == 200 and "投诉已收到" in page
    assert file(visitor, **given)[0] == 200, "sent again it is answered as before"
    status, page = file(visitor, **{**given, "submission_id": secrets.token_hex(16)})
    assert status == 422 and "已经用过" in page
    status, page = comment(visitor, **solve_challenge(page))
    assert status == 303, "its own three are free"


def test_a_flood_from_many_sources_asks_whoever_comes_next(flooded: ServedOffice) -> None:
    """SE-37: nobody sent more than three."""
    left = COMMENT.flood
    while left:
        visitor = flooded.visitor()
        for _ in range(min(left, COMMENT.rule.limit)):
            assert comment(visitor)[0] == 303
            left -= 1
    citizen = flooded.visitor()
    page = citizen.get("/comment").text
    assert token_on(page), "asked at once, before anything is typed"
    status, refused = comment(citizen)
    assert status == 422 and WORDS in refused
    assert len(flooded.office.rows(OfficeComment)) == COMMENT.flood
    assert comment(citizen, submission_id=citizen.submission_id, **solve_challenge(refused))[0] == 303
    assert "data-guard" not in flooded.visitor().get("/appointments").text, "another form is not flooded"
    english = flooded.visitor().get("/comment?lang=en").text
    assert re.search(r"How much is|Which of these is", english)


def test_wrong_telephones_are_asked_and_a_solution_is_used_up(served_office: ServedOffice) -> None:
    """SE-37: whoever guesses at many numbers."""
    visitor = served_office.visitor()

    def guess(**more: str) -> tuple[int, str]:
        number = f"YH-2026-{secrets.randbelow(10**6):06d}"
        answer = visitor.post("/progress/recover", {"number": number, "phone": "19900000299", **more})
        return answer.status_code, answer.text

    assert [guess()[0] for _ in range(RECOVERY.rule.limit)] == [404] * RECOVERY.rule.limit
    status, page = guess()
    assert status == 422 and "19900000299" in page and "请回答这个问题" in page
    given = solve_challenge(page)
    assert guess(**given)[0] == 404
    status, page = guess(**given)
    assert status == 422 and "已经用过" in page
    assert token_on(page) != given["guard_token"]


def test_a_program_is_told_how_to_get_a_challenge_and_solves_it(served_office: ServedOffice) -> None:
    """SE-37: the documented way goes on; 422 says what to do."""
    client = served_office.visitor().client
    token = client.get("/api/v1/csrf-token").json()["csrf_token"]

    def send(sending: str, **headers: str) -> tuple[int, dict]:
        body = {**FIELDS, "submission_id": sending}
        answer = client.post("/api/v1/complaints", json=body, headers={"X-CSRF-Token": token, **headers})
        return answer.status_code, answer.json()

    for _ in range(FILING.rule.limit):
        assert send(secrets.token_hex(16))[0] == 201
    sending = secrets.token_hex(16)
    status, problem = send(sending)
    assert (status, problem["code"]) == (422, "CHALLENGE_REFUSED")
    assert "/api/v1/challenge" in problem["detail"] and problem["errors"]["guard_answer"]
    asked = client.get("/api/v1/challenge", params={"submission_id": sending}).json()
    assert asked["is_needed"]
    number = find_number(asked["salt"], asked["target"], asked["largest"])
    solved = {"X-Challenge": asked["token"], "X-Challenge-Number": number}
    status, problem = send(secrets.token_hex(16), **solved)
    assert status == 422 and "已经用过" in problem["errors"]["guard_answer"]
    assert send(sending, **solved)[0] == 201
    assert send(sending)[0] == 201, "a repeat is the same complaint"
    assert client.get("/api/v1/challenge", params={"submission_id": "短"}).status_code == 422


def test_a_wrong_answer_keeps_what_was_typed_and_asks_anew(flooded: ServedOffice) -> None:
    visitor = flooded.visitor()
    for _ in range(COMMENT.rule.limit):
        comment(visitor, guard_token="")
    status, page = comment(visitor)
    assert status == 422
    known = {"submission_id": visitor.submission_id, "guard_token": token_on(page), "guard_number": "-1"}
    status, page = comment(visitor, **known)
    assert status == 422 and WORDS in page and "换了一个问题" in text_of_page(page)
    assert token_on(page) != known["guard_token"]


def test_a_form_sent_again_counts_once_and_who_guesses_waits(flooded: ServedOffice) -> None:
    """SE-37: nobody raises the guard by sending one thing again; a program that guesses has ten guesses an hour."""
    again, guesser = flooded.visitor(), flooded.visitor()
    sending = {"submission_id": secrets.token_hex(16)}
    sent = {"time": "", **sending}
    assert again.post("/appointments", sent).status_code == 422, "what is refused counts nowhere"
    for _ in range(2 * FILING.rule.limit):
        assert file(again, **sending)[0] == 200
    assert "data-guard" not in again.get("/complaints/new/check").text
    status, page = 200, ""
    for _ in range(FILING.rule.limit + 1):
        status, page = file(guesser)
    guesses = []
    for _ in range(WRONG_ANSWERS.limit + 1):
        known = {"submission_id": guesser.submission_id, "guard_token": token_on(page), "guard_number": "-1"}
        status, page = file(guesser, **known)
        guesses.append(status)
    assert guesses == [422] * WRONG_ANSWERS.limit + [429]
    assert FIELDS["content"] in page


def text_of_page(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)
