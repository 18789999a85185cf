"""A fault that nobody foresaw, planted into script tasks of instances that carry the variable `poison`."""

from __future__ import annotations

from typing import Any

import pytest

from engine.behaviours.evaluation import evaluate_at
from engine.behaviours.variables import visible_variables
from engine.core.turn import Turn
from engine.elements import script_task
from engine.model.text import Text

# What stands in the error's words must not leave the engine.
SECRET = "张三 13900000000"


class Poison:
    """Raises while `is_on`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_on = True
        monkeypatch.setattr(script_task, "evaluate_at", self._evaluate)

    def _evaluate(self, turn: Turn, text: Text, scope_key: int) -> Any:
        if self.is_on and visible_variables(turn, scope_key).get("poison"):
            raise ZeroDivisionError(SECRET)
        return evaluate_at(turn, text, scope_key)
