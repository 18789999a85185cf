"""The planted truths as JSON, with the ids of the complaints that they are made of: the same bytes for the same past."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict

from deploy.history.planted import CURED_TO, WINDOW
from deploy.history.writing import Past

TRUTHS_FILE = "history-truths.json"


def word_truths(past: Past) -> str:
    """What a reader of the past is to find in it."""
    planted = past.plan.planted
    waves: defaultdict[int, list[str]] = defaultdict(list)
    causes: defaultdict[str, list[str]] = defaultdict(list)
    for told in past.plan.told:
        if told.wave is not None:
            waves[told.wave].append(past.id_of(told.no))
        if told.cause is not None:
            causes[told.cause].append(past.id_of(told.no))
    told_groups = [
        {
            "unit": group.item.unit,
            "item": group.item.code,
            "category": group.category.value,
            "cause": group.cause,
            "begins_on": group.begins_on.isoformat(),
            "measure_on": group.measure_on.isoformat(),
            "window_days": WINDOW,
            "is_cured": group.left == CURED_TO,
            "complaints": causes[group.cause],
        }
        for group in planted.groups
    ]
    truths = {
        "asked": past.asked.as_json(),
        "waves": [
            asdict(wave) | {"first_day": wave.first_day.isoformat(), "complaints": waves[no]}
            for no, wave in enumerate(planted.waves)
        ],
        "problems": told_groups,
        "forger": planted.forger,
        "bottleneck": {"stage": planted.bottleneck.value, "since": planted.slow_since.isoformat()},
        "biased_unit": planted.biased_unit,
    }
    return json.dumps(truths, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
