"""Parallel gateway: the join is in `behaviours/joins.py`, before a token stands here; the fork is the default."""

from __future__ import annotations

from engine.elements.processor import Processor
from engine.model.elements import ParallelGateway


class ParallelGatewayProcessor(Processor[ParallelGateway]):
    """Leaves along every outgoing flow."""
