"""`/open-data`: what is published of each period as CSV and JSON, with what its fields mean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request

from api.citizen.public_tables import define_table, label_of, smallest_group
from api.context import make_unit
from api.i18n import code_text, speak_chinese
from api.period_words import word_period
from api.security.permissions import Permission, permission
from api.table_files import CSV_TYPE, write_csv
from models.ground.openness_codes import ProfilePart
from models.ground.public_codes import PublicTable, PublicTotal
from services.openness.office_profile import read_office
from services.openness.read_statistics import PublishedPeriod, get_published, list_published
from services.summaries.figures import FORMAT

blueprint = Blueprint("citizen_open_data", __name__, url_prefix="/open-data")

FIELDS = ("period", "begins_on", "ends_on", "table", "code", "label", "number", "withheld", "counting")
_SECONDS_KEPT = 300


@blueprint.get("")
@permission(Permission.PUBLIC)
def open_data() -> str:
    """All periods with their files, and the description of the fields."""
    parts, periods = _own_words(), list_published(make_unit())
    moving = [word_period(one.period) for one in periods if one.numbers.format < FORMAT]
    return render_template(
        "citizen/open_data.html",
        licence=parts.get(ProfilePart.LICENCE, ""),
        contact=parts.get(ProfilePart.CONTACT, ""),
        periods=periods,
        moving=moving,
        define_table=define_table,
        word_period=word_period,
        fields=FIELDS,
        tables=list(PublicTable),
        smallest=smallest_group(),
    )


@blueprint.get("/<name>.csv")
@permission(Permission.PUBLIC)
def as_csv(name: str) -> Response:
    """One period as a table."""
    speak_chinese()
    found = get_published(name, make_unit())
    return _send(b"".join(write_csv(FIELDS, _rows(found))), CSV_TYPE)


@blueprint.get("/<name>.json")
@permission(Permission.PUBLIC)
def as_json(name: str) -> Response:
    """One period with what describes it."""
    speak_chinese()
    found = get_published(name, make_unit())
    rows = [dict(zip(FIELDS, row, strict=True)) for row in _typed(found)]
    parts = _own_words()
    terms = {
        "licence": parts.get(ProfilePart.LICENCE) or None,
        "contact": parts.get(ProfilePart.CONTACT) or None,
    }
    content = json.dumps({**_describe(found), **terms, "rows": rows}, ensure_ascii=False, indent=1)
    return _send(content.encode(), "application/json")


def _own_words() -> dict[str, str]:
    profile = read_office(make_unit()).profile
    return dict(profile.parts) if profile is not None else {}


def _send(content: bytes, media_type: str) -> Response:
    """It may be kept by whoever carries it."""
    answer = Response(content, content_type=media_type)
    answer.headers["Cache-Control"] = f"public, max-age={_SECONDS_KEPT}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _describe(found: PublishedPeriod) -> dict[str, Any]:
    """Any: JSON."""
    return {
        "period": found.period.name,
        "kind": found.period.kind.value,
        "version": 1,
        "published_at": found.published_at.isoformat(),
        "digest": found.digest,
        "counting": found.numbers.format,
        "unit": "件",
        "smallest_group": smallest_group(),
        "median_days": found.numbers.median and found.numbers.median.value,
    }


def _typed(found: PublishedPeriod) -> Iterator[tuple[str, str, str, str, str, str, int | None, bool, int]]:
    """By FIELDS. The totals first; of a table its rows, the withheld ones without a number."""
    period, numbers = found.period, found.numbers
    of = (period.name, period.begins_on.isoformat(), period.ends_on.isoformat())
    for total in PublicTotal:
        number = numbers.totals[total]
        label = code_text("public_total", total)
        yield (*of, "total", total.value, label, number, number is None, numbers.format)
    for table, rows in numbers.tables.items():
        for code, number in rows.items():
            label = label_of(table, code, numbers)
            yield (*of, table.value, code, label, number, number is None, numbers.format)


def _rows(found: PublishedPeriod) -> Iterator[tuple[str, ...]]:
    for *texts, number, is_withheld, counting in _typed(found):
        told = "" if number is None else str(number)
        yield (*map(str, texts), told, str(int(is_withheld)), str(counting))
