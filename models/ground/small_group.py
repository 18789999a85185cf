"""Groups of so few complaints that whoever knows one of them would recognise it: no number tells of them outside the work."""

SMALLEST_GROUP = 5


def is_small(number: int) -> bool:
    """Whether so many are a small group; none at all are no group."""
    return 0 < number < SMALLEST_GROUP
