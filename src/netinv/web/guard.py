"""The guard before every page: only this machine's own names, headers that allow no more than needed."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
Call = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """ASGI middleware. A page may set a header itself (the report's own policy): then that one stands."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a foreign Host (DNS rebinding) and requests of other sites' pages; then add the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        if not is_own(request.headers.get("host", "")):
            refusal = PlainTextResponse("只能从本机访问。 Only this machine's own address is served.", 421)
            await refusal(scope, receive, send_guarded)
        elif _is_foreign(request):
            refusal = PlainTextResponse("拒绝跨站请求。 Requests from other sites are refused.", 403)
            await refusal(scope, receive, send_guarded)
        else:
            await self.app(scope, receive, send_guarded)


def is_own(host: str) -> bool:
    """Whether a Host header names this machine: `localhost:8000`, `127.0.0.1`, `[::1]:8000`."""
    name = host.strip().lower()
    bare, _, port = name.rpartition(":") if not name.endswith("]") and ":" in name else (name, "", "")
    return bare in OWN_NAMES and (not port or port.isdigit())


def _is_foreign(request: Request) -> bool:
    """Whether another site's page asks; for what changes something, another port of this machine is one."""
    site = request.headers.get("sec-fetch-site")
    if request.method not in ("GET", "HEAD"):
        return site not in (None, "same-origin")
    return site == "cross-site" and not _is_visit(request)


def _is_visit(request: Request) -> bool:
    return request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
