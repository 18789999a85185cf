"""A session that reads asks the same question once: views of one case are made of small reads that know nothing of each other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import FrozenResult, Result, event
from sqlalchemy.orm import ORMExecuteState, Session


@contextmanager
def remembered_reads(session: Session) -> Iterator[None]:
    """Inside, a statement with the same values is answered from before; for sessions in which nothing is written.

    What they see does not change meanwhile, so an answer from before is the answer of now. Rows stay the session's own.
    """
    known: dict[object, FrozenResult[Any]] = {}

    def answer(state: ORMExecuteState) -> Result[Any] | None:
        key = _key_of(state)
        if key is None:
            return None
        if key not in known:
            known[key] = state.invoke_statement().freeze()
        return known[key]()

    event.listen(session, "do_orm_execute", answer)
    try:
        yield
    finally:
        event.remove(session, "do_orm_execute", answer)


def _key_of(state: ORMExecuteState) -> object:
    """The statement with its values; None for what is no plain question."""
    made: Callable[[], Any] | None = getattr(state.statement, "_generate_cache_key", None)
    told = made() if state.is_select and made is not None else None
    if told is None:
        return None
    values = tuple(repr(bind.effective_value) for bind in told.bindparams)
    return told.key, values, repr(state.parameters)
