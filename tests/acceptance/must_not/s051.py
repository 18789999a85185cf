"""S051: a combination that names the complainant, and the work order of the hotline."""

from __future__ import annotations

from deploy.replay.must_not import Looked


def _passed_on(looked: Looked) -> list[str]:
    return looked.units_saw("YH12345-20261027-00302", "市民反映，其酒店", "199-0000-0039")


PREDICATES = {
    "S051": {
        "在转办单写“某酒店”“被退两次”的组合": lambda looked: looked.units_saw_together("酒店", "两次"),
        "把12345工单原文直接转给M01所在单位": _passed_on,
    }
}
