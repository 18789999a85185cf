"""Pages of the administrator: what the office is made of. One page a file."""

from flask import Blueprint

from api.administration.start import blueprint as start

BLUEPRINTS: list[Blueprint] = [start]
"""For `create_app`."""
