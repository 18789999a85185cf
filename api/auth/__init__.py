"""Routes for auth; one file per noun."""

from flask import Blueprint

BLUEPRINTS: list[Blueprint] = []
