"""S047: two people of one name, and an identity number with a wrong check digit."""

from __future__ import annotations

from deploy.replay.must_not import Looked


def _namesake(looked: Looked) -> list[str]:
    respondent = looked.judged.case["respondent"] or {}
    wrong = respondent.get("unit") == "RS" or respondent.get("staff") == "leng.rubing"
    return ["the respondent"] if wrong else []


def _refused(looked: Looked) -> list[str]:
    return [] if looked.judged.case["number"] else ["no number"]


PREDICATES = {"S047": {"按冷如冰姓名匹配到RS C01": _namesake, "因身份证号校验失败而拒绝登记": _refused}}
