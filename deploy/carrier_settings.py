"""Settings of who carries notices to complainants: a mail server and an SMS gateway; nothing set: nothing leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import SplitResult

from pydantic import BaseModel, Field, SecretStr, model_validator

from deploy.server_address import read_server

SHORTEST_SECRET: Final = 16
_SCHEMES: Final = {"smtp": 587, "smtps": 465}
_EXPECTED: Final = (
    "JIEBAN_SMTP expects smtp://[user@]host[:587] (STARTTLS) or smtps://[user@]host[:465] (TLS)"
    " / 应为 smtp://[用户@]主机[:587] 或 smtps://[用户@]主机[:465]"
)


class CarrierSettings(BaseModel):
    """How mail and SMS leave this office."""

    smtp: str = Field(
        "",
        description="Mail server for notices to complainants: smtps://user@host or smtp://user@host (STARTTLS, but on loopback);"
        " empty: kept, not sent / 发通知邮件的服务器，空为只登记、不发出",
    )
    smtp_password: SecretStr = Field(SecretStr(""), description="Password of its user / 其用户的密码")
    smtp_ca_certificate: Path | None = Field(
        None,
        description="Authority that signed its certificate (PEM); empty: those the system trusts / 其证书的签发机构",
    )
    pages_url: str = Field(
        "",
        description="Address of the pages for people outside, such as https://tousu.example.gov.cn/; mails and letters lead there"
        " / 对外网页的地址，邮件和文书写明由此查看和回复",
    )
    mail_from: str = Field("", description="Address that the notices come from / 通知邮件的发件地址")
    sms_url: str = Field(
        "",
        description="SMS gateway for notices (interface in docs/operations.md); empty: kept, not sent"
        " / 短信网关地址（接口见 docs/operations.md），空为只登记、不发出",
    )
    sms_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret that its requests are signed with, 16 characters or more / 网关请求签名的密钥，至少十六个字符",
    )

    @model_validator(mode="after")
    def _carriers_are_whole(self) -> CarrierSettings:
        if self.smtp:
            read_smtp(self.smtp)
        if bool(self.smtp) != bool(self.mail_from):
            raise ValueError("JIEBAN_SMTP and JIEBAN_MAIL_FROM are set together or not at all")
        if self.mail_from and not _is_address(self.mail_from):
            raise ValueError("JIEBAN_MAIL_FROM must be an address such as tousu@example.gov.cn")
        if self.pages_url and not self.pages_url.startswith(("http://", "https://")):
            raise ValueError("JIEBAN_PAGES_URL must be an address that begins with http:// or https://")
        if self.sms_url and not self.sms_url.startswith(("http://", "https://")):
            raise ValueError("JIEBAN_SMS_URL must be an address that begins with http:// or https://")
        if self.sms_url and len(self.sms_secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError("JIEBAN_SMS_SECRET must have 16 characters or more to sign requests with")
        return self


def read_pages(settings: CarrierSettings) -> str:
    """The address of the pages, with a stroke at its end; empty where nobody said it."""
    return f"{settings.pages_url.rstrip('/')}/" if settings.pages_url else ""


def read_smtp(text: str) -> SplitResult:
    """Its parts, with a port; ValueError says what was expected. A password in it is refused: settings are listed and logged."""
    return read_server(text, _SCHEMES, _EXPECTED)


def _is_address(text: str) -> bool:
    name, at, domain = text.rpartition("@")
    return bool(at and name and "." in domain and text.isascii() and not set(text) & set(" <>,;\r\n"))
