"""A version of a form; never changed after its deployment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """One deployed form; `schema` is the file's whole JSON text."""

    key: int
    form_id: str
    version: int
    version_tag: str | None
    resource_name: str
    checksum: str
    schema: str
    deployment_key: int
    deployed_at: int
