"""A version of a decision graph; never changed after its deployment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DecisionRequirements:
    """One deployed DMN file; `xml` is its whole text."""

    key: int
    requirements_id: str
    name: str
    version: int
    resource_name: str
    checksum: str
    xml: str
    deployment_key: int
    deployed_at: int
