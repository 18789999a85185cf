"""A version of a process; never changed after its deployment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProcessDefinition:
    """One executable process of one deployed file; `xml` is the file's whole text."""

    key: int
    process_id: str
    name: str | None
    version: int
    version_tag: str | None
    resource_name: str
    checksum: str
    xml: str
    deployment_key: int
    deployed_at: int
