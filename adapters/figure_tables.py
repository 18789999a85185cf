"""The tables of the figures' store, and what is counted beforehand in them.

`case_row` has one row a complaint. `turning_row` are copies of those that count for one more part from a moment on. `cell` are
the sums of the parts by day column, group, value and month, `spread_cell` how often a number occurs there. Both are only added
to, what a row counted no more with a minus, until they are drawn together; so a question adds up what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from services.ports.figures import KEY, NOTHING, FigureShape, Held

# The group that every row is in.
ALL = ""
TYPES = {
    Held.CODE: "VARCHAR",
    Held.CODES: "VARCHAR[]",
    Held.FLAG: "BOOLEAN",
    Held.NUMBER: "INTEGER",
    Held.DAY: "DATE",
    # In UTC: a type with a time zone needs a library that is not in the wheel.
    Held.MOMENT: "TIMESTAMP",
    Held.NUMBERS: "INTEGER[]",
    Held.MOMENTS: "TIMESTAMP[]",
}


def all_columns(shape: FigureShape) -> dict[str, str]:
    """Every column of `case_row` with its type: the key, the columns, parts, moments of turning, spreads."""
    return {
        KEY: "VARCHAR",
        **{name: TYPES[held] for name, held in shape.columns.items()},
        **dict.fromkeys(shape.parts, "INTEGER"),
        **dict.fromkeys(shape.turning.values(), "TIMESTAMP"),
        **dict.fromkeys(shape.spreads, "INTEGER"),
    }


def counted_columns(shape: FigureShape) -> tuple[str, ...]:
    """The key and the columns that are counted, or counted by."""
    return (KEY, *shape.days, *shape.groups, *shape.parts, *shape.turning.values(), *shape.spreads)


def packing(shape: FigureShape) -> str:
    """All parts of a row in one number, a bit each: a question that reads millions of rows reads one column for all of them."""
    return " + ".join(f'("{part}"::BIGINT << {bit})' for bit, part in enumerate(shape.parts))


def unpacking(shape: FigureShape) -> str:
    """The sum of each part over rows with their packed numbers."""
    return ", ".join(
        f'sum((packed >> {bit}) & 1)::BIGINT AS "{part}"' for bit, part in enumerate(shape.parts)
    )


def tables(shape: FigureShape) -> Iterator[str]:
    """The statements that make an empty store."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in all_columns(shape).items())
    parts = ", ".join(f'"{name}" INTEGER' for name in shape.parts)
    where = "day VARCHAR, grp VARCHAR, value VARCHAR, month DATE"
    yield "CREATE TABLE mark (version VARCHAR, seq BIGINT, hash VARCHAR, read_at TIMESTAMP)"
    yield f"CREATE TABLE case_row ({columns}, packed BIGINT)"
    yield f"CREATE TABLE turning_row ({columns}, packed BIGINT)"
    yield f"CREATE TABLE cell ({where}, {parts})"
    yield f"CREATE TABLE spread_cell ({where}, spread VARCHAR, number INTEGER, cases INTEGER)"


def changed_tables(shape: FigureShape) -> Iterator[str]:
    """For the rows that go and come of one change; they live as long as the connection."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in all_columns(shape).items())
    yield f"CREATE TEMP TABLE coming ({columns}, packed BIGINT)"
    yield "CREATE TEMP TABLE gone (id VARCHAR)"


def changes(shape: FigureShape) -> Iterator[str]:
    """What `gone` and `coming` change, in order."""
    columns = ", ".join(f'"{name}"' for name in counted_columns(shape))
    # Keys are looked for once, among all rows; after that a row is known by its place.
    yield (
        f"CREATE TEMP TABLE changed AS SELECT {columns}, -1 AS sign, rowid AS place FROM case_row"
        f" WHERE {KEY} IN (SELECT id FROM gone) UNION ALL SELECT {columns}, 1 AS sign, NULL AS place FROM coming"
    )
    yield from counting_changes(shape)
    yield "DELETE FROM case_row WHERE rowid IN (SELECT place FROM changed WHERE place IS NOT NULL)"
    yield f"DELETE FROM turning_row WHERE {KEY} IN (SELECT id FROM gone)"
    yield "INSERT INTO case_row SELECT * FROM coming"
    yield f"INSERT INTO turning_row SELECT * FROM coming WHERE {is_turning(shape)}"


def counting_changes(shape: FigureShape) -> Iterator[str]:
    """Count few rows with a `sign`, without what stays: to plan a statement for each group would take longer than to count."""
    days = ", ".join(f"{{'day': '{day}', 'month': date_trunc('month', \"{day}\")}}" for day in shape.days)
    numbers = ", ".join(f"{{'spread': '{spread}', 'number': \"{spread}\"}}" for spread in shape.spreads)
    parts = ", ".join(f'sum(sign * "{part}")' for part in shape.parts)
    stays = " AND ".join(f'sum(sign * "{part}") = 0' for part in shape.parts)
    placed = f"(SELECT *, unnest({_places(shape)}) AS stands FROM changed)"
    dayed = (
        f"(SELECT * FROM (SELECT *, unnest([{days}]) AS falls FROM {placed}) WHERE falls.month IS NOT NULL)"
    )
    spread = f"(SELECT *, unnest([{numbers}]) AS spent FROM {dayed})"
    place = "falls.day, stands.grp, stands.value, falls.month"
    yield f"INSERT INTO cell SELECT {place}, {parts} FROM {dayed} GROUP BY {place} HAVING NOT ({stays})"
    yield (
        f"INSERT INTO spread_cell SELECT {place}, spent.spread, spent.number, sum(sign) FROM {spread}"
        f" WHERE spent.number IS NOT NULL GROUP BY {place}, spent.spread, spent.number HAVING sum(sign) <> 0"
    )


def _places(shape: FigureShape) -> str:
    """A list of every group and value that a row stands at."""
    single = [group for group in (ALL, *shape.groups) if group == ALL or not _holds_several(shape, group)]
    alone = ", ".join(f"{{'grp': '{group}', 'value': {value_of(shape, group)}}}" for group in single)
    several = "".join(
        f" || list_transform({_codes_of(group)}, lambda code: {{'grp': '{group}', 'value': code}})"
        for group in shape.groups
        if _holds_several(shape, group)
    )
    return f"[{alone}]{several}"


def is_turning(shape: FigureShape) -> str:
    """The condition that a row counts for one more part some time."""
    return " OR ".join(f'"{moment}" IS NOT NULL' for moment in shape.turning.values()) or "false"


def counting(shape: FigureShape, table: str) -> Iterator[str]:
    """Count the rows of a table with a `sign` into the cells."""
    sums = ", ".join(f'sum(sign * "{part}")' for part in shape.parts)
    names = ", ".join(f"'{spread}'" for spread in shape.spreads)
    columns = ", ".join(f'"{spread}"' for spread in shape.spreads)
    for day in shape.days:
        for group in (ALL, *shape.groups):
            # One of several codes is a line of its own before anything is added up.
            rows = (
                f"(SELECT *, {value_of(shape, group)} AS value, date_trunc('month', \"{day}\") AS month"
                f' FROM {table} WHERE "{day}" IS NOT NULL)'
            )
            place = f"'{day}', '{group}', value, month"
            yield f"INSERT INTO cell SELECT {place}, {sums} FROM {rows} GROUP BY value, month"
            numbers = f"(SELECT value, month, sign, unnest([{names}]) AS spread, unnest([{columns}]) AS number FROM {rows})"
            yield (
                f"INSERT INTO spread_cell SELECT {place}, spread, number, sum(sign) FROM {numbers}"
                " WHERE number IS NOT NULL GROUP BY value, month, spread, number"
            )


def narrowed_to(shape: FigureShape, narrowed: Mapping[str, str]) -> tuple[str, list[object]]:
    """The conditions, each with AND before it, that a row is of the code of each group; of NOTHING where it has none."""
    text, values = "", list[object]()
    for group, value in narrowed.items():
        if shape.columns[group] is Held.CODES:
            none, some = f'coalesce(len("{group}"), 0) = 0', f'list_contains("{group}", ?)'
        else:
            none, some = f'"{group}" IS NULL', f'CAST("{group}" AS VARCHAR) = ?'
        text += f" AND {none if value == NOTHING else some}"
        values += [] if value == NOTHING else [value]
    return text, values


def among_of(shape: FigureShape, among: Mapping[str, Sequence[str]]) -> tuple[str, list[object]]:
    """The conditions, each with AND before it, that a row is of one code at least of those of each group."""
    text, values = "", list[object]()
    for group, codes in sorted(among.items()):
        own = f'"{group}"' if _holds_several(shape, group) else f'[CAST("{group}" AS VARCHAR)]'
        text += f" AND list_has_any({own}, ?::VARCHAR[])"
        values.append(list(codes))
    return text, values


def value_of(shape: FigureShape, group: str) -> str:
    """The value of a row in a group as text; one of several codes is in each of them."""
    if group == ALL:
        return "''"
    if _holds_several(shape, group):
        return f"unnest({_codes_of(group)})"
    return f"coalesce(CAST(\"{group}\" AS VARCHAR), '')"


def _holds_several(shape: FigureShape, group: str) -> bool:
    return shape.columns[group] is Held.CODES


def _codes_of(group: str) -> str:
    return f'CASE WHEN len("{group}") > 0 THEN "{group}" ELSE [\'\'] END'


def drawing_together(shape: FigureShape) -> Iterator[str]:
    """Make one row of all rows of a cell, in the order in which they are asked for."""
    where = "day, grp, value, month"
    sums = ", ".join(f'sum("{part}") AS "{part}"' for part in shape.parts)
    order = "ORDER BY day, grp, month, value"
    yield f"CREATE OR REPLACE TEMP TABLE drawn AS SELECT {where}, {sums} FROM cell GROUP BY ALL"
    yield "DELETE FROM cell"
    yield f"INSERT INTO cell SELECT * FROM drawn {order}"
    yield (
        f"CREATE OR REPLACE TEMP TABLE drawn AS SELECT {where}, spread, number, sum(cases) AS cases FROM spread_cell"
        " GROUP BY ALL HAVING sum(cases) <> 0"
    )
    yield "DELETE FROM spread_cell"
    yield f"INSERT INTO spread_cell SELECT * FROM drawn {order}"


def comparing(shape: FigureShape) -> Iterator[str]:
    """Statements that name each cell which is not what the rows come to; the first word is the day column and the group."""
    parts = ", ".join(f'"{part}"' for part in shape.parts)
    off = ", ".join(f'-"{part}"' for part in shape.parts)
    differs = " OR ".join(f'sum("{part}") <> 0' for part in shape.parts)
    names = ", ".join(f"'{spread}'" for spread in shape.spreads)
    columns = ", ".join(f'"{spread}"' for spread in shape.spreads)
    for day in shape.days:
        for group in (ALL, *shape.groups):
            place = f"{value_of(shape, group)} AS value, date_trunc('month', \"{day}\") AS month"
            rows, where = (
                f'FROM case_row WHERE "{day}" IS NOT NULL',
                f"WHERE day = '{day}' AND grp = '{group}'",
            )
            named = "value || ' ' || strftime(month, '%Y-%m')"
            both = f"SELECT {place}, {parts} {rows} UNION ALL SELECT value, month, {off} FROM cell {where}"
            yield (
                f"SELECT '{day} {group} ' || {named} FROM ({both}) GROUP BY value, month HAVING {differs} ORDER BY 1"
            )
            # One of several codes before one of several spreads: side by side they would be paired.
            placed = f"SELECT {place}, {columns} {rows}"
            fresh = (
                f"SELECT value, month, unnest([{names}]) AS spread, unnest([{columns}]) AS number, 1 AS cases"
                f" FROM ({placed})"
            )
            both = (
                f"SELECT * FROM ({fresh}) WHERE number IS NOT NULL"
                f" UNION ALL SELECT value, month, spread, number, -cases FROM spread_cell {where}"
            )
            yield (
                f"SELECT DISTINCT '{day} {group} ' || spread || ' ' || {named} FROM ({both})"
                " GROUP BY value, month, spread, number HAVING sum(cases) <> 0 ORDER BY 1"
            )
