"""What a story says of each disposal of its opinion, in the words of the step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from deploy.replay.organisation import find_name
from deploy.replay.samples import Step, Story

# What no story tells: who is named in the file, and a month for an improvement.
_IN_THE_FILE = "见案卷"
_MONTH = timedelta(days=30)


def particulars_of(
    story: Story, step: Step, disposals: list[str], known: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields of these disposals; what leaves for a unit carries no word of the story.

    `known` is what the form shows: the unit that it fills in, and the organs to choose from.
    """
    note, day = step.note or "见处理意见", step.at.date().isoformat()
    told = {
        "correct_error": {
            "correction_act": note,
            "correction_who": find_name(step.actor) or _IN_THE_FILE,
            "correction_on": day,
            "correction_proof": note,
        },
        "order_rectification": {
            "order_requirement": "请按认定的问题整改",
            "order_unit": known.get("order_unit", ""),
        },
        "propose_discipline": {
            "discipline_person": _IN_THE_FILE,
            "discipline_facts": note,
            "discipline_organ": _organ_of(story, step, known),
        },
        "improve_service": {
            "improvement_area": "process",
            "improvement_text": "请按认定的问题改进服务",
            "improvement_owner": _IN_THE_FILE,
            "improvement_on": (step.at.date() + _MONTH).isoformat(),
        },
    }
    return {key: value for kind in disposals for key, value in told.get(kind, {}).items()}


def _organ_of(story: Story, step: Step, known: Mapping[str, Any]) -> str:
    """To whom the story hands it over, at this step or later; else the first organ outside that the form offers."""
    told = step.data.get("discipline_to")
    later = [one.data.get("to") for one in story.steps if one.action == "discipline_transfer"]
    offered = [
        option["value"] for option in known.get("unit_options", ()) if option["value"].startswith("X-")
    ]
    return str(told or next(filter(None, later), None) or next(iter(offered), ""))
