"""A message of e-mail is read whatever it says of itself, and told from what machines write."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from models.ground.incoming_codes import IncomingReason
from services.incoming.mail.read_mail import read_mail
from services.incoming.reading import CannotRead

SAMPLES = Path(__file__).parents[2] / "samples" / "channel-files"
WORDS = "您好：9月3日下午我到D02窗口办理备案，工作人员把材料退给我，也不说明理由。请你们查一查。"
HALF = "=?utf-7?Q?+2AA-?="
TRADITIONAL = "您好：九月三日下午我到櫃檯辦理備案，職員把材料退還給我，也不說明理由，請你們查一查。"


def mail(body: bytes = WORDS.encode(), **headers: str) -> bytes:
    """With these headers over those of any mail; an empty one is left out."""
    told = {
        "From": "=?utf-8?b?6K645LiA6Laf?= <xu@example.com>",
        "To": "tousu@yunhe-zwfw.example.cn",
        "Subject": "=?utf-8?b?5oqV6K+J?=",
        "Message-ID": "<1@example.com>",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "8bit",
    }
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}".encode("utf-8", "surrogateescape") for name, value in told.items() if value]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("words", "sent_in", "declared"),
    [
        (WORDS, "gbk", 'text/plain; charset="gb2312"'),
        (WORDS, "gb18030", 'text/plain; charset="utf-8"'),
        (WORDS, "gb18030", 'text/plain; charset="iso-8859-1"'),
        (WORDS, "gb18030", "text/plain"),
        (WORDS, "gb18030", 'text/plain; charset="x-no-such"'),
        (WORDS, "utf-8", 'text/plain; charset="gb2312"'),
        (WORDS, "utf-8", 'text/plain; charset="us-ascii"'),
        (TRADITIONAL, "big5", 'text/plain; charset="big5"'),
        (TRADITIONAL, "big5", 'text/plain; charset="gb2312"'),
        (TRADITIONAL, "big5", "text/plain"),
        ("Müller schrieb: café", "iso-8859-1", 'text/plain; charset="iso-8859-1"'),
    ],
)
def test_words_are_read_in_the_set_in_which_they_were_sent(words: str, sent_in: str, declared: str) -> None:
    read = read_mail(mail(words.encode(sent_in), Content_Type=declared))
    assert read.text == words
    assert (read.set_aside is IncomingReason.UNREADABLE) == ("no-such" in declared)


def test_no_half_character_comes_out_of_a_mail_whatever_set_it_names() -> None:
    """No database holds one; the mail is read as far as it goes."""
    read = read_mail(
        mail(b"+2AA- " + WORDS.encode("utf-7"), Content_Type="text/plain; charset=utf-7", Subject=HALF)
    )
    assert WORDS in read.text
    assert read.set_aside is IncomingReason.UNREADABLE
    assert read_mail(mail(Subject=HALF, From=f"{HALF} <xu@example.com>")).set_aside is None
    escaped = read_mail(mail(b"\\ud800\xff", Content_Type="text/plain; charset=unicode_escape"))
    assert escaped.set_aside is IncomingReason.UNREADABLE
    for one in (read, escaped):
        told = [*map(str, one.message.values()), one.text, one.sender, *(file.name for file in one.files)]
        "".join(told).encode()
    for name in ("idna", "punycode", "undefined", "rot13"):
        assert read_mail(mail(Content_Type=f"text/plain; charset={name}")).text == WORDS


def test_names_are_decoded_after_they_are_told_from_addresses() -> None:
    """A name may hold another address, or be sent in bytes that no header may have."""
    hidden = "=?utf-8?b?PGJvc3NAZXhhbXBsZS5jbj4s?="
    assert read_mail(mail(From=f"{hidden} <xu@example.com>")).sender == "xu@example.com"
    raw = mail(Subject="XX").replace(b"XX", "投诉窗口不收材料".encode("gb18030"))
    assert read_mail(raw).message["subject"] == "投诉窗口不收材料"
    torn = "=?gb2312?B?zbbL38uwzg==?= =?gb2312?B?8bSwv9o=?="
    assert read_mail(mail(Subject=torn)).message["subject"] == "投诉税务窗口"
    assert read_mail(mail(From='"unclosed <nobody@example.com')).sender == ""


def test_a_page_is_read_as_its_words_and_the_plain_ones_go_before_it() -> None:
    page = "<html><head><style>p{}</style></head><body><p>第一段</p><script>alert(1)</script>第二段</body>"
    assert read_mail(mail(page.encode(), Content_Type="text/html; charset=utf-8")).text == "第一段\n第二段"
    both = EmailMessage()
    both["From"], both["Subject"] = "xu@example.com", "两种"
    both.set_content("平文")
    both.add_alternative("<p>网页</p>", subtype="html")
    assert read_mail(both.as_bytes()).text == "平文"


def test_a_message_within_one_is_read_with_its_sender_and_kept_as_a_file() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "甘等待 <gan@example.com>", "许可等了一个月"
    inner.set_content("食品经营许可现场核查没有人来。")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "szxx@example.cn", "转办"
    outer.set_content("请办理。")
    outer.add_attachment(inner, filename="原信.eml")
    outer.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="../../附件.pdf")
    read = read_mail(outer.as_bytes())
    for told in ("请办理。", "许可等了一个月", "gan@example.com", "食品经营许可现场核查没有人来。"):
        assert told in read.text
    assert [file.name for file in read.files] == ["原信.eml", "../../附件.pdf"]
    assert read.sender == "szxx@example.cn"


def test_what_is_torn_is_read_as_far_as_it_goes_and_said_to_be_torn() -> None:
    whole = EmailMessage()
    whole["From"], whole["Subject"] = "xu@example.com", "半封"
    whole.set_content(WORDS)
    whole.add_attachment(b"\x00" * 3000, maintype="application", subtype="octet-stream", filename="a.bin")
    half = whole.as_bytes()[:-1500]
    read = read_mail(half)
    assert (read.set_aside, read.text) == (IncomingReason.UNREADABLE, WORDS)
    base64 = b"5oqV6K+J77yaRTAz56qX5Y+j%%%"
    torn = read_mail(mail(base64, Content_Transfer_Encoding="base64"))
    assert (torn.set_aside, torn.text) == (IncomingReason.UNREADABLE, "投诉：E03窗口")
    endless = mail(Content_Type="text/plain; " + "a*0=b; " * 3_000)
    for nothing in (b"\x00\xff\xfe", b"no message at all", b"\r\n\r\n", endless):
        with pytest.raises(CannotRead):
            read_mail(nothing)


def test_nesting_without_end_is_cut() -> None:
    boundary = "".join(
        f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(60)
    )
    raw = mail(boundary.encode(), Content_Type="multipart/mixed; boundary=b0", Content_Transfer_Encoding="")
    assert read_mail(raw).set_aside is IncomingReason.UNREADABLE


@pytest.mark.parametrize(
    ("headers", "left_alone", "set_aside"),
    [
        ({"Auto_Submitted": "auto-replied"}, IncomingReason.AUTOMATIC, None),
        (
            {"Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All"},
            IncomingReason.AUTOMATIC,
            None,
        ),
        ({"Subject": "Automatic reply: away"}, None, IncomingReason.AUTOMATIC),
        ({"Subject": "自动回复收不到人工，窗口没有人"}, None, IncomingReason.AUTOMATIC),
        ({"Subject": "Out of office hours the counter was closed"}, None, IncomingReason.AUTOMATIC),
        ({"Precedence": "bulk"}, IncomingReason.MAILING_LIST, None),
        ({"List_Id": "<news.example.com>"}, IncomingReason.MAILING_LIST, None),
        ({"Auto_Submitted": "auto-generated"}, None, IncomingReason.AUTOMATIC),
        (
            {"Content_Type": "multipart/report; report-type=delivery-status; boundary=x"},
            None,
            IncomingReason.FAILED_DELIVERY,
        ),
        ({"Auto_Submitted": "no"}, None, None),
        ({}, None, None),
    ],
)
def test_what_a_machine_wrote_is_told_from_what_a_person_wrote(
    headers: dict[str, str], left_alone: IncomingReason | None, set_aside: IncomingReason | None
) -> None:
    read = read_mail(mail(**headers))
    assert (read.left_alone, read.set_aside) == (left_alone, set_aside)
    assert read.may_be_answered == (headers in ({}, {"Auto_Submitted": "no"}))


def test_nobody_is_written_to_who_does_not_read() -> None:
    for headers in (
        {"From": "no-reply@example.com"},
        {"From": "MAILER-DAEMON@example.com"},
        {"Return_Path": "<>"},
        {"X_Auto_Response_Suppress": "All"},
        {"From": ""},
    ):
        assert not read_mail(mail(**headers)).may_be_answered, headers


def test_the_same_message_in_other_bytes_is_the_same_and_other_words_under_its_id_are_not() -> None:
    first = read_mail(mail()).source_id
    assert read_mail(b"Received: from elsewhere\r\n" + mail()).source_id == first
    assert read_mail(mail("别的话".encode())).source_id != first
    assert read_mail(mail(Message_ID="")).source_id == ""


def test_every_mail_of_the_samples_is_read() -> None:
    """Their own character sets, an answer, a message within one."""
    read = {path.stem: read_mail(path.read_bytes()) for path in sorted(SAMPLES.glob("eml/*.eml"))}
    assert len(read) > 7
    assert all(one.set_aside is None and one.left_alone is None and one.text for one in read.values())
    assert read["S052-supplement"].thread.answered[0] == read["S052"].thread.own
    bad = read_mail((SAMPLES / "bad" / "bad-header.eml").read_bytes())
    assert bad.set_aside is IncomingReason.UNREADABLE
    assert "投诉：E03窗口" in bad.text
