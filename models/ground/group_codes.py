"""Codes of mass complaints: why complaints look like one."""

from enum import StrEnum


class LikeReason(StrEnum):
    """What a file has in common with the one that came last: whom it is about, the kind, the day, the words."""

    UNIT = "unit"
    ITEM = "item"
    CATEGORY = "category"
    DAY = "day"
    WORDS = "words"
