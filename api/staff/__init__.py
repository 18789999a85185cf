"""Routes for staff; one file per noun."""

from flask import Blueprint

from api.staff.case_entries import blueprint as case_entries
from api.staff.cases import blueprint as cases
from api.staff.register import blueprint as register
from api.staff.tasks import blueprint as tasks

BLUEPRINTS: list[Blueprint] = [tasks, cases, case_entries, register]
