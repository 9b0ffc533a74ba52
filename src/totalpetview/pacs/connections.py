"""Keep-alive HTTP to one server.

`http.client` and not httpx: 2,400 images are 2,400 requests, of which httpx costs 2.4 ms of our own time each and
`http.client` 0.1 ms.
"""

from __future__ import annotations

import base64
import http.client
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from totalpetview.pacs.archive import ArchiveUnavailable, Body, PassedThrough

_BLOCK_BYTES: Final = 256 * 1024
_KEPT_CONNECTIONS: Final = 16
#: a server that closed an idle connection shows in one of these, before it has seen the request
_CLOSED_MEANWHILE: Final = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)
_HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailers", "transfer-encoding"}
    | {"upgrade", "host", "authorization", "content-length", "date", "server"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    target: str
    headers: Mapping[str, str]
    body: Body
    timeout_s: float


class Connections:
    """A few connections, each used by one thread at a time and kept open for the next request."""

    def __init__(self, url: str, user: str, password: str, *, timeout_s: float) -> None:
        self._idle: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()
        parts = urlsplit(url)
        if parts.hostname is None or parts.scheme not in {"http", "https"}:
            raise ValueError("the archive's address must begin with http:// or https://")
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        self._prefix = parts.path.rstrip("/")
        self._authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
        self._timeout_s = timeout_s

    def request(self, method: str, path: str, body: bytes | None = None, *, timeout_s: float | None = None) -> Answer:
        """Send one request and read its answer; raises `ArchiveUnavailable`."""
        # "identity": Orthanc else spends 30 ms on gzipping each image
        headers = {"Authorization": self._authorization, "Accept-Encoding": "identity"}
        asked = _Request(method, self._prefix + path, headers, body, timeout_s or self._timeout_s)
        connection, answer = self._send(asked)
        try:
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise ArchiveUnavailable from error
        self._give_back(connection, answer)
        return Answer(answer.status, content)

    def stream(self, method: str, target: str, headers: Mapping[str, str], body: Body) -> PassedThrough:
        """Send a request with the caller's headers; the answer is read by the caller."""
        passed_on = {name: value for name, value in headers.items() if name.lower() not in _HOP_BY_HOP}
        length = next((value for name, value in headers.items() if name.lower() == "content-length"), None)
        if body is not None and not isinstance(body, bytes) and length is not None:
            passed_on["Content-Length"] = length
        passed_on["Authorization"] = self._authorization
        passed_on.setdefault("Accept-Encoding", "identity")
        asked = _Request(method, self._prefix + target, passed_on, body, self._timeout_s)
        connection, answer = self._send(asked)
        back = tuple((name, value) for name, value in answer.getheaders() if name.lower() not in _HOP_BY_HOP)
        declared = answer.getheader("Content-Length")
        if declared is not None and answer.getheader("Transfer-Encoding") is None:
            back += (("Content-Length", declared),)
        return PassedThrough(answer.status, back, self._blocks(connection, answer))

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open and idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _send(self, asked: _Request) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        may_repeat = asked.body is None or isinstance(asked.body, bytes)
        with self._lock:
            # a body that can be read only once goes over a fresh connection: nothing to repeat then
            connection = self._idle.pop() if self._idle and may_repeat else None
        reused = connection is not None
        connection = connection or self._fresh()
        try:
            try:
                return connection, _ask(connection, asked)
            except _CLOSED_MEANWHILE:
                connection.close()
                if not reused:
                    raise
                connection = self._fresh()
                return connection, _ask(connection, asked)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise ArchiveUnavailable from error

    def _fresh(self) -> http.client.HTTPConnection:
        make = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        return make(self._host, self._port, timeout=self._timeout_s, blocksize=_BLOCK_BYTES)

    def _give_back(self, connection: http.client.HTTPConnection, answer: http.client.HTTPResponse) -> None:
        if answer.will_close or not answer.isclosed():
            connection.close()
            return
        with self._lock:
            if len(self._idle) < _KEPT_CONNECTIONS:
                self._idle.append(connection)
                return
        connection.close()

    def _blocks(self, connection: http.client.HTTPConnection, answer: http.client.HTTPResponse) -> Iterator[bytes]:
        try:
            while block := answer.read(_BLOCK_BYTES):
                yield block
            self._give_back(connection, answer)
        except (OSError, http.client.HTTPException) as error:
            raise ArchiveUnavailable from error
        finally:
            if not answer.isclosed():
                connection.close()  # the caller went away: the rest of the answer must not reach the next request


def _ask(connection: http.client.HTTPConnection, asked: _Request) -> http.client.HTTPResponse:
    connection.timeout = asked.timeout_s
    if connection.sock is not None:
        connection.sock.settimeout(asked.timeout_s)
    connection.request(asked.method, asked.target, body=asked.body, headers=dict(asked.headers))
    return connection.getresponse()
