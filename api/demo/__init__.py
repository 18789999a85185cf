"""The bar of a demo office: become anybody who works there, and move its clock. Not found in any other office."""

from flask import Blueprint

from api.demo import become, moves

BLUEPRINTS: list[Blueprint] = [become.blueprint, moves.blueprint]
"""For `create_app`."""
