"""Settings of the mailbox that complaints come in by; nothing set: nobody looks."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, Field, SecretStr, model_validator

from deploy.carrier_settings import is_loopback

_PORTS: Final = {"imap": 143, "imaps": 993}
_EXPECTED: Final = (
    "JIEBAN_IMAP expects imaps://user@host[:993]; imap:// on loopback alone / 应为 imaps://用户@主机[:993]"
)


class MailboxSettings(BaseModel):
    """Where mail with complaints is fetched."""

    imap: str = Field(
        "",
        description="Mailbox that complaints come to: imaps://user@host; empty: none is fetched / 收取投诉邮件的信箱，空为不收取",
    )
    imap_password: SecretStr = Field(SecretStr(""), description="Password of its user / 其用户的密码")
    imap_ca_certificate: Path | None = Field(
        None,
        description="Authority that signed its certificate (PEM); empty: those the system trusts / 其证书的签发机构",
    )
    imap_done: str = Field(
        "Jieban",
        pattern=r"^[A-Za-z0-9._/-]{1,60}$",
        description="Folder there of what was taken in / 已收取邮件移入的文件夹",
    )

    @model_validator(mode="after")
    def _mailbox_is_whole(self) -> MailboxSettings:
        if self.imap:
            read_imap(self.imap)
        if bool(self.imap) != bool(self.imap_password.get_secret_value()):
            raise ValueError("JIEBAN_IMAP and JIEBAN_IMAP_PASSWORD are set together or not at all")
        return self


def read_imap(text: str) -> SplitResult:
    """Its parts, with a port; ValueError says what was expected. A password in it is refused, as one on an open line is."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(_EXPECTED) from error
    is_bare = not (parts.password or parts.query or parts.fragment or parts.path.strip("/"))
    if parts.scheme not in _PORTS or not parts.hostname or not parts.username or not is_bare:
        raise ValueError(_EXPECTED)
    if parts.scheme == "imap" and not is_loopback(parts.hostname):
        raise ValueError(_EXPECTED)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlsplit(f"{parts.scheme}://{parts.username}@{host}:{port or _PORTS[parts.scheme]}")
