"""The identity provider that signs staff in for an office that has one (OpenID Connect)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from models.ground.errors import OutsideUnavailable, RuleRefused

ANSWER_REFUSED, STEP_MISSING = "PROVIDER_ANSWER_REFUSED", "PROVIDER_STEP_MISSING"
SIGN_IN_OVER = "PROVIDER_SIGN_IN_OVER"


class ProviderAway(OutsideUnavailable):
    """The identity provider does not answer as it should; nobody was signed in, try again."""

    code = "PROVIDER_AWAY"


class AnswerRefused(RuleRefused):
    """What came back from the identity provider signs nobody in."""

    def __init__(self, reason: str, code: str = ANSWER_REFUSED, *, login: str | None = None) -> None:
        """`reason`: UPPER_SNAKE name of the check that failed, for the trail; `code` is what the person is told.

        `login`: whose account the identity opens, where that much was proven; for records, never for the page.
        """
        super().__init__(code)
        self.reason, self.login = reason, login


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the provider: secrets that its answer must fit, and the office's own address that it comes back to."""

    state: str
    nonce: str
    verifier: str = field(repr=False)
    back: str


@dataclass(frozen=True, slots=True)
class Proven:
    """Who came back: known by `issuer` and `subject` alone; `shown_name` is for people to read."""

    issuer: str
    subject: str
    shown_name: str


class IdentityProvider(Protocol):
    """Never called inside a database transaction. ProviderAway while it does not answer as it should."""

    @property
    def issuer(self) -> str:
        """Its name among providers."""

    @property
    def proves_second_step(self) -> bool:
        """Whether who comes from there has given a second factor there."""

    def sign_in_address(self, asked: Asked) -> str:
        """Where the browser goes to sign in."""

    def redeem(self, code: str, asked: Asked) -> Proven:
        """Who the code is for, after every check of the token; AnswerRefused names the one that failed."""

    def sign_out_address(self, back: str) -> str | None:
        """Where the browser ends the sign-in at the provider, and comes back from; None where it offers none."""
