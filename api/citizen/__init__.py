"""Routes for citizens; one file per noun."""

from flask import Blueprint

from api.citizen import filing, filing_files, handover, home, progress, progress_own, requests

BLUEPRINTS: list[Blueprint] = [
    home.blueprint,
    filing.blueprint,
    filing_files.blueprint,
    progress.blueprint,
    progress_own.blueprint,
    requests.blueprint,
    handover.blueprint,
]
