"""Routes for signing in and out; one file per noun."""

from flask import Blueprint

from api.auth import own_link, own_sessions, password, provider, second_factor, sign_in, sign_out

BLUEPRINTS: list[Blueprint] = [
    sign_in.blueprint,
    sign_out.blueprint,
    password.blueprint,
    own_sessions.blueprint,
    second_factor.blueprint,
    provider.blueprint,
    own_link.blueprint,
]
