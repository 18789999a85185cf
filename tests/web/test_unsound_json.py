"""JSON that no program means is refused before anybody reads it, on every route that takes JSON."""

from __future__ import annotations

import pytest

from tests.served_office import ServedOffice, SocketVisitor


@pytest.fixture(scope="module")
def clerk(served_office: ServedOffice) -> SocketVisitor:
    """Somebody who is signed in."""
    return served_office.visitor("wen.rusheng")


UNSOUND = {
    "nested a thousand deep": b"[" * 1_000 + b"]" * 1_000,
    "objects a thousand deep": b'{"content":' * 1_000 + b"1" + b"}" * 1_000,
    "nested beyond every schema": b'{"content":' + b"[" * 60 + b"]" * 60 + b"}",
    "half a character": b'{"content":"\\ud800"}',
    "half a character as a name": b'{"\\udfff":1}',
    "an integer of 100,000 digits": b'{"content":' + b"9" * 100_000 + b"}",
    "nothing but such an integer": b"9" * 100_000,
    "no JSON": b"{",
    "no text": b"\xff\xfe{}",
}


@pytest.mark.parametrize("body", UNSOUND.values(), ids=UNSOUND)
def test_a_stranger_is_told_that_his_json_cannot_be_read(served_office: ServedOffice, body: bytes) -> None:
    """SE-13, SE-49: each was a 500 for everybody, at filing and at the progress."""
    visitor = served_office.visitor()
    token = visitor.client.get("/api/v1/csrf-token").json()["csrf_token"]
    headers = {"Content-Type": "application/json", "X-CSRF-Token": token}
    for path in ("/api/v1/complaints", "/api/v1/progress"):
        answer = visitor.client.post(path, content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "HTTP_400"), path


@pytest.mark.parametrize("body", UNSOUND.values(), ids=UNSOUND)
def test_who_keeps_a_draft_is_told_that_his_json_cannot_be_read(clerk: SocketVisitor, body: bytes) -> None:
    """SE-13, SE-49: and so was each at the draft of a task, before anybody asks which task it is."""
    headers = {
        "Content-Type": "application/json",
        "X-CSRF-Token": clerk.token,
        "Origin": str(clerk.client.base_url),
    }
    answer = clerk.client.post("/tasks/2251799813685249/draft", content=body, headers=headers)
    assert answer.status_code == 400, answer.text


def test_json_is_no_way_to_keep_a_worker_busy(served_office: ServedOffice) -> None:
    """SE-13: 35 MB with two million keys took ten seconds of a worker each time."""
    visitor = served_office.visitor()
    token = visitor.client.get("/api/v1/csrf-token").json()["csrf_token"]
    body = b"{" + b",".join(b'"k%d":1' % number for number in range(300_000)) + b"}"
    headers = {"Content-Type": "application/json", "X-CSRF-Token": token}
    assert visitor.client.post("/api/v1/complaints", content=body, headers=headers).status_code == 413
    # Whoever means a complaint is told what is missing.
    answer = visitor.client.post("/api/v1/complaints", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "HTTP_422")


@pytest.mark.parametrize("method", ["DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_a_method_that_no_page_has_is_said_to_be_none(served_office: ServedOffice, method: str) -> None:
    """SE-13: without a body it was a 500 of the server before the application was asked."""
    answer = served_office.visitor().client.request(method, "/")
    assert answer.status_code == 405


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_form_of_more_parts_than_are_read_is_too_large(served_office: ServedOffice, is_ours: bool) -> None:
    """SE-13: the page that was to say so, or that its token is stale, read the form again, and that was a 500."""
    visitor = served_office.visitor()
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'
    token = visitor.token if is_ours else "x"
    headers = {"Content-Type": "multipart/form-data; boundary=b", "X-CSRF-Token": token}
    answer = visitor.client.post("/complaints/new", content=part * 2_000 + b"--b--\r\n", headers=headers)
    assert answer.status_code == 413
    assert answer.text.strip()
