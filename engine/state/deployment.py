"""A deployment: the act that brought definitions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deployment:
    """One accepted deploy command."""

    key: int
    deployed_at: int
    resource_names: list[str]
