"""W9: two strangers, one matter: neither learns of the other."""

from __future__ import annotations

from deploy.replay.must_not import Looked

_OTHER = ("庄也来", "199-0000-0310")


def _tells_of_the_other(looked: Looked) -> list[str]:
    told = looked.progress()
    return [f"progress: {word}" for word in _OTHER if word in told] + looked.units_saw(*_OTHER)


def _limits_moved(looked: Looked) -> list[str]:
    clocks = looked.judged.case["clocks"]
    return [str(clock["kind"]) for clock in clocks if clock["due_at"] != clock["original_due_at"]]


PREDICATES = {
    "W9": {
        "在答复、查询页或给被投诉单位的清单上写出另一位投诉人": _tells_of_the_other,
        "W9b并入后本件的期限有变": _limits_moved,
    }
}
