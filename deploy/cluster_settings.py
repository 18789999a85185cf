"""Settings of the way to a cluster and of the embedded engine's door; names are those of Camunda's own clients."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import BaseModel, Field, SecretStr, model_validator

# Other names under which Camunda's clients and consoles give the same value; the first that is set counts.
ALSO_NAMED: Final = {
    "zeebe_address": ("ZEEBE_GRPC_ADDRESS",),
    "camunda_rest_address": ("ZEEBE_REST_ADDRESS",),
    "zeebe_client_id": ("CAMUNDA_CLIENT_ID",),
    "zeebe_client_secret": ("CAMUNDA_CLIENT_SECRET",),
    "zeebe_client_secret_file": ("CAMUNDA_CLIENT_SECRET_FILE",),
    "camunda_oauth_url": ("ZEEBE_AUTHORIZATION_SERVER_URL", "CAMUNDA_AUTHORIZATION_SERVER_URL"),
    "zeebe_token_audience": ("CAMUNDA_TOKEN_AUDIENCE",),
    "zeebe_token_scope": ("CAMUNDA_TOKEN_SCOPE",),
    "zeebe_ca_certificate_path": ("CAMUNDA_CA_CERTIFICATE_PATH", "CAMUNDA_CUSTOM_ROOT_CERT_PATH"),
}


class EngineDoorSettings(BaseModel):
    """Who may speak to the embedded engine; nothing set: everybody on this machine."""

    engine_login_file: Path | None = Field(
        None,
        description="Embedded engine: logins wanted on both ports (0600; a line is: basic USER PASSWORD, or: bearer TOKEN;"
        " the first is the office's own) / 内置引擎：两个端口要求的登录（0600），首行为本系统所用",
    )
    engine_tls_certificate: Path | None = Field(
        None, description="Embedded engine: certificate of both ports (PEM) / 内置引擎：两个端口的证书"
    )
    engine_tls_key: Path | None = Field(
        None, description="Embedded engine: its key (PEM, 0600) / 内置引擎：证书私钥（0600）"
    )
    engine_hosts: str = Field(
        "",
        description="Embedded engine: further names REST answers under, comma between / 内置引擎：REST 另认可的主机名，逗号分隔",
    )
    search_lag_ms: int = Field(
        0,
        ge=0,
        le=600_000,
        validation_alias="SEARCH_LAG_MS",
        description="Embedded engine: age of what searches see, as on a cluster / 内置引擎：查询滞后毫秒数，模拟集群",
    )

    @model_validator(mode="after")
    def _a_certificate_has_its_key(self) -> EngineDoorSettings:
        if bool(self.engine_tls_certificate) != bool(self.engine_tls_key):
            raise ValueError(
                "JIEBAN_ENGINE_TLS_CERTIFICATE and JIEBAN_ENGINE_TLS_KEY are set together or not at all"
            )
        return self


class ClusterSettings(BaseModel):
    """Where a Camunda 8 cluster is and how the office signs in there."""

    zeebe_address: str = Field(
        "",
        validation_alias="ZEEBE_ADDRESS",
        description="host:port of a Camunda 8 gateway; set: no embedded engine. TLS as grpcs:// says, else as the REST"
        " address does / 外部集群 gRPC 地址",
    )
    camunda_rest_address: str = Field(
        "",
        validation_alias="CAMUNDA_REST_ADDRESS",
        description="http(s)://host:port of its REST API / 外部集群 REST 地址",
    )
    zeebe_ca_certificate_path: Path | None = Field(
        None,
        validation_alias="ZEEBE_CA_CERTIFICATE_PATH",
        description="Authority that signed the cluster's certificate (PEM); empty: those the system trusts / 集群证书的签发机构",
    )
    zeebe_client_id: str = Field(
        "",
        validation_alias="ZEEBE_CLIENT_ID",
        description="OAuth client of the office / 本系统的 OAuth 客户端",
    )
    zeebe_client_secret: SecretStr = Field(
        SecretStr(""), validation_alias="ZEEBE_CLIENT_SECRET", description="Its secret / 客户端密钥"
    )
    zeebe_client_secret_file: Path | None = Field(
        None,
        validation_alias="ZEEBE_CLIENT_SECRET_FILE",
        description="File with the secret (0600), instead / 存放密钥的文件（0600），二选一",
    )
    camunda_oauth_url: str = Field(
        "", validation_alias="CAMUNDA_OAUTH_URL", description="Its token endpoint / 令牌地址"
    )
    zeebe_token_audience: str = Field(
        "", validation_alias="ZEEBE_TOKEN_AUDIENCE", description="Audience asked for / 令牌受众"
    )
    zeebe_token_scope: str = Field(
        "", validation_alias="ZEEBE_TOKEN_SCOPE", description="Scope asked for / 令牌范围"
    )
    camunda_basic_auth_username: str = Field(
        "",
        validation_alias="CAMUNDA_BASIC_AUTH_USERNAME",
        description="User of a cluster with basic authentication / 基本认证的用户名",
    )
    camunda_basic_auth_password: SecretStr = Field(
        SecretStr(""), validation_alias="CAMUNDA_BASIC_AUTH_PASSWORD", description="Its password / 密码"
    )
    camunda_basic_auth_password_file: Path | None = Field(
        None,
        validation_alias="CAMUNDA_BASIC_AUTH_PASSWORD_FILE",
        description="File with the password (0600), instead / 存放密码的文件（0600），二选一",
    )

    @model_validator(mode="after")
    def _one_login_and_all_of_it(self) -> ClusterSettings:
        oauth = (self.zeebe_client_id, self.camunda_oauth_url, self._has_client_secret)
        basic = (self.camunda_basic_auth_username, self._has_password)
        if any(oauth) and not all(oauth):
            raise ValueError(
                "ZEEBE_CLIENT_ID, CAMUNDA_OAUTH_URL and ZEEBE_CLIENT_SECRET (or its _FILE) go together"
            )
        if any(basic) and not all(basic):
            raise ValueError(
                "CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD (or its _FILE) go together"
            )
        if any(oauth) and any(basic):
            raise ValueError(
                "a cluster takes OAuth (ZEEBE_CLIENT_ID) or CAMUNDA_BASIC_AUTH_USERNAME, not both"
            )
        if (any(oauth) or any(basic)) and not self.zeebe_address:
            raise ValueError("a login for a cluster is set without ZEEBE_ADDRESS")
        return self

    @property
    def _has_client_secret(self) -> bool:
        return bool(self.zeebe_client_secret.get_secret_value() or self.zeebe_client_secret_file)

    @property
    def _has_password(self) -> bool:
        return bool(
            self.camunda_basic_auth_password.get_secret_value() or self.camunda_basic_auth_password_file
        )
