"""What a story says of each disposal of its opinion, in the words of the step."""

from __future__ import annotations

from typing import Any

from deploy.replay.samples import Step


def particulars_of(step: Step, disposals: list[str]) -> dict[str, Any]:
    """The fields of these disposals; what leaves for a unit carries no word of the story."""
    note, day = step.note or "见处理意见", step.at.date().isoformat()
    told = {
        "correct_error": {
            "correction_act": note,
            "correction_who": step.actor,
            "correction_on": day,
            "correction_proof": note,
        },
        "order_rectification": {"order_requirement": "请按认定的问题整改"},
        "propose_discipline": {"discipline_facts": note},
        "improve_service": {"improvement_area": "process", "improvement_text": "请按认定的问题改进服务"},
    }
    return {key: value for kind in disposals for key, value in told.get(kind, {}).items()}
