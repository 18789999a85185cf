"""A flow that a token went along; history only, one row per passage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SequenceFlowTaken:
    """Written for the diagram of the monitor; never loaded (`ended_at` is always set)."""

    key: int
    process_instance_key: int
    process_definition_key: int
    process_id: str
    flow_id: str
    ended_at: int | None
