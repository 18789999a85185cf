"""Typed settings from the environment, checked at start with every fault listed at once."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from deploy.carrier_settings import SHORTEST_SECRET, CarrierSettings
from deploy.clamd_address import read_clamd_address
from deploy.cluster_settings import ALSO_NAMED, ClusterSettings, EngineDoorSettings
from deploy.file_settings import FileSettings
from deploy.history.asked import FEWEST
from deploy.mailbox_settings import MailboxSettings
from deploy.provider_settings import ProviderSettings
from deploy.source_settings import SourceSettings
from models.ground.codes import Role

EXIT_BAD_SETTINGS = 78  # EX_CONFIG of sysexits.h; the supervisor does not start such a process again

_PREFIX = "JIEBAN_"


class SettingsFault(Exception):
    """The environment holds settings that cannot be used. (设置有误，无法启动。)"""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(
    ClusterSettings,
    EngineDoorSettings,
    CarrierSettings,
    FileSettings,
    MailboxSettings,
    ProviderSettings,
    SourceSettings,
):
    """All settings of one office; every process of it reads the same ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(Path("var"), description="Data folder (0700) / 数据目录")
    bind: str = Field("127.0.0.1", description="Address the servers listen on / 监听地址")
    web_port: int = Field(8000, ge=1, le=65535, description="Pages and API / 网页与接口")
    grpc_port: int = Field(26500, ge=1, le=65535, description="Embedded engine, Zeebe gRPC / 内置引擎 gRPC")
    rest_port: int = Field(8080, ge=1, le=65535, description="Embedded engine, REST v2 / 内置引擎 REST")
    database_url: str = Field(
        "", description="SQLAlchemy URL; empty: SQLite in the data folder / 数据库地址，空为内置 SQLite"
    )
    key_file: Path | None = Field(
        None, description="Key of the identity vault; empty: keys/ of the data folder / 身份库密钥文件"
    )
    trail_heads: Path | None = Field(
        None,
        description="Where the workers note the head of the trail each day, best on another machine's disk;"
        " empty: trail.heads of the data folder / 每日记下留痕链尾的文件，宜在另一台机器上，空为数据目录中的 trail.heads",
    )
    metrics_port: int = Field(
        0,
        ge=0,
        le=65533,
        description="Loopback port of the engine's /metrics, workers and web take the next two; 0: none"
        " / 引擎 /metrics 的本机端口，作业处理和网页用其后两个；0 为关闭",
    )
    second_factor: str = Field(
        "",
        description="Roles that must have a second step of the sign-in, by commas, such as administrator,director; all: everybody"
        " / 必须设置登录第二步（动态口令）的角色，逗号分隔，all 为全部",
    )
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="Number of reverse proxies in front that end TLS / 前置可信代理层数"
    )
    clamd: str = Field(
        "",
        description="host:port or unix socket of clamd, which scans uploads; empty: only the EICAR test file is known"
        " / clamd 的 主机:端口 或套接字路径，用于上传查毒；空则只认 EICAR 测试文件",
    )
    alert_webhook_url: str = Field(
        "",
        description="Who is told of alerts by signed POST; empty: nobody / 接收提醒的地址（签名 POST），空为不发送",
    )
    alert_webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret of its signature, 16 characters or more / 提醒签名的密钥，至少十六个字符",
    )
    demo_history: int = Field(
        0,
        ge=0,
        le=1_000_000,
        description="Closed complaints that `up --demo` writes as the past of a demo office, 50 or more; 0: none"
        " / `up --demo` 为演示机构生成的历史投诉件数，至少五十件，0 为不生成",
    )
    data_record_years: int = Field(
        3,
        ge=3,
        le=100,
        description="Years that records of data entrusted or provided stay; the law wants three"
        " / 个人信息委托处理、提供记录保存年数，法律要求至少三年",
    )
    engine_retention_days: int = Field(
        30,
        ge=0,
        le=36_500,
        description="Embedded engine: days that the history of an ended process stays; the case file keeps all of its own"
        " / 内置引擎：流程结束后历史保留天数（案卷另行保存）",
    )

    @field_validator("bind")
    @classmethod
    def _bind_is_an_address(cls, value: str) -> str:
        try:
            ipaddress.IPv4Address(value)
        except ValueError:
            raise ValueError(
                "expects an IPv4 address such as 127.0.0.1; a proxy in front may speak IPv6"
                " / 须为 IPv4 地址，如 127.0.0.1；IPv6 请由前置代理承接"
            ) from None
        return value

    @field_validator("second_factor")
    @classmethod
    def _second_factor_names_roles(cls, value: str) -> str:
        if unknown := sorted(read_roles(value) - frozenset(Role)):
            raise ValueError(f"unknown roles / 未知角色: {', '.join(unknown)}")
        return value

    @field_validator("demo_history")
    @classmethod
    def _history_is_none_or_enough(cls, value: int) -> int:
        if 0 < value < FEWEST:
            raise ValueError(f"expects 0 or at least {FEWEST} / 须为 0 或不少于 {FEWEST}")
        return value

    @field_validator("clamd")
    @classmethod
    def _clamd_is_an_address(cls, value: str) -> str:
        if value:
            read_clamd_address(value)
        return value

    @model_validator(mode="after")
    def _combinations_are_possible(self) -> Settings:
        if bool(self.zeebe_address) != bool(self.camunda_rest_address):
            raise ValueError("ZEEBE_ADDRESS and CAMUNDA_REST_ADDRESS are set together or not at all")
        if not ipaddress.IPv4Address(self.bind).is_loopback and self.trusted_proxies == 0:
            raise ValueError(
                "JIEBAN_BIND leaves this machine without TLS: "
                "put a TLS proxy in front and set JIEBAN_TRUSTED_PROXIES"
            )
        ports = [self.web_port] + ([] if self.zeebe_address else [self.grpc_port, self.rest_port])
        if len(set(ports)) != len(ports):
            raise ValueError("JIEBAN_WEB_PORT, JIEBAN_GRPC_PORT and JIEBAN_REST_PORT must differ")
        if self.alert_webhook_url and len(self.alert_webhook_secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(
                "JIEBAN_ALERT_WEBHOOK_SECRET must have 16 characters or more to sign alerts with"
            )
        if self.alert_webhook_url and not self.alert_webhook_url.startswith(("http://", "https://")):
            raise ValueError(
                "JIEBAN_ALERT_WEBHOOK_URL must be an address that begins with http:// or https://"
            )
        if self.metrics_port and set(ports) & set(range(self.metrics_port, self.metrics_port + 3)):
            raise ValueError("JIEBAN_METRICS_PORT and the two ports after it are taken by other settings")
        return self

    @property
    def has_embedded_engine(self) -> bool:
        """True when `jieban up` starts the engine of this machine."""
        return not self.zeebe_address

    @property
    def engine_bind(self) -> str:
        """Where the embedded engine listens: beyond this machine only with a login and TLS."""
        is_guarded = self.engine_login_file is not None and self.engine_tls_certificate is not None
        return self.bind if is_guarded or ipaddress.IPv4Address(self.bind).is_loopback else "127.0.0.1"

    @property
    def _engine_name(self) -> str:
        return "127.0.0.1" if ipaddress.IPv4Address(self.engine_bind).is_unspecified else self.engine_bind

    @property
    def gateway_address(self) -> str:
        """host:port that workers speak Zeebe gRPC to."""
        return self.zeebe_address.rpartition("://")[2].rstrip("/") or f"{self._engine_name}:{self.grpc_port}"

    @property
    def gateway_uses_tls(self) -> bool:
        """As the scheme of the gateway's address says; without one as the REST address does."""
        scheme = self.zeebe_address.partition("://")[0] if "://" in self.zeebe_address else self.rest_address
        return scheme.startswith(("grpcs", "https"))

    @property
    def rest_address(self) -> str:
        """Base address (no /v2) of the Camunda REST API."""
        scheme = "http" if self.engine_tls_certificate is None else "https"
        return self.camunda_rest_address or f"{scheme}://{self._engine_name}:{self.rest_port}"

    @property
    def clamd_address(self) -> str | tuple[str, int] | None:
        """Path of clamd's socket, or its host and port; None without a clamd."""
        return read_clamd_address(self.clamd) if self.clamd else None

    @property
    def sqlalchemy_url(self) -> str:
        """Database address for SQLAlchemy."""
        return self.database_url or f"sqlite:///{self.sqlite_file.resolve()}"

    @property
    def sqlite_file(self) -> Path:
        """The database of an office that has no address of another."""
        return self.data / "jieban.sqlite3"

    @property
    def vault_key_file(self) -> Path:
        """File that holds the identity vault's keys; never part of a back-up of the database."""
        return self.key_file or self.data / "keys" / "vault.json"

    @property
    def trail_heads_file(self) -> Path:
        """File to which the workers add the head of the trail each day."""
        return self.trail_heads or self.data / "trail.heads"

    @property
    def trail_verified_file(self) -> Path:
        """Where `jieban trail verify` notes what it found, for whoever audits."""
        return self.data / "trail.verified"


def read_roles(text: str) -> frozenset[str]:
    """The roles that a setting names by commas; every one for `all`."""
    named = frozenset(filter(None, (part.strip() for part in text.split(","))))
    return frozenset(Role) if named == {"all"} else named


def environment_name(field: str) -> str:
    """The environment variable that sets `field`."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else _PREFIX + field.upper()


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; raises SettingsFault with one line per fault."""
    values = os.environ if environment is None else environment
    known = {environment_name(field) for field in Settings.model_fields}
    faults = [
        f"{name}: unknown setting / 未知的设置项"
        for name in sorted(values)
        if name.startswith(_PREFIX) and name not in known
    ]
    settings: Settings | None = None
    try:
        settings = Settings.model_validate(_given(values))
    except ValidationError as error:
        faults += [_fault_line(dict(fault)) for fault in error.errors()]
    if faults or settings is None:
        raise SettingsFault(faults)
    return settings


def _given(values: Mapping[str, str]) -> dict[str, str]:
    """What the environment sets, under the names that the model validates."""
    found = {}
    for field, info in Settings.model_fields.items():
        names = (environment_name(field), *ALSO_NAMED.get(field, ()))
        value = next((values[name] for name in names if values.get(name)), None)
        if value is not None:
            found[info.validation_alias if isinstance(info.validation_alias, str) else field] = value
    return found


def _fault_line(fault: dict[str, object]) -> str:
    location = fault["loc"]
    path = location if isinstance(location, tuple) else ()
    names = [environment_name(str(p)) if str(p) in Settings.model_fields else str(p) for p in path]
    return ": ".join([*names, str(fault["msg"]).removeprefix("Value error, ")])
