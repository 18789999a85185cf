"""The columns of a work order and of a review, by the names that their systems write above them, in whatever order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from models.clock.legal_time import ZONE, parse_moment, to_beijing
from models.ground.order_codes import TableKind

NUMBER, CALLER, PHONE, TITLE, CONTENT = "工单编号", "诉求人", "联系电话", "诉求标题", "诉求内容"
EMAIL = "电子邮箱"
ASSIGNED_AT, CALLED_AT, DUE_AT = "派单时间", "来电时间", "办理时限"
URGED_TIMES, URGED_AT, URGED_WORDS = "催办次数", "催办时间", "催办内容"
SUPPLEMENT, STATE = "补充内容", "工单状态"
REVIEW_ID, REVIEW_TEXT, REVIEW_LEVEL, REVIEWED_AT = "review_id", "text", "level", "evaluated_at"
REAL_NAME = "real_name_verified"
# Other names of a column, as other cities write them.
_ALIASES: Mapping[TableKind, Mapping[str, str]] = {
    TableKind.ORDERS: {
        "工单号": NUMBER,
        "诉求编号": NUMBER,
        "来电人": CALLER,
        "诉求人姓名": CALLER,
        "来电号码": PHONE,
        "标题": TITLE,
        "主要内容": CONTENT,
        "交办时间": ASSIGNED_AT,
        "截止时间": DUE_AT,
        "补充诉求": SUPPLEMENT,
    },
    TableKind.REVIEWS: {
        "评价编号": REVIEW_ID,
        "评价内容": REVIEW_TEXT,
        "评价等级": REVIEW_LEVEL,
        "满意度": REVIEW_LEVEL,
        "评价时间": REVIEWED_AT,
        "窗口": "window",
        "窗口编号": "window",
        "事项名称": "service_item",
        "服务事项": "service_item",
        "办件编号": "handling_number",
        "评价人": "reviewer_nick",
        PHONE: "phone",
        EMAIL: "email",
        "是否实名": REAL_NAME,
    },
}
# Without these a row is none; of a group one is enough.
REQUIRED: Mapping[TableKind, Sequence[tuple[str, ...]]] = {
    TableKind.ORDERS: ((NUMBER,), (TITLE, CONTENT), (ASSIGNED_AT, CALLED_AT)),
    TableKind.REVIEWS: ((REVIEW_ID,), (REVIEW_TEXT, REVIEW_LEVEL), (REVIEWED_AT,)),
}
_NUMBERS: Mapping[TableKind, str] = {TableKind.ORDERS: NUMBER, TableKind.REVIEWS: REVIEW_ID}
_MOMENTS: Mapping[TableKind, tuple[str, ...]] = {
    TableKind.ORDERS: (ASSIGNED_AT, CALLED_AT, DUE_AT),
    TableKind.REVIEWS: (REVIEWED_AT,),
}
LONGEST_NUMBER = 60
# No complaint is older than the state; what spreadsheets write for "no date" (0001, 1900) is none, and no database keeps year 1.
_FIRST_YEAR = 1949
_YES = frozenset({"是", "true", "1", "yes", "y", "实名"})
_MOMENT = re.compile(
    r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?"
    r"(?:[T\s]*(?P<h>\d{1,2})[:时点](?P<min>\d{1,2})分?(?::?(?P<s>\d{1,2})(?:\.\d+)?秒?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Heads:
    """Of which kind the table is, and which column has which place."""

    kind: TableKind
    places: Mapping[str, int]


class HeadsWrong(Exception):
    """No heading is there, one stands twice, or columns are missing."""

    def __init__(self, twice: Sequence[str] = (), missing: Sequence[str] = ()) -> None:
        super().__init__(twice, missing)
        self.twice, self.missing = tuple(twice), tuple(missing)


def find_heads(cells: Sequence[str]) -> Heads | None:
    """None for a row that is no heading; HeadsWrong for one from which no row can be read."""
    for kind, number in _NUMBERS.items():
        names = [name_column(kind, cell) for cell in cells]
        if number not in names:
            continue
        told = [name for name in names if name]
        missing = ["／".join(group) for group in REQUIRED[kind] if not set(group) & set(told)]
        twice = sorted({name for name in told if told.count(name) > 1})
        if missing or twice:
            raise HeadsWrong(twice, missing)
        return Heads(kind, {name: place for place, name in enumerate(names) if name})
    return None


def name_column(kind: TableKind, cell: str) -> str:
    """Our name of the column above which this is written."""
    written = re.sub(r"[\s*：:]+", "", cell)
    return _ALIASES[kind].get(written, written)


def number_of(kind: TableKind, fields: Mapping[str, str]) -> str:
    """The source's own number of the row."""
    return fields.get(_NUMBERS[kind], "").strip()


def arrived_at(kind: TableKind, fields: Mapping[str, str]) -> datetime | None:
    """When the centre had it: an order when it was assigned, a review when it was given."""
    names = (ASSIGNED_AT, CALLED_AT) if kind is TableKind.ORDERS else (REVIEWED_AT,)
    return next((moment for name in names if (moment := read_moment(fields.get(name, "")))), None)


def due_of(fields: Mapping[str, str]) -> datetime | None:
    """Until when the hotline wants the order handled; a day without an hour is over with that day's last minute."""
    text = fields.get(DUE_AT, "").strip()
    moment = read_moment(text)
    if moment is None or ":" in text or "时" in text or "点" in text:
        return moment
    return datetime.combine(moment.date(), time(23, 59), ZONE)


def read_moment(text: str) -> datetime | None:
    """A moment as tables write it, Beijing time; None for anything else, and for a year in which nothing can have come."""
    told = text.strip()
    found = _MOMENT.fullmatch(told)
    moment = _read_iso(told) if found is None else _read_parts(found)
    return None if moment is None or moment.year < _FIRST_YEAR else moment


def _read_parts(found: re.Match[str]) -> datetime | None:
    year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    try:
        return datetime.combine(
            date(year, month, day),
            time(int(found["h"] or 0), int(found["min"] or 0), int(found["s"] or 0)),
            ZONE,
        )
    except ValueError:
        return None


def _read_iso(text: str) -> datetime | None:
    try:
        return to_beijing(parse_moment(text))
    except (ValueError, OverflowError):
        return None


def find_faults(kind: TableKind, fields: Mapping[str, str]) -> dict[str, str]:
    """By column: what makes that nobody can say what the row is."""
    faults: dict[str, str] = {}
    for group in REQUIRED[kind]:
        if not any(fields.get(name, "").strip() for name in group):
            faults[group[0]] = "REQUIRED"
    if len(number_of(kind, fields)) > LONGEST_NUMBER:
        faults[_NUMBERS[kind]] = "TOO_LONG"
    for name in _MOMENTS[kind]:
        if fields.get(name, "").strip() and read_moment(fields[name]) is None:
            faults[name] = "NOT_A_DATE"
    due, arrived = due_of(fields), arrived_at(kind, fields)
    if kind is TableKind.ORDERS and not faults and due and arrived and due <= arrived:
        faults[DUE_AT] = "BEFORE_RECEIPT"
    return faults


def as_message(kind: TableKind, fields: Mapping[str, str]) -> dict[str, object]:
    """The row in the source's own fields, as services/filing/raw_shapes.py reads them."""
    message: dict[str, object] = dict(fields)
    if kind is TableKind.REVIEWS and REAL_NAME in fields:
        message[REAL_NAME] = fields[REAL_NAME].strip().lower() in _YES
    return message
