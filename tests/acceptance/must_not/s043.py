"""S043: abuse is not shown to whom it abuses, and nothing is found against her."""

from __future__ import annotations

from deploy.replay.must_not import Looked


def _blamed(looked: Looked) -> list[str]:
    case = looked.judged.case
    found = [f"matter {row['no']}" for row in looked.judged.matters if row["finding"]]
    return found + [str(staff) for staff in [(case["respondent"] or {}).get("staff")] if staff]


PREDICATES = {
    "S043": {
        "把辱骂内容展示给K01窗口人员": lambda looked: looked.units_saw("死×××", "操×××"),
        "据此给K01窗口人员记差评": _blamed,
    }
}
