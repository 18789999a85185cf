"""One look at the database for a page that only reads: what it shows, its badges and its foot ask much the same,

and each question goes out once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import cast

from flask import Flask, g
from sqlalchemy.orm import Session

from api.context import make_unit
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Look:
    """A session that stays open until the page is done."""

    session: Session
    held: ExitStack


class _FrameReads:
    """Gives all uses of a page the one session of this request; it writes nothing."""

    @contextmanager
    def read(self) -> Iterator[Session]:
        """What failed in the middle is not asked again: the page of the error begins a look of its own."""
        look = cast(_Look | None, g.get("frame_look"))
        if look is None:
            held = ExitStack()
            look = g.frame_look = _Look(held.enter_context(make_unit().reading()).session, held)
        try:
            yield look.session
        except BaseException:
            _end()
            raise

    def write_transaction(self, *, waits: bool = True) -> AbstractContextManager[Session]:
        """Never: nothing is done by showing a page."""
        raise RuntimeError("a page that only reads writes nothing")


def frame_unit() -> UnitOfWork:
    """For use cases that only read: after whatever the request wrote, for what was read before stands as it was."""
    return UnitOfWork(_FrameReads(), make_unit().ports)


class _PageLooks(_FrameReads):
    """Reads in the look of the page what is read after the last thing that was written."""

    @contextmanager
    def write_transaction(self, *, waits: bool = True) -> Iterator[Session]:
        """As without the look of the page."""
        with make_unit() as unit:
            yield unit.session


def page_unit() -> UnitOfWork:
    """For a use case that writes first, as a count of tries, and then reads what the page shows: its look is the page's."""
    return UnitOfWork(_PageLooks(), make_unit().ports)


def register_frame_unit(app: Flask) -> None:
    """Close the look with the request."""
    app.teardown_appcontext(_end)


def _end(_error: BaseException | None = None) -> None:
    look = cast(_Look | None, g.pop("frame_look", None))
    if look is not None:
        look.held.close()
