"""Domain errors. The class docstring is the default message; each border translates with one table."""

from collections.abc import Mapping
from inspect import cleandoc


class DomainError(Exception):
    """The request cannot be carried out."""

    code = "DOMAIN_ERROR"

    def __init__(self, message: str | None = None) -> None:
        """`message` replaces the default; it may hold ids and enums but never a person's data."""
        super().__init__(message or cleandoc(type(self).__doc__ or self.code))


class InvalidInput(DomainError):
    """Some of the values given cannot be accepted."""

    code = "INVALID_INPUT"

    def __init__(
        self,
        errors: Mapping[str, str],
        message: str | None = None,
        *,
        facts: Mapping[str, Mapping[str, object]] | None = None,
    ) -> None:
        """`errors`: what is wrong, by the path of the value (`matters.0.basis`); `facts` what its sentence names, by path."""
        super().__init__(message)
        self.errors = dict(errors)
        self.facts = dict(facts or {})


class NotFound(DomainError):
    """There is no such thing, or the person may not know of it."""

    code = "NOT_FOUND"


class NotPermitted(DomainError):
    """This person may not do this."""

    code = "NOT_PERMITTED"

    def __init__(self, message: str | None = None, *, code: str | None = None) -> None:
        """`code` names the rule that forbids it, for the catalogue of messages."""
        super().__init__(message)
        self.code = code or type(self).code


class Conflict(DomainError):
    """Somebody changed this in the meantime."""

    code = "CONFLICT"

    def __init__(self, message: str | None = None, *, code: str | None = None) -> None:
        """`code` names what collided, for the catalogue of messages."""
        super().__init__(message)
        self.code = code or type(self).code


class RuleRefused(DomainError):
    """A rule of the procedure does not allow this."""

    code = "RULE_REFUSED"

    def __init__(self, code: str, message: str | None = None) -> None:
        """`code`: UPPER_SNAKE name of the rule, for the catalogue of messages and the diagrams."""
        super().__init__(message or f"{cleandoc(type(self).__doc__ or '')} ({code})")
        self.code = code


RATE_LIMITED = "RATE_LIMITED"


class TriedTooOften(RuleRefused):
    """Too many attempts came from there; nothing was looked at, try again later."""

    def __init__(self, wait_seconds: int, code: str = RATE_LIMITED, *, is_of_login: bool = False) -> None:
        """`wait_seconds`: after so many the next attempt is looked at. `is_of_login`: others may be tried from there."""
        super().__init__(code)
        self.wait_seconds = wait_seconds
        self.is_of_login = is_of_login


class OutsideUnavailable(DomainError):
    """Something outside this process does not answer at the moment."""

    code = "OUTSIDE_UNAVAILABLE"


class DatabaseBusy(OutsideUnavailable):
    """The database is locked by another writer; nothing was changed, try again."""

    code = "DATABASE_BUSY"


class Crowded(OutsideUnavailable):
    """Too many people ask for this at the same moment; nothing was changed, try again."""

    code = "CROWDED"


class OfficeUnusable(OutsideUnavailable):
    """Keys or database of this office cannot be used until a person has mended them."""

    code = "OFFICE_UNUSABLE"


class FiguresAway(OutsideUnavailable):
    """The figures are being counted anew or another process holds them; nothing else depends on them, try again."""

    code = "FIGURES_AWAY"


class FiguresBehind(FiguresAway):
    """The figures do not hold yet what happened in the days that were asked for: nothing is frozen from them, try again."""

    code = "FIGURES_BEHIND"
