"""What says that a database, or something else outside, is away: nothing of the one thing that is being worked on."""

from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from models.ground.errors import OutsideUnavailable

# The last: no connection became free in time.
DATABASE_AWAY = (OperationalError, InterfaceError, TimeoutError)
AWAY = (OutsideUnavailable, *DATABASE_AWAY)
