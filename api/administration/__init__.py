"""Pages of the administrator: what the office is made of. One page a file."""

from flask import Blueprint

from api.administration.about import blueprint as about
from api.administration.accounts import blueprint as accounts
from api.administration.alert_mail import blueprint as alert_mail
from api.administration.assessments import blueprint as assessments
from api.administration.calendar import blueprint as calendar
from api.administration.calendar_import import blueprint as calendar_import
from api.administration.categories import blueprint as categories
from api.administration.causes import blueprint as causes
from api.administration.checklists import blueprint as checklists
from api.administration.data_contracts import blueprint as data_contracts
from api.administration.data_incidents import blueprint as data_incidents
from api.administration.data_requests import blueprint as data_requests
from api.administration.health import blueprint as health
from api.administration.keeping import blueprint as keeping
from api.administration.letter_approvals import blueprint as letter_approvals
from api.administration.letter_texts import blueprint as letter_texts
from api.administration.limits import blueprint as limits
from api.administration.mandates import blueprint as mandates
from api.administration.outbox import blueprint as outbox
from api.administration.people import blueprint as people
from api.administration.place_import import blueprint as place_import
from api.administration.places import blueprint as places
from api.administration.privacy import blueprint as privacy
from api.administration.privacy_notices import blueprint as privacy_notices
from api.administration.provisions import blueprint as provisions
from api.administration.recurrence import blueprint as recurrence
from api.administration.sources import blueprint as sources
from api.administration.staff import blueprint as staff
from api.administration.start import blueprint as start
from api.administration.visiting_hours import blueprint as visiting_hours
from api.administration.what_if import blueprint as what_if

BLUEPRINTS: list[Blueprint] = [
    about,
    start,
    place_import,
    places,
    people,
    staff,
    accounts,
    limits,
    what_if,
    calendar,
    calendar_import,
    visiting_hours,
    categories,
    causes,
    recurrence,
    letter_texts,
    checklists,
    privacy,
    privacy_notices,
    data_requests,
    assessments,
    provisions,
    data_incidents,
    data_contracts,
    alert_mail,
    sources,
    letter_approvals,
    keeping,
    mandates,
    outbox,
    health,
]
"""For `create_app`."""
