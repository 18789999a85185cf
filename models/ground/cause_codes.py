"""Words about why something that was found true could happen."""

from enum import StrEnum


class CauseRoot(StrEnum):
    """What a cause lies in: the five roots of the tree (制度、流程、人员、技术、环境). The office hangs its own causes below."""

    INSTITUTION = "institution"
    PROCESS = "process"
    PEOPLE = "people"
    TECHNOLOGY = "technology"
    ENVIRONMENT = "environment"


class CauseCoding(StrEnum):
    """How far the causes of a complaint are known, of which at least one matter was found true, at least in part.

    `in_leading`: its opinion is that of the leading file of a group, and so are its causes: a mass complaint counts once.
    """

    CODED = "coded"
    PARTLY = "partly_coded"
    UNCODED = "not_coded"
    IN_LEADING = "in_leading"
