"""An evaluation that gives no result: the table or the types contradict the values."""

from __future__ import annotations


class DecisionFailed(Exception):
    """The message continues the sentence "Expected to evaluate decision 'x', but ..."."""
