"""The way by which a complainant wishes to be answered, as it was told with the complaint."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from models.case.receipt import Receipt
from models.ground.ways import Way
from services.identity.written_address import find_written_address
from services.unit_of_work import Unit

# Forms tell the code; a clerk or an earlier file tells it in words. The first word that is found decides.
WORDS: tuple[tuple[str, Way], ...] = (
    ("挂号", Way.REGISTERED_LETTER),
    ("电话", Way.PHONE),
    ("短信", Way.SMS),
    ("邮件", Way.EMAIL),
    ("邮箱", Way.EMAIL),
    ("书面", Way.LETTER),
    ("信函", Way.LETTER),
    ("写信", Way.LETTER),
    ("邮寄", Way.LETTER),
    ("当面", Way.IN_PERSON),
    ("私信", Way.PLATFORM),
    ("查询", Way.QUERY_CODE),
    ("网上", Way.QUERY_CODE),
)
NAMES = {
    Way.PHONE: "电话",
    Way.SMS: "短信",
    Way.EMAIL: "电子邮件",
    Way.LETTER: "书面信函",
    Way.REGISTERED_LETTER: "挂号信",
    Way.IN_PERSON: "当面",
    Way.PLATFORM: "来件平台",
    Way.QUERY_CODE: "凭查询码查询",
}
NONE_WISHED = "未提出"
_ALL = frozenset(Way)


@dataclass(frozen=True, slots=True)
class WishedWay:
    """`way` is None where the words name none that the office knows."""

    words: str
    way: Way | None

    @property
    def met_by(self) -> frozenset[Way]:
        """The ways any of which meets it; what is told stands at the query code in any case.

        Whether the words that name no known way are met is for people to say: only the query code alone does not meet them.
        """
        if self.way is None:
            return _ALL - {Way.QUERY_CODE}
        if self.way is Way.QUERY_CODE:
            return _ALL
        return frozenset({Way.LETTER, Way.REGISTERED_LETTER} if self.way is Way.LETTER else {self.way})

    @property
    def is_more_than_the_code(self) -> bool:
        """Whether it is not met by what shows at the query code."""
        return Way.QUERY_CODE not in self.met_by


def find_wished_way(complaint_id: str, unit: Unit) -> WishedWay | None:
    """The wish that came with the arrival of the case; None where nobody wished anything."""
    return find_wished_ways([complaint_id], unit).get(complaint_id)


def find_wished_ways(complaint_ids: Collection[str], unit: Unit) -> dict[str, WishedWay]:
    """The same of many cases by one statement; no entry for a case of which nobody wished anything.

    A case has one arrival with a wish. Rows tell no moment: where there were more, the first by id is meant every time.
    """
    arrivals = select(Receipt).where(Receipt.complaint_id.in_(complaint_ids)).order_by(Receipt.id)
    return map_wishes(unit.session.scalars(arrivals))


def map_wishes(arrivals: Iterable[Receipt]) -> dict[str, WishedWay]:
    """The same of arrivals that are at hand, by id."""
    found: dict[str, WishedWay] = {}
    for row in arrivals:
        wish = read_wish(str(row.meta.get("feedback_way") or ""))
        if wish is not None and row.complaint_id not in found:
            found[row.complaint_id] = wish
    return found


def read_wish(told: str) -> WishedWay | None:
    """What these words, or the code of a form, wish; None of no words."""
    told = told.strip()
    if not told:
        return None
    way = _way_of(told)
    return WishedWay(NAMES[way] if way is not None else told, way)


def find_met_by(wish: WishedWay | None, complaint_id: str, unit: Unit) -> frozenset[Way]:
    """The ways any of which meets it here: no e-mail or SMS to whom the file has no address for it. All where none was told."""
    if wish is None or not wish.is_more_than_the_code:
        return _ALL
    return wish.met_by - list_unaddressed(complaint_id, unit)


def list_unaddressed(complaint_id: str, unit: Unit) -> set[Way]:
    """E-mail and SMS, as far as the file has no address for them: whatever is ticked, nothing goes there."""
    return {way for way in (Way.EMAIL, Way.SMS) if find_written_address(complaint_id, way, unit) is None}


def show_wish(complaint_id: str, unit: Unit) -> dict[str, object]:
    """The wish as forms that choose ways show it, with the ways that meet it, any of which asks for no reason.

    `is_other_way_wished` is what forms of earlier releases ask by.
    """
    wish = find_wished_way(complaint_id, unit)
    as_wished = find_met_by(wish, complaint_id, unit)
    return {
        "wished_way": NONE_WISHED if wish is None else wish.words,
        "is_other_way_wished": wish is not None and wish.is_more_than_the_code,
        "ways_as_wished": sorted(way.value for way in as_wished),
        "ways_not_as_wished": sorted(way.value for way in _ALL - as_wished),
    }


def propose_ways(complaint_id: str, unit: Unit) -> dict[str, list[str]]:
    """The wished way as a form of something told ticks it; nothing where the words name none, or it leads nowhere."""
    wish = find_wished_way(complaint_id, unit)
    if wish is None or wish.way is None or wish.way not in find_met_by(wish, complaint_id, unit):
        return {}
    return {"ways": [wish.way.value]}


def _way_of(told: str) -> Way | None:
    if told in set(Way):
        return Way(told)
    return next((way for word, way in WORDS if word in told), None)
