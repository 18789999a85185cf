"""Gives the limits that a release brings to an office that was made before it."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from models.ground.ids import new_id
from models.store.seeds import read_seed

_POLICY = sa.table(
    "time_limit_policy",
    sa.column("id", sa.String),
    sa.column("key", sa.String),
    sa.column("complaint_class", sa.String),
    sa.column("amount", sa.Integer),
    sa.column("unit", sa.String),
    sa.column("basis", sa.String),
    sa.column("certainty", sa.String),
    sa.column("effective_from", sa.Date),
)


def add_limits(seed_name: str) -> None:
    """Insert the limits of a seed whose keys the office does not have; an office without limits is seeded later."""
    known = set(op.get_bind().execute(sa.select(_POLICY.c.key)).scalars())
    if not known:
        return
    seed = read_seed(seed_name)
    rows = [
        {
            "id": new_id(),
            "key": limit["key"],
            "complaint_class": limit["class"],
            "amount": limit["amount"],
            "unit": limit["unit"],
            "basis": limit["basis"],
            "certainty": seed["certainty"],
            "effective_from": date.fromisoformat(seed["effective_from"]),
        }
        for limit in seed["limits"]
        if limit["key"] not in known
    ]
    if rows:
        op.bulk_insert(_POLICY, rows)
