"""Settings of the mailbox and the folder that complaints come in by; nothing set: nobody looks."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import SplitResult

from pydantic import BaseModel, Field, SecretStr, model_validator

from deploy.server_address import is_loopback, read_server

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

    drop_folder: Path | None = Field(
        None,
        description="Folder of scans, an absolute path; empty: none is watched / 扫描文件夹（绝对路径），空为不收取",
    )

    @model_validator(mode="after")
    def _mailbox_is_whole(self) -> MailboxSettings:
        if self.imap:
            read_imap(self.imap)
        if bool(self.imap) != bool(self.imap_password.get_secret_value()):
            raise ValueError("JIEBAN_IMAP and JIEBAN_IMAP_PASSWORD are set together or not at all")
        if self.drop_folder is not None and not self.drop_folder.is_absolute():
            raise ValueError("JIEBAN_DROP_FOLDER expects an absolute path / 应为绝对路径")
        return self


def read_imap(text: str) -> SplitResult:
    """Its parts, with a port; ValueError says what was expected. A password in it is refused, as one on an open line is."""
    parts = read_server(text, _PORTS, _EXPECTED)
    is_open = parts.scheme == "imap" and not is_loopback(parts.hostname or "")
    if not parts.username or is_open:
        raise ValueError(_EXPECTED)
    return parts
