"""Reports of mails that could not be delivered: of standard servers, of those that write prose, and of nobody."""

from __future__ import annotations

from base64 import b64encode
from datetime import date

import pytest

from services.dispatch.delivery_report import DeliveryReport, ReportedAction, read_delivery_report

ID = "0123456789abcdef0123456789abcdef-2"
SENT = "To: tousu@centre.gov.cn\r\nDate: Mon, 2 Mar 2026 23:30:00 +0000\r\nMIME-Version: 1.0\r\n"
RETURNED = f"Message-ID: <{ID}@centre.gov.cn>\r\nSubject: =?utf-8?b?5oqV6K+J?=\r\n"


def head(sender: str = "MAILER-DAEMON@mx.example.com") -> str:
    return f"From: {sender}\r\nSubject: Undelivered\r\n{SENT}"


def standard(
    recipient: str, returned: str = "message/rfc822", report: str = "message/delivery-status"
) -> bytes:
    return (
        f'{head()}Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI am sorry.\r\n"
        f"--b\r\nContent-Type: {report}\r\n\r\nReporting-MTA: dns; mx.example.com\r\n"
        f"Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0800\r\n\r\n{recipient}\r\n"
        f"--b\r\nContent-Type: {returned}\r\n\r\n{RETURNED}\r\n5.1.1 4.4.7\r\n--b--\r\n"
    ).encode()


FAILED = (
    "Final-Recipient: rfc822; jian@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n"
)


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("report", ["message/delivery-status", "message/global-delivery-status"])
def test_a_standard_report_tells_attempt_action_status_and_day(returned: str, report: str) -> None:
    """The day is that of Beijing."""
    told = read_delivery_report(standard(FAILED, returned, report))
    assert told == DeliveryReport(ID, ReportedAction.FAILED, "5.1.1", date(2026, 3, 3))


@pytest.mark.parametrize(
    ("recipient", "action", "status"),
    [
        ("Action: delayed\r\nStatus: 4.4.1\r\n", ReportedAction.DELAYED, "4.4.1"),
        ("Action: failed\r\nStatus: 4.4.7\r\n", ReportedAction.FAILED, "4.4.7"),
        ("Action: relayed\r\nStatus: 2.0.0\r\n", ReportedAction.OTHER, "2.0.0"),
        ("Action: delivered\r\nStatus: 2.1.5\r\n", ReportedAction.OTHER, "2.1.5"),
        ("Status: 5.2.2\r\n", ReportedAction.FAILED, "5.2.2"),
        ("Action: FAILED\r\n", ReportedAction.FAILED, ""),
        ("Action: delivered\r\nStatus: 2.0.0\r\n\r\n" + FAILED, ReportedAction.FAILED, "5.1.1"),
    ],
)
def test_the_word_of_the_server_decides_and_its_digit_where_it_says_none(
    recipient: str, action: ReportedAction, status: str
) -> None:
    told = read_delivery_report(standard(recipient))
    assert told is not None
    assert (told.action, told.status) == (action, status)


def prose(sender: str, text: str, *, more: str = "", subtype: str = "plain", charset: str = "utf-8") -> bytes:
    body = b64encode(text.encode(charset)).decode()
    kind = f"Content-Type: text/{subtype}; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n"
    return f"{head(sender)}{more}{kind}\r\n{body}\r\n".encode()


QMAIL = (
    "Hi. This is the qmail-send program.\n<jian@example.com>:\n550 Mailbox not found\n"
    f"--- Below this line is a copy of the message.\n\n{RETURNED}\n5.4.7 421 x"
)
REPLIED = f"In-Reply-To: <{ID}@centre.gov.cn>\r\n"


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (prose("MAILER-DAEMON@mx.cn", QMAIL), "5.0.0"),
        (
            prose(
                "PostMaster@qq.com",
                "<p>抱歉，您的邮件被退回来了</p><p>host mx3.qq.com[203.205.5.1] said: 550 Mailbox not found</p>",
                more=REPLIED,
                subtype="html",
                charset="gb18030",
            ),
            "5.0.0",
        ),
        (
            prose(
                "Postmaster@163.com",
                "系统退信：SMTP error, RCPT TO: 550 User not found 5.1.1。",
                more=f"References: <{ID}@centre.gov.cn>\r\n",
            ),
            "5.1.1",
        ),
        (
            prose(
                "postmaster@centre.gov.cn",
                f"#550 5.4.316 Message expired##\nOriginal message headers:\n{RETURNED}",
            ),
            "5.4.316",
        ),
    ],
    ids=["qmail", "qq", "netease", "exchange"],
)
def test_a_report_in_prose_is_read_where_a_server_wrote_it(raw: bytes, status: str) -> None:
    told = read_delivery_report(raw)
    assert told is not None
    assert (told.attempt_id, told.action, told.status) == (ID, ReportedAction.FAILED, status)


def test_a_warning_in_prose_is_a_delay() -> None:
    told = read_delivery_report(prose("MAILER-DAEMON@mx.cn", "451 try later, still trying", more=REPLIED))
    assert told is not None
    assert told.action is ReportedAction.DELAYED


@pytest.mark.parametrize(
    "raw",
    [
        prose("jian@example.com", "收到，550 元已付。5.1.1", more=REPLIED),
        prose("jian@example.com", "我正在休假。", more=REPLIED + "Auto-Submitted: auto-replied\r\n"),
        prose("postmaster@example.com", "您好", more=REPLIED),
        prose("postmaster@example.com", "550 no such user, host 5.1.1.20"),
        standard(FAILED).replace(b"0123456789abcdef", b"0123456789ABCDEG"),
        standard("Final-Recipient: rfc822; jian@example.com\r\n"),
        b"",
        b"\x00\xff" * 4000,
        b"Content-Type: multipart/report; boundary=b\r\n\r\n" * 3000,
        b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)
        ),
    ],
)
def test_what_is_no_report_of_ours_is_none(raw: bytes) -> None:
    """An answer, a word of absence, a report of something else, noise, and messages within messages without end."""
    assert read_delivery_report(raw) is None


def test_a_returned_letter_of_many_megabytes_is_read_at_its_head() -> None:
    raw = standard(FAILED).replace(b"4.4.7\r\n", b"A" * 76 + b"\r\n" + (b"A" * 76 + b"\r\n") * 140_000)
    assert len(raw) > 10_000_000
    told = read_delivery_report(raw)
    assert told is not None
    assert told.attempt_id == ID
