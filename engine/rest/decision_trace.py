"""Inputs and matched rules of an evaluated decision as REST v2 shows them: values are JSON text."""

import json
from collections.abc import Iterable
from typing import Any


def show_inputs(inputs: Iterable[dict[str, Any]]) -> list[dict[str, object]]:
    """The evaluated inputs of a stored row."""
    return [
        {
            "inputId": given["id"],
            "inputName": given["name"],
            "inputValue": json.dumps(given["value"], ensure_ascii=False),
        }
        for given in inputs
    ]


def show_rules(rules: Iterable[dict[str, Any]]) -> list[dict[str, object]]:
    """The matched rules of a stored row, each with its outputs."""
    return [
        {
            "ruleId": rule["id"],
            "ruleIndex": rule["index"],
            "evaluatedOutputs": [
                {
                    "outputId": output["id"],
                    "outputName": output["name"],
                    "outputValue": json.dumps(output["value"], ensure_ascii=False),
                    "ruleId": rule["id"],
                    "ruleIndex": rule["index"],
                }
                for output in rule["outputs"]
            ],
        }
        for rule in rules
    ]
