"""W6: a complaint about a deputy director goes whole to the superior organ."""

from __future__ import annotations

from deploy.replay.must_not import Looked
from deploy.replay.organisation import members_of

_LEADERS = ("zong.lanyun", "heng.gongyun", "cai.youdu")


def _in_the_handling_office(looked: Looked) -> list[str]:
    members = members_of("YH-TS")
    return [login for login in members if looked.can_read(login)] + looked.done_by(*members)


def _seen_by_a_leader(looked: Looked) -> list[str]:
    return [login for login in _LEADERS if looked.can_read(login)] + looked.done_by(*_LEADERS)


def _judged_here(looked: Looked) -> list[str]:
    return [
        f"matter {row['no']}"
        for row in looked.judged.matters
        if row["finding"] or row["decision"] not in (None, "refer")
    ]


PREDICATES = {
    "W6": {
        "本件进入受理岗的待办、列表或检索结果，或由投诉处置科任何人登记、拆分、决定": _in_the_handling_office,
        "由中心主任、副主任审批或看到本件，提醒、催办发给他们": _seen_by_a_leader,
        "督查考评科对事实作出认定，或替上级机关决定第2项": _judged_here,
        "以期限将到或没有可派的人为由，把本件放回受理岗": lambda looked: looked.done_by(*members_of("YH-TS")),
    }
}
