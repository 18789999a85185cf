"""What an office sets to have notices leave: the mail server and the SMS gateway, checked at start and used as set."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.clock import SystemClock
from adapters.smtp_mail import SmtpMail, SmtpServer
from deploy.carriers import build_carriers
from deploy.server_address import is_loopback
from deploy.settings import load_settings
from models.ground.errors import OutsideUnavailable
from models.ground.ways import Way
from services.ports.carrier import Attachment, Carrier, Parcel, Refused
from tests.certificates import OwnAuthority, make_authority
from tests.deploy.test_settings import faults_of
from tests.free_ports import free_ports
from tests.mail_server import MailServer, serve_mail

FROM = {"JIEBAN_MAIL_FROM": "tousu@centre.gov.cn"}
PARCEL = Parcel(
    "a1-1", "jian@example.com", "投诉YH-2026-000001已有答复", "【云河市政务服务中心】您的投诉已有答复。"
)


def mail_of(**environment: str) -> Carrier:
    return build_carriers(load_settings({**FROM, **environment}), SystemClock())[Way.EMAIL]


@pytest.fixture
def authority(tmp_path: Path) -> OwnAuthority:
    return make_authority(tmp_path / "certificates")


def secured(authority: OwnAuthority) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority.certificate.chain, authority.certificate.key)
    return context


def test_nothing_set_has_no_carrier() -> None:
    assert build_carriers(load_settings({}), SystemClock()) == {}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"JIEBAN_SMTP": "smtps://mail"}, "JIEBAN_MAIL_FROM"),
        (FROM, "JIEBAN_SMTP"),
        ({**FROM, "JIEBAN_SMTP": "mail.centre.gov.cn"}, "smtp://"),
        ({**FROM, "JIEBAN_SMTP": "http://mail"}, "smtp://"),
        ({**FROM, "JIEBAN_SMTP": "smtp://mail:port"}, "smtp://"),
        ({**FROM, "JIEBAN_SMTP": "smtp://user:secret@mail"}, "smtp://"),
        ({"JIEBAN_SMTP": "smtps://mail", "JIEBAN_MAIL_FROM": "投诉中心"}, "JIEBAN_MAIL_FROM"),
        ({"JIEBAN_SMS_URL": "sms.example"}, "JIEBAN_SMS_URL"),
        ({"JIEBAN_SMS_URL": "https://sms.example"}, "JIEBAN_SMS_SECRET"),
    ],
)
def test_what_cannot_carry_is_named_at_start(environment: dict[str, str], named: str) -> None:
    """A password stands in no address, which is listed and logged; it is not repeated either."""
    (fault,) = faults_of(**environment)
    assert named in fault
    assert "secret@" not in fault


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_mail_leaves_by_tls_with_a_login_to_a_server_of_the_offices_own_authority(
    authority: OwnAuthority,
) -> None:
    with serve_mail(login=("centre", "pass word"), tls=secured(authority)) as server:
        address = f"smtps://centre@localhost:{server.port}"
        known = {"JIEBAN_SMTP": address, "JIEBAN_SMTP_CA_CERTIFICATE": str(authority.authority)}
        mail_of(**known, JIEBAN_SMTP_PASSWORD="pass word").carry(PARCEL)
        assert server.read() == [(PARCEL.to, PARCEL.subject, PARCEL.text)]
        for wrong in ({**known, "JIEBAN_SMTP_PASSWORD": "wrong"}, {"JIEBAN_SMTP": address}):
            with pytest.raises(OutsideUnavailable):
                mail_of(**wrong).carry(PARCEL)
        assert len(server.came) == 1


def test_beyond_this_machine_nothing_leaves_in_the_clear() -> None:
    """`smtp://` asks for STARTTLS; a server that offers none gets nothing, but one on this machine."""
    with serve_mail() as server:
        mail_of(JIEBAN_SMTP=f"smtp://127.0.0.1:{server.port}").carry(PARCEL)
        assert len(server.came) == 1
        elsewhere = SmtpMail(SmtpServer("127.0.0.1", server.port), "tousu@centre.gov.cn", SystemClock())
        with pytest.raises(OutsideUnavailable):
            elsewhere.carry(PARCEL)
        assert len(server.came) == 1
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "mail", "10.0.0.1")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_file_goes_with_a_mail_whole_and_under_its_chinese_name() -> None:
    content = bytes(range(256)) * 40
    parcel = replace(
        PARCEL, attachments=(Attachment("转办单-YH-2026-000001-R1.pdf", "application/pdf", content),)
    )
    with serve_mail() as server:
        mail_of(JIEBAN_SMTP=f"smtp://127.0.0.1:{server.port}").carry(parcel)
        assert server.files() == {"转办单-YH-2026-000001-R1.pdf": ("application/pdf", content)}
        assert server.read() == [(PARCEL.to, PARCEL.subject, PARCEL.text)]


@pytest.mark.parametrize(
    "to", ["jian", "简一趟@example.com", "jian@example.com\r\nBcc: all@example.com", "a b@example.com", ""]
)
def test_what_is_no_address_is_refused_before_anything_leaves(to: str) -> None:
    server = MailServer(free_ports(1)[0])
    mail = mail_of(JIEBAN_SMTP=f"smtp://127.0.0.1:{server.port}")
    with pytest.raises(Refused):
        mail.carry(Parcel("a1-1", to, "投诉", "已有答复"))
