"""The JSON API for programs, described by OpenAPI; it calls the same use cases as the pages."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from api.v1.acts import blueprint as acts
from api.v1.cases import blueprint as cases
from api.v1.challenge import blueprint as challenge
from api.v1.complaints import blueprint as complaints
from api.v1.csrf import blueprint as csrf
from api.v1.due import blueprint as due
from api.v1.mails import blueprint as mails
from api.v1.openapi import blueprint as openapi
from api.v1.orders import blueprint as orders
from api.v1.raw_messages import blueprint as raw_messages
from api.v1.sources import blueprint as sources
from api.v1.tasks import blueprint as tasks

VERSION = "v1"


def register_api(app: Flask) -> None:
    """Bind the API's routes under /api/v1; openapi.json beside this file is their committed description."""
    app.config.update(API_TITLE="Jieban", API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    api = Api(app)
    for blueprint in (
        complaints,
        raw_messages,
        mails,
        sources,
        orders,
        cases,
        acts,
        tasks,
        due,
        csrf,
        challenge,
    ):
        api.register_blueprint(blueprint, url_prefix=f"/api/{VERSION}")
    app.register_blueprint(openapi, url_prefix=f"/api/{VERSION}")
    app.extensions["jieban_openapi"] = api.spec
