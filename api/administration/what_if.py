"""`/what-if` (规则试算): what another limit, calendar or table of rules would have made of a year, before it is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, monitor, office_now
from api.i18n import code_text, gettext, has_text
from api.security.permissions import ROLES, Permission, permission
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, NotFound
from models.ground.what_if_codes import WhatIfGroup, WhatIfNumber
from services.clocks.limit_register import get_limit_register
from services.deployments.read_proposal import read_proposed_file
from services.deployments.read_version import read_version_file
from services.forms.typed import read_number
from services.views.organisation_names import map_codes_to_names
from services.what_if.ask_calendar import AskCalendar, ask_calendar
from services.what_if.ask_limit import AskLimit, ask_limit
from services.what_if.ask_rules import MOST_BYTES, AskRules, ask_rules
from services.what_if.candidate import Suggesting
from services.what_if.list_changes import AskedChanges, list_changes
from services.what_if.list_lines import AskedLines, list_lines
from services.what_if.read_what_ifs import Answer, get_what_if, list_what_ifs
from services.what_if.tally import ARROW, HIT_GROUPS, LEAST_PEOPLE, Slack
from services.what_if.try_rules import NOTHING

blueprint = Blueprint("administration_what_if", __name__, url_prefix="/what-if")

LIMIT_FIELDS = ("replaces", "amount", "unit", "since", "until")
CALENDAR_FIELDS = ("lines", "since", "until")
UNITS = ("wd", "cd", "h")
MOST_MOVES = 50
_MOST_FILES = 999
# Lines of a group that are shown, those with the most newly late first.
MOST_LINES = 50
# By decision, what each of the codes is that it puts out.
_PUT_OUT = {
    Suggesting.TRIAGE.value: ("category", "severity", "route"),
    Suggesting.COMPETENCE.value: ("unit",),
    Suggesting.COMPLEXITY.value: ("complaint_class",),
}

Values = dict[str, str]

_BY_CODE = {
    WhatIfGroup.CHANNEL: "channel",
    WhatIfGroup.STAGE: "stage",
    WhatIfGroup.PEOPLE: "identity_kind",
}


@blueprint.get("")
@permission(Permission.LIMITS)
def what_ifs() -> str:
    """What was asked, and the forms to ask."""
    return _page({}, {}, "")


@blueprint.post("/limits")
@permission(Permission.LIMITS)
def ask_about_limit() -> BaseResponse | tuple[str, int]:
    """Ask about another amount of a limit; faults come back at their fields with what was typed."""
    values = _sent(LIMIT_FIELDS)
    return _ask("limit", values, lambda: ask_limit(AskLimit(**values), make_unit(), current_actor()))


@blueprint.post("/calendar")
@permission(Permission.LIMITS)
def ask_about_calendar() -> BaseResponse | tuple[str, int]:
    """Ask about other days of rest and work; as above."""
    values = _sent(CALENDAR_FIELDS)
    return _ask("calendar", values, lambda: ask_calendar(AskCalendar(**values), make_unit(), current_actor()))


@blueprint.post("/rules")
@permission(Permission.LIMITS)
def ask_about_rules() -> BaseResponse | tuple[str, int]:
    """Ask about another table of rules, sent or waiting at `/deployments`; what is no such file is refused with what is wrong."""
    content = _read_rules()
    return _ask("rules", {}, lambda: ask_rules(AskRules(content), make_unit(), current_actor(), monitor()))


def _read_rules() -> bytes:
    if proposal := request.form.get("proposal", ""):
        no = read_number(request.form.get("no", ""), 1, _MOST_FILES) or 0
        return read_proposed_file(proposal, no, make_unit(), current_actor())[1]
    if version := request.form.get("version", ""):
        return read_version_file(version, make_unit(), current_actor(), monitor())[1]
    sent = request.files.get("file")
    return b"" if sent is None else sent.stream.read(MOST_BYTES + 1)


def _ask(form: str, values: Values, ask: Callable[[], str]) -> BaseResponse | tuple[str, int]:
    """To its page, or back to the form with what was typed."""
    try:
        asked = ask()
    except InvalidInput as refused:
        return _page(values, refused.errors, form), 422
    return redirect(url_for("administration_what_if.what_if", what_if_id=asked), code=303)


@blueprint.get("/<what_if_id>")
@permission(Permission.LIMITS)
def what_if(what_if_id: str) -> str:
    """One answer; the page loads itself again while it is computed."""
    answer = get_what_if(what_if_id, make_unit(), current_actor())
    return render_template(
        "administration/what_if.html",
        answer=answer,
        groups=list(WhatIfGroup),
        hit_groups=HIT_GROUPS,
        numbers=list(WhatIfNumber),
        slacks=list(Slack),
        name_of=_namer(answer),
        least_people=LEAST_PEOPLE,
        most_lines=MOST_LINES,
        moves=[(*move.split(ARROW), count) for move, count in answer.tally.moves.most_common(MOST_MOVES)],
        codes_words=_codes_namer(answer, " ".join(answer.tally.moves)),
        last_day=beijing_date(answer.row.until - timedelta(seconds=1)),
    )


@blueprint.get("/<what_if_id>/cases")
@permission(Permission.LIMITS)
def cases(what_if_id: str) -> str:
    """The limits behind a number, with both dates; NotFound for a number or group that there is not, or that is not told."""
    answer = get_what_if(what_if_id, make_unit(), current_actor())
    try:
        number = WhatIfNumber(request.args.get("number", ""))
        group = WhatIfGroup(told) if (told := request.args.get("group", "")) else None
    except ValueError:
        raise NotFound from None
    code = request.args.get("code", "")
    if group is not None and code not in {line.code for line in answer.by[group]}:
        # Neither is a group told that has too few people.
        raise NotFound
    asked = AskedLines(what_if_id, number, group, code, request.args.get("after", ""))
    return render_template(
        "administration/what_if_cases.html",
        answer=answer,
        asked=asked,
        page=list_lines(asked, make_unit(), current_actor()),
        name=_namer(answer)(group, code) if group else "",
        may_open=bool(ROLES[Permission.HANDLE] & current_actor().roles),
    )


@blueprint.get("/<what_if_id>/changes")
@permission(Permission.LIMITS)
def changes(what_if_id: str) -> str:
    """The cases of which a table would have suggested something else."""
    answer = get_what_if(what_if_id, make_unit(), current_actor())
    asked = AskedChanges(what_if_id, *(request.args.get(name, "") for name in ("before", "then", "after")))
    page = list_changes(asked, make_unit(), current_actor())
    return render_template(
        "administration/what_if_changes.html",
        answer=answer,
        asked=asked,
        page=page,
        codes_words=_codes_namer(answer, " ".join(f"{line.before} {line.after}" for line in page.lines)),
        may_open=bool(ROLES[Permission.HANDLE] & current_actor().roles),
    )


def _codes_namer(answer: Answer, told: str) -> Callable[[str], str]:
    """What a table put out, in words: kinds and classes from the catalogue, units by name, and what is neither as it is."""
    kinds = _PUT_OUT.get(str(answer.row.candidate.get("decision")), ())
    names = map_codes_to_names(set(told.split()), make_unit())

    def word(code: str, kind: str) -> str:
        if code == NOTHING:
            return gettext("no suggestion")
        return code_text(kind, code) if has_text(f"{kind}.{code}") else names.get(code, code)

    return lambda codes: " / ".join(map(word, codes.split(" / "), kinds))


def _sent(names: tuple[str, ...]) -> Values:
    return {name: request.form.get(name, "").strip() for name in names}


def _page(values: Values, errors: Mapping[str, str], form: str) -> str:
    return render_template(
        "administration/what_ifs.html",
        answers=list_what_ifs(make_unit(), current_actor()),
        limits=get_limit_register(make_unit(), current_actor()).limits,
        values=values,
        form=form,
        errors={name: code.partition(":")[0] for name, code in errors.items()},
        about={name: code.partition(": ")[2] for name, code in errors.items()},
        units=UNITS,
        today=beijing_date(office_now()),
    )


def _namer(answer: Answer) -> Callable[[WhatIfGroup, str], str]:
    of_office = (WhatIfGroup.UNIT, WhatIfGroup.ITEM)
    lines = [line for group in of_office for line in (*answer.by[group], *answer.hits.get(group, ()))]
    codes = {line.code for line in lines if line.code}
    names = map_codes_to_names(codes, make_unit())

    def name(group: WhatIfGroup, code: str) -> str:
        if not code:
            return (
                gettext("beside the stages") if group is WhatIfGroup.STAGE else gettext("nothing on record")
            )
        kind = _BY_CODE.get(group)
        return code_text(kind, code) if kind else names.get(code, code)

    return name
