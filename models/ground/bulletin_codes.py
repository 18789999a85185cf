"""Codes of bulletins (定期通报): how far one has come, and what a line of it says."""

from enum import StrEnum


class BulletinState(StrEnum):
    """`draft`: people write; `heard`: units named read it and may answer; `published`: its last edition is frozen."""

    DRAFT = "draft"
    HEARD = "heard"
    PUBLISHED = "published"


class BulletinSide(StrEnum):
    """表扬 and 问题."""

    PRAISE = "praise"
    PROBLEM = "problem"


class BulletinDecision(StrEnum):
    """What a second person does with a bulletin that units have read."""

    PUBLISH = "publish"
    RETURN = "return"
