"""Codes of de-identified example cases (案例分析)."""

from enum import StrEnum


class ExamplePart(StrEnum):
    """What an example says, in the order in which it is read; every part is written anew."""

    TITLE = "title"
    SITUATION = "situation"
    ASKED = "asked"
    FOUND = "found"
    LAW = "law"
    DONE = "done"
    LEARNT = "learnt"


class ExampleState(StrEnum):
    """How far it is; what was released before stays readable while the next version is a draft."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class ExampleDecision(StrEnum):
    """What a second person says to a proposed version."""

    RELEASE = "release"
    RETURN = "return"


class MarkKind(StrEnum):
    """What may tell of whom an example is."""

    PERSON = "person"
    CONTACT = "contact"
    PLATE = "plate"
    ADDRESS = "address"
    NUMBER = "number"
    RARE_ITEM = "rare_item"
    DOCUMENT = "document"
    DAY = "day"
    PLACE = "place"
    LITERAL = "literal"


# What the law, a rule or common words may say as well: a person says why it stands. Everything else has to go.
MAY_BE_CONFIRMED = frozenset({MarkKind.DOCUMENT, MarkKind.DAY, MarkKind.PLACE, MarkKind.LITERAL})
