"""A session that reads asks the database each question once: the rules of a page ask the same of the same case many times.

It has one view of the data, so the answer cannot be another one. Sessions that write are left alone.
"""

from collections.abc import Hashable, Mapping
from typing import Any

from sqlalchemy.engine import Result
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql.cache_key import HasCacheKey

from models.store.ask_once import READS_ONLY

# A longer answer is read again rather than held to the end of the page.
MOST_ROWS = 2_000
_ANSWERS = "answers_of_statements"


def answer_once(asked: ORMExecuteState) -> Result[Any] | None:
    """Hook of `do_orm_execute`: the answer of before, or None to let the statement go its way."""
    session = asked.session
    if not session.info.get(READS_ONLY) or not asked.is_select or asked.is_column_load:
        return None
    options = asked.execution_options
    if options.get("yield_per") or options.get("stream_results") or options.get("populate_existing"):
        return None
    key = _key_of(asked)
    if key is None:
        return None
    known = session.info.setdefault(_ANSWERS, {})
    try:
        frozen = known.get(key)  # a key is as long as its statement: it is hashed as seldom as can be
    except TypeError:
        return None
    if frozen is None:
        frozen = asked.invoke_statement().freeze()
        if len(frozen.data) <= MOST_ROWS:
            known[key] = frozen
    answer: Result[Any] = frozen()
    return answer


def _key_of(asked: ORMExecuteState) -> Hashable | None:
    """The statement with all its values; None where it cannot be told from another."""
    statement = asked.statement
    made = statement._generate_cache_key() if isinstance(statement, HasCacheKey) else None
    if made is None:
        return None
    values = tuple(_plain(bound.effective_value) for bound in made.bindparams)
    given = asked.parameters
    told = _plain(dict(given)) if isinstance(given, Mapping) else _plain(given)
    return made.key, values, told


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return tuple(sorted((str(name), _plain(inner)) for name, inner in value.items()))
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(_plain(inner) for inner in value)
    return (type(value).__name__, value)
