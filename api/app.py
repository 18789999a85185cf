"""The application factory: what is bound to what. Views are in the folders of their audience."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import health
from api.actor_names import register_actor_names
from api.administration import BLUEPRINTS as ADMINISTRATION
from api.administration.change_words import register_change_words
from api.auth import BLUEPRINTS as AUTH
from api.auth.start_page import start_page
from api.citizen import BLUEPRINTS as CITIZEN
from api.compressed_pages import register_compression
from api.context import AppContext, bind, current_session, office_now, public_address
from api.demo import BLUEPRINTS as DEMO
from api.demo.people import register_demo_people
from api.destroyed_gate import register_destroyed_gate
from api.errors import register_errors
from api.file_sizes import register_file_sizes
from api.frame_unit import register_frame_unit
from api.i18n import register_i18n
from api.incident_words import register_incident_words
from api.late_rule import LateRule
from api.looks import register_looks
from api.moments import register_moments
from api.navigation import register_navigation
from api.observed import register_observer
from api.opened_by import register_opened_by
from api.page_frame import register_page_frame
from api.page_links import register_page_links
from api.period_words import register_period_words
from api.readers_words import register_readers_words
from api.security.cookies import keep_visitor
from api.security.csrf import csrf_token
from api.security.gate import open_gate
from api.security.headers import add_headers
from api.security.json_bodies import refuse_unsound_json
from api.security.permissions import Permission, is_allowed, refuse_undeclared_routes
from api.security.person_guard import register_person_guard
from api.settings import MAX_TEXT_BYTES, WebSettings
from api.short_number import ShortNumber
from api.staff import BLUEPRINTS as STAFF
from api.staff.raw_material import register_raw_material
from api.static_files import serve_static
from api.task_names import register_task_names
from api.v1 import register_api
from api.waits import register_waits
from services.health.office_state import OfficeWatch
from services.health.side_watch import SideParts, SideWatch
from services.looks.look_book import LookBook
from services.ports.monitor import Monitor
from services.ports.outside import Ports

# What templates may use, each bound by the module that makes it.
_TEMPLATE_PARTS = (
    register_i18n,
    register_waits,
    register_moments,
    register_period_words,
    register_file_sizes,
    register_task_names,
    register_incident_words,
    register_actor_names,
    register_opened_by,
    register_raw_material,
    register_page_links,
    register_page_frame,
    register_frame_unit,
    register_navigation,
    register_demo_people,
    register_person_guard,
    register_change_words,
)


def create_app(settings: WebSettings, ports: Ports, monitor: Monitor) -> Flask:
    """A WSGI application over one office; raises UndeclaredRoute for a route without a permission."""
    app = Flask(__name__.partition(".")[0], template_folder="pages", static_folder=None)
    app.url_rule_class = LateRule
    app.url_map.converters["int"] = ShortNumber
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=MAX_TEXT_BYTES,
        PROPAGATE_EXCEPTIONS=False,
    )
    register_readers_words(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    bind_office(app, settings, ports, monitor)
    register_compression(app)  # the first to be bound is the last to be asked
    register_observer(app)
    app.before_request(open_gate)
    app.before_request(refuse_unsound_json)
    register_destroyed_gate(app)
    for hook in (add_headers, keep_visitor):
        app.after_request(hook)
    register_looks(app)  # the last to be bound is the first to be asked: what it refuses gets all the headers
    for register in _TEMPLATE_PARTS:
        register(app)
    _register_template_context(app)
    for blueprint in (*CITIZEN, *AUTH, *STAFF, *ADMINISTRATION, *DEMO, health.blueprint):
        app.register_blueprint(blueprint)
    register_api(app)
    register_errors(app)  # after flask-smorest, which binds a handler of its own
    serve_static(app)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # documented use
    refuse_undeclared_routes(app)
    return app


def bind_office(app: Flask, settings: WebSettings, ports: Ports, monitor: Monitor) -> None:
    """Bind what requests ask of the office: all of an application that belongs to one office, beside its limits of size."""
    with app.app_context():
        watch = OfficeWatch(settings.make_unit, monitor, ports, settings.heartbeat_path)
        side = SideParts(settings.key_file, settings.has_scanner, watch.served)
        looks = LookBook(settings.make_look_unit or settings.make_unit)
        bind(AppContext(settings, ports, monitor, watch, SideWatch(settings.make_unit, ports, side), looks))


def _register_template_context(app: Flask) -> None:
    @app.context_processor
    def page_context() -> dict[str, object]:
        from api.context import app_context  # noqa: PLC0415 - bound per application, not per import

        session = current_session()
        return {
            "session": session,
            "start_page": start_page,
            "csrf_token": csrf_token,
            "may": lambda name: is_allowed(Permission(name), session),
            "is_demo": app_context().settings.is_demo(),
            "office_now": office_now,
            "public_address": public_address,
        }
