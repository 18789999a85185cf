"""The JSON API for programs."""

from flask import Flask


def register_api(app: Flask) -> None:
    """Bind the API's routes."""
