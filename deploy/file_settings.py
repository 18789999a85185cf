"""Settings of where files are kept: a folder of the data directory, or a bucket of a store that speaks S3."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

_BUCKET: Final = re.compile(r"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z")
_PREFIX: Final = re.compile(r"\A[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\Z")
_EXPECTED: Final = "expects s3://bucket or s3://bucket/prefix / 应为 s3://存储桶 或 s3://存储桶/前缀"


class FileSettings(BaseModel):
    """Where the files of this office lie; sealed in both places."""

    files: str = Field(
        "",
        description="Bucket for files, s3://bucket/prefix; empty: files/ of the data folder"
        " / 文件所在的存储桶，空为数据目录中的 files/",
    )
    files_endpoint: str = Field(
        "",
        description="Address of its S3-compatible store, such as https://minio.example:9000; empty: Amazon's of the region"
        " / 兼容 S3 的存储地址，空为该区域的 Amazon",
    )
    files_region: str = Field("us-east-1", description="Its region / 区域")
    files_key_id: str = Field("", description="Access key id for it / 访问密钥编号")
    files_secret: SecretStr = Field(SecretStr(""), description="Secret of that access key / 访问密钥")
    files_ca_certificate: Path | None = Field(
        None,
        description="Authority that signed its certificate (PEM); empty: those the system trusts / 其证书的签发机构",
    )

    @field_validator("files")
    @classmethod
    def _files_is_a_bucket(cls, value: str) -> str:
        if value:
            read_bucket(value)
        return value

    @field_validator("files_endpoint")
    @classmethod
    def _endpoint_is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        is_bare = not (
            parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/")
        )
        if value and not (parts.scheme in ("http", "https") and parts.hostname and is_bare):
            raise ValueError(
                "expects http://host[:port] or https://host[:port], without a login / 应为 http(s)://主机[:端口]，不含登录信息"
            )
        return value.rstrip("/")

    @model_validator(mode="after")
    def _store_is_whole(self) -> FileSettings:
        secret = self.files_secret.get_secret_value()
        if self.files and not (self.files_key_id and secret):
            raise ValueError("JIEBAN_FILES needs JIEBAN_FILES_KEY_ID and JIEBAN_FILES_SECRET")
        if not self.files and (self.files_endpoint or self.files_key_id or secret):
            raise ValueError(
                "JIEBAN_FILES_ENDPOINT, JIEBAN_FILES_KEY_ID and JIEBAN_FILES_SECRET are set with JIEBAN_FILES or not at all"
            )
        return self


def read_bucket(text: str) -> tuple[str, str]:
    """Bucket and prefix; ValueError says what was expected."""
    scheme, _, place = text.partition("://")
    bucket, _, prefix = place.rstrip("/").partition("/")
    if scheme != "s3" or not _BUCKET.match(bucket) or (prefix and not _PREFIX.match(prefix)):
        raise ValueError(_EXPECTED)
    return bucket, prefix
