"""What the door itself answers: two sentences in both languages, under the headers of every page."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

from api.security.headers import CONTENT_SECURITY_POLICY, FIXED

RETRY_SECONDS = 5

_SENTENCES = {
    HTTPStatus.BAD_REQUEST: (
        "请求无法识别，请从首页重新打开。",
        "This request cannot be read. Open the pages anew from the start page.",
    ),
    HTTPStatus.REQUEST_TIMEOUT: (
        "内容没有在规定时间内传完，请检查网络后重新发送。",
        "What was sent did not arrive in time. Check the connection and send it again.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "一次发送的内容过大，请减少附件后重新发送（每个文件不超过 20 MB，合计不超过 100 MB）。",
        "Too much was sent at once. Send fewer files (20 MB each, 100 MB together).",
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "请求头过大，请清除本站的 Cookie 后再试。",
        "The head of this request is too large. Delete the cookies of this site and try again.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "系统出现错误，请稍后再试。",
        "Something went wrong here. Please try again later.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "现在使用的人很多。请稍等几秒，返回上一页重新提交；已填写的内容仍在上一页。",
        "Many people are here right now. Wait a few seconds, go back and send again; what you wrote is still on that page.",
    ),
}


def refusal(status: HTTPStatus) -> web.Response:
    """A short answer after which the connection is closed."""
    answer = web.Response(
        status=status,
        text="\n".join((*_SENTENCES[status], "")),
        content_type="text/plain",
        charset="utf-8",
        headers={**FIXED, "Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-store"},
    )
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    answer.headers["Server"] = "jieban"
    answer.force_close()
    return answer
