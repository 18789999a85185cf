"""Routes for citizens; one file per noun."""

from flask import Blueprint

from api.citizen import (
    about,
    annual_reports,
    appointments,
    cases_explained,
    channels,
    checklists,
    comment,
    filing,
    filing_files,
    guide,
    handover,
    home,
    open_data,
    privacy_notice,
    progress,
    progress_code,
    progress_own,
    requests,
    statistics,
)

BLUEPRINTS: list[Blueprint] = [
    home.blueprint,
    guide.blueprint,
    checklists.blueprint,
    cases_explained.blueprint,
    privacy_notice.blueprint,
    channels.blueprint,
    filing.blueprint,
    filing_files.blueprint,
    progress.blueprint,
    progress_own.blueprint,
    progress_code.blueprint,
    requests.blueprint,
    handover.blueprint,
    appointments.blueprint,
    statistics.blueprint,
    about.blueprint,
    annual_reports.blueprint,
    comment.blueprint,
    open_data.blueprint,
]
