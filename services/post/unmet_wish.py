"""What is posted though its complainant wished to fetch it in the hall: as everywhere, it is on record why."""

from models.case.letter_delivery import LetterDelivery
from models.ground.ways import Way
from services.casefile.wished_way import WishedWay


def posted_ways(row: LetterDelivery) -> tuple[Way, ...]:
    """Those by which it goes when it is posted: whoever might have fetched it in the hall did not come before."""
    return tuple(Way(way) for way in row.ways if way != Way.IN_PERSON)


def lacks_reason(row: LetterDelivery, wish: WishedWay | None) -> bool:
    """Whether posting it leaves the wish unmet that the plan, to hand it over in the hall, would have met."""
    if wish is None or not row.is_to_post or not row.purpose.is_sending or row.other_way_reason:
        return False
    return not wish.met_by.isdisjoint(row.ways) and wish.met_by.isdisjoint(posted_ways(row))
