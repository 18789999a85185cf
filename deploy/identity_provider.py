"""The identity provider that the settings describe; asked by the pages alone."""

from __future__ import annotations

from collections.abc import Callable

from adapters.oidc_provider import Client, OidcProvider
from adapters.provider_http import ProviderHttp
from deploy.private_secret import secret_of
from deploy.settings import Settings, SettingsFault
from engine.start_refused import StartRefused
from services.ports.identity_provider import IdentityProvider
from services.ports.outside import Clock


def build_provider(settings: Settings, clock: Clock) -> IdentityProvider | None:
    """None for an office without one; SettingsFault when a file of it cannot be used. Nothing is asked yet."""
    read = read_provider_files(settings)
    if read is None:
        return None
    secret, http = read
    client = Client(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_steps)
    return OidcProvider(client, http, clock)


def read_provider_files(settings: Settings) -> tuple[Callable[[], str], ProviderHttp] | None:
    """The client's secret and the way to the provider; SettingsFault, before anything starts, for a file that fails."""
    if not settings.oidc_issuer or settings.oidc_client_secret_file is None:
        return None
    authority = settings.oidc_ca_certificate
    try:
        return secret_of(settings.oidc_client_secret_file), ProviderHttp(settings.oidc_issuer, authority)
    except StartRefused as fault:
        raise SettingsFault([f"JIEBAN_OIDC_CLIENT_SECRET_FILE: {fault}"]) from fault
    except OSError as error:  # of TLS too
        named = f"JIEBAN_OIDC_CA_CERTIFICATE: {authority} cannot be used ({type(error).__name__})"
        raise SettingsFault([named]) from error
