"""Settings of an identity provider of the office's own (OpenID Connect)."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, field_validator, model_validator

_LONGEST = 255


class ProviderSettings(BaseModel):
    """Who else signs staff in; nothing set: passwords alone."""

    oidc_issuer: str = Field(
        "",
        description="Issuer of the identity provider that may sign staff in, https://…; empty: none"
        " / 统一身份认证的签发者地址（https://），空为不使用",
    )
    oidc_client_id: str = Field("", description="The office's client there / 本系统在其处登记的客户端")
    oidc_client_secret_file: Path | None = Field(
        None, description="File with the client's secret (0600) / 存放客户端密钥的文件（0600）"
    )
    oidc_ca_certificate: Path | None = Field(
        None,
        description="Authority that signed the provider's certificate (PEM); empty: those the system trusts"
        " / 统一身份认证证书的签发机构，空为系统信任的机构",
    )
    oidc_acr: str = Field(
        "",
        description="Values of acr or amr, by commas, of which the provider must tell one: the second step is its own then;"
        " empty: the office's own follows / 须由统一身份认证出具的 acr 或 amr 值，逗号分隔，设置后不再使用本系统的登录第二步",
    )
    oidc_only: bool = Field(
        False,
        description="Passwords sign administrators in alone, everybody else comes by the provider"
        " / 除管理员外一律由统一身份认证登录，不再使用密码",
    )

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_is_an_address(cls, value: str) -> str:
        if value and not _is_safe(value):
            raise ValueError(
                "expects https://host/path without question mark or #; http:// on this machine alone"
                " / 须为 https:// 地址，不含问号和 #；http:// 仅限本机"
            )
        return value

    @model_validator(mode="after")
    def _a_provider_is_whole(self) -> ProviderSettings:
        parts = (self.oidc_client_id, self.oidc_client_secret_file)
        if self.oidc_issuer and not all(parts):
            raise ValueError(
                "JIEBAN_OIDC_ISSUER needs JIEBAN_OIDC_CLIENT_ID and JIEBAN_OIDC_CLIENT_SECRET_FILE"
            )
        if not self.oidc_issuer and any((*parts, self.oidc_ca_certificate, self.oidc_acr, self.oidc_only)):
            raise ValueError("settings JIEBAN_OIDC_… need JIEBAN_OIDC_ISSUER")
        return self

    @property
    def oidc_steps(self) -> tuple[str, ...]:
        """The values of acr or amr that are wanted."""
        return tuple(filter(None, (part.strip() for part in self.oidc_acr.split(","))))


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None or "?" in address or "#" in address:
        return False
    is_short = len(address) <= _LONGEST and address.isprintable() and " " not in address
    return is_short and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname))
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
