"""Routes for citizens; one file per noun."""

from flask import Blueprint

from api.citizen import filing, home, progress

BLUEPRINTS: list[Blueprint] = [home.blueprint, filing.blueprint, progress.blueprint]
