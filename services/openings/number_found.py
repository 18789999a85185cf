"""How the things of an opening are counted and named on paper: the same words stand in their bars."""

import re
from typing import NamedTuple

from sqlalchemy import func, select

from models.case.opening import Found
from services.unit_of_work import Unit

# What the bars of a cover sheet begin with, so that they are taken for nothing else that a scanner meets.
_MARK = "JBKX"
_COVER = re.compile(rf"{_MARK}-([0-9A-Z]{{1,10}})-([0-9]{{3}})", re.ASCII)


class Cover(NamedTuple):
    """Sign of an opening and number of a thing in it."""

    sign: str
    no: int


def count_found(opening_id: str, unit: Unit) -> int:
    """How many things have a number there."""
    counted = select(func.count()).select_from(Found).where(Found.opening_id == opening_id)
    return unit.session.scalars(counted).one()


def word_cover(cover: Cover) -> str:
    """As the bars of its cover sheet say it."""
    return f"{_MARK}-{cover.sign}-{cover.no:03}"


def read_cover(told: str) -> Cover | None:
    """What `word_cover` worded; None for every other code."""
    found = _COVER.fullmatch(told.strip())
    return None if found is None else Cover(found[1], int(found[2]))
