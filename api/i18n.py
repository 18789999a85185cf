"""Page texts by gettext catalogue: Chinese unless a person chose English. Codes become sentences here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from flask import Flask, Response, g, request
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

_FOLDER = Path(__file__).parent / "translations"
_COOKIE = "jb_lang"
_OF_THIS_REQUEST = "jieban.language"
LANGUAGES = {"zh": "zh_CN", "en": "en"}


def catalogue_files(language: str, pattern: str = "*.po") -> list[Path]:
    """The catalogues of a language, by name."""
    return sorted((_FOLDER / LANGUAGES[language] / "LC_MESSAGES").glob(pattern))


@cache
def _catalogue(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in catalogue_files(language):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=LANGUAGES[language])
        # A text with a context belongs to a form (api/form_words.py).
        texts.update({str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.context})
    return texts


def language() -> str:
    """`zh` or `en`: of this request's query, else of the cookie, else Chinese."""
    # A page asks some hundred times.
    known: str | None = request.environ.get(_OF_THIS_REQUEST)
    if known is None:
        chosen = request.args.get("lang") or request.cookies.get(_COOKIE) or "zh"
        known = request.environ[_OF_THIS_REQUEST] = chosen if chosen in LANGUAGES else "zh"
    return known


def speak_chinese() -> None:
    """For the rest of this request: what leaves on the office's paper is Chinese, whoever asks for it."""
    request.environ[_OF_THIS_REQUEST] = "zh"


def gettext(message: str, **values: object) -> str:
    """The text in the person's language; the English sentence itself is the key."""
    text = _catalogue(language()).get(message, message)
    return text % values if values else text


def code_text(kind: str, code: object) -> str:
    """The name of a coded value, e.g. code_text('channel', 'portal'); the code itself when none is known."""
    key = f"{kind}.{code}"
    return _catalogue(language()).get(key) or _catalogue("zh").get(key) or str(code)


def has_text(key: str) -> bool:
    """Whether the Chinese catalogue knows a key."""
    return key in _catalogue("zh")


def list_codes(kind: str) -> list[str]:
    """Every code of a kind that has a name."""
    begins = f"{kind}."
    return [key.removeprefix(begins) for key in _catalogue("zh") if key.startswith(begins)]


def problem_text(code: str) -> tuple[str, str]:
    """Title and what to do, for a problem's code; unknown codes get the general sentences."""
    known = code if has_text(f"problem.{code}") else "UNKNOWN"
    return code_text("problem", known), code_text("advice", known)


@pass_context
def _code(_context: Context, value: object, kind: str) -> str:
    """The filter; as one that asks the context it is not worked out when the template is compiled, in whatever language."""
    return code_text(kind, value)


def keep_language(response: Response) -> Response:
    """after_request hook: remember the language a person asked for."""
    if request.args.get("lang") in LANGUAGES:
        secure = bool(g.get("is_secure"))
        response.set_cookie(
            _COOKIE, request.args["lang"], samesite="Lax", secure=secure, httponly=True, path="/"
        )
    return response


def register_i18n(app: Flask) -> None:
    """Bind the functions that templates use."""
    app.jinja_env.globals.update(
        _=gettext, code_text=code_text, has_text=has_text, language=language, problem_text=problem_text
    )
    app.jinja_env.filters["code"] = _code
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.after_request(keep_language)


def lines(text: str) -> Markup:
    """Text with its line breaks, escaped."""
    return Markup("<br>").join(text.splitlines())
