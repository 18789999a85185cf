"""Token counts per element, of one instance or of a narrowed set of them."""

# A multi-instance body counts only while it has an incident itself; its inner instances count like any token.
# An element with an incident is counted under `incidents`, not under `active`: the monitor shows two badges.
COUNT_ELEMENTS = (
    "SELECT e.element_id,"
    " sum(e.ended_at IS NULL AND e.incident_key IS NULL),"
    " sum(e.state = 'TERMINATED'),"
    " sum(e.ended_at IS NULL AND e.incident_key IS NOT NULL),"
    " sum(e.state = 'COMPLETED')"
    " FROM (SELECT * FROM element_instance WHERE element_type <> 'MULTI_INSTANCE_BODY'"
    " OR (ended_at IS NULL AND incident_key IS NOT NULL)) AS e"
)


def statistics_items(rows: list[tuple[object, ...]]) -> dict[str, object]:
    """The answer for rows of (element id, active, canceled, incidents, completed)."""
    names = ("elementId", "active", "canceled", "incidents", "completed")
    return {"items": [dict(zip(names, row, strict=True)) for row in rows]}
