"""The office's mailbox is emptied: taken in first, then put away, each message once whatever ends in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.carriers import build_mailbox
from deploy.settings import load_settings
from models.case.complaint import Complaint
from models.case.incoming import Incoming
from models.ground.errors import OutsideUnavailable
from models.ground.incoming_codes import IncomingReason, IncomingState
from services.incoming.mail import fetch_step
from services.incoming.mail.fetch_step import fetch_mail_step
from services.ports.mailbox import FetchedMail, Mailbox
from tests.certificates import make_authority
from tests.deploy.test_settings import faults_of
from tests.full_office import FullOffice
from tests.imap_server import ImapBox, serve_imap
from tests.unit.services.test_incoming import mail


@pytest.fixture
def box() -> Iterator[ImapBox]:
    """A mailbox with two complaints and one that is no message."""
    with serve_imap() as box:
        box.put(7, mail("第一件：C03窗口不收材料。").as_bytes())
        box.put(9, mail("第二件：E03窗口没有人。").as_bytes())
        box.put(12, b"\xff\xfe nothing")
        yield box


def mailbox_of(box: ImapBox, password: str = "") -> Mailbox:
    environment = {
        "JIEBAN_IMAP": f"imap://tousu%40centre.gov.cn@127.0.0.1:{box.port}",
        "JIEBAN_IMAP_PASSWORD": password or box.password,
    }
    found = build_mailbox(load_settings(environment))
    assert found is not None
    return found


@pytest.mark.parametrize("has_move", [True, False])
def test_what_lies_in_the_inbox_is_taken_in_and_put_away(
    office: FullOffice, box: ImapBox, has_move: bool
) -> None:
    box.has_move = has_move
    assert fetch_mail_step(mailbox_of(box), office.unit_of_work) == 3
    assert fetch_mail_step(mailbox_of(box), office.unit_of_work) == 0
    assert box.folders["INBOX"] == {}
    assert sorted(box.folders["Jieban"]) == [7, 9, 12]
    assert len(office.rows(Complaint)) == 2
    assert len(office.rows(Incoming)) == 3


@pytest.mark.parametrize("word", ["MOVE", "BODY.PEEK", "SEARCH", "LOGIN"])
def test_a_server_that_hangs_up_at_any_step_loses_nothing_and_doubles_nothing(
    office: FullOffice, box: ImapBox, word: str
) -> None:
    box.hangs_up_at = word
    for _ in range(2):
        with pytest.raises(OutsideUnavailable):
            fetch_mail_step(mailbox_of(box), office.unit_of_work)
    box.hangs_up_at = ""
    assert fetch_mail_step(mailbox_of(box), office.unit_of_work) == 3
    assert len(office.rows(Complaint)) == 2
    assert len(office.rows(Incoming)) == 3


def test_a_message_that_is_too_large_is_taken_in_by_its_beginning(
    office: FullOffice, box: ImapBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_step, "MAX_RAW_BYTES", 300_000)
    box.folders["INBOX"] = {3: mail("超大：" + "字" * 200_000).as_bytes()}
    assert fetch_mail_step(mailbox_of(box), office.unit_of_work) == 1
    (row,) = office.rows(Incoming)
    assert row.reason is IncomingReason.TOO_LARGE
    assert office.rows(Complaint) == []


def test_one_hostile_mail_between_two_good_ones_stops_neither(office: FullOffice, box: ImapBox) -> None:
    """It waits for a person, with nothing stored but its bytes."""
    hostile = (
        mail("+2AA- ")
        .as_bytes()
        .replace(b"utf-8", b"utf-7")
        .replace(b"Subject: ", b"Subject: =?utf-7?Q?+2AA-?=")
    )
    box.folders["INBOX"] = {1: mail("第一件。").as_bytes(), 2: hostile, 3: mail("第三件。").as_bytes()}
    assert fetch_mail_step(mailbox_of(box), office.unit_of_work) == 3
    assert sorted(box.folders["Jieban"]) == [1, 2, 3]
    states = sorted(row.state for row in office.rows(Incoming))
    assert states == [IncomingState.FILED, IncomingState.FILED, IncomingState.FILED]


def test_a_mail_at_which_we_fail_stays_there_and_the_others_go_on(box: ImapBox) -> None:
    """The fault is told at the end; a server that is away ends the round at once."""
    seen: list[bytes] = []

    def fails(mail: FetchedMail) -> None:
        seen.append(mail.raw)
        if len(seen) == 1:
            raise LookupError

    with pytest.raises(LookupError):
        mailbox_of(box).fetch(fails, most=2, largest=1_000_000)
    assert (len(seen), list(box.folders["INBOX"])) == (3, [7])

    def away(mail: FetchedMail) -> None:
        seen.append(mail.raw)
        raise OutsideUnavailable

    box.put(20, b"x: y\r\n\r\n")
    with pytest.raises(OutsideUnavailable):
        mailbox_of(box).fetch(away, most=2, largest=1_000_000)
    assert (len(seen), list(box.folders["INBOX"])) == (4, [7, 20])


def test_a_mail_that_the_server_does_not_give_as_it_was_asked_is_never_put_away_untold(
    office: FullOffice, box: ImapBox
) -> None:
    """Its words in quotes; the others come in."""
    box.quotes = {9}
    with pytest.raises(OutsideUnavailable):
        fetch_mail_step(mailbox_of(box), office.unit_of_work)
    assert list(box.folders["INBOX"]) == [9]
    assert len(office.rows(Incoming)) == 2


def test_a_wrong_password_and_a_server_that_is_away_are_told_as_away(box: ImapBox) -> None:
    def never(mail: FetchedMail) -> None:
        raise AssertionError

    for mailbox in (mailbox_of(box, "falsch"), mailbox_of(ImapBox(port=1))):
        with pytest.raises(OutsideUnavailable):
            mailbox.fetch(never, most=1, largest=1)
    assert len(box.folders["INBOX"]) == 3


def test_a_mailbox_over_tls_is_read_by_the_office_s_own_authority_and_no_other_is_told_the_password(
    office: FullOffice, tmp_path: Path
) -> None:
    """Signed by another, made for another name, or unknown to the system: no word is said to that server."""
    own, other = make_authority(tmp_path / "own"), make_authority(tmp_path / "other")

    def mailbox(box: ImapBox, authority: Path | None) -> Mailbox:
        environment = {
            "JIEBAN_IMAP": f"imaps://tousu%40centre.gov.cn@{box.host}:{box.port}",
            "JIEBAN_IMAP_PASSWORD": box.password,
        }
        if authority is not None:
            environment["JIEBAN_IMAP_CA_CERTIFICATE"] = str(authority)
        found = build_mailbox(load_settings(environment))
        assert found is not None
        return found

    with serve_imap(own.certificate) as box:
        box.put(1, mail("密信：C03窗口不收材料。").as_bytes())
        for authority in (other.authority, None):
            with pytest.raises(OutsideUnavailable):
                fetch_mail_step(mailbox(box, authority), office.unit_of_work)
        assert box.heard == []
        assert fetch_mail_step(mailbox(box, own.authority), office.unit_of_work) == 1
        assert sorted(box.folders["Jieban"]) == [1]
    with serve_imap(own.certificate, host="127.0.0.2") as box:
        with pytest.raises(OutsideUnavailable):
            fetch_mail_step(mailbox(box, own.authority), office.unit_of_work)
        assert box.heard == []
    assert len(office.rows(Complaint)) == 1


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"JIEBAN_IMAP": "imaps://tousu@mail"}, "JIEBAN_IMAP_PASSWORD"),
        ({"JIEBAN_IMAP_PASSWORD": "x"}, "JIEBAN_IMAP"),
        ({"JIEBAN_IMAP": "imap://tousu@mail.gov.cn", "JIEBAN_IMAP_PASSWORD": "x"}, "imaps://"),
        ({"JIEBAN_IMAP": "imaps://mail.gov.cn", "JIEBAN_IMAP_PASSWORD": "x"}, "imaps://"),
        ({"JIEBAN_IMAP": "imaps://a:b@mail.gov.cn", "JIEBAN_IMAP_PASSWORD": "x"}, "imaps://"),
    ],
)
def test_half_a_mailbox_is_refused_at_the_start(environment: dict[str, str], named: str) -> None:
    assert named in " ".join(faults_of(**environment))


def test_no_mailbox_is_none() -> None:
    assert build_mailbox(load_settings({})) is None
