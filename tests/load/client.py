"""A caller that costs little: keep-alive connections over plain sockets, so that the server is what is measured."""

from __future__ import annotations

import multiprocessing
import socket
import statistics
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Requests a second and milliseconds at the middle and at the 95th of a hundred."""

    rate: float
    p50: float
    p95: float


def _read(connection: socket.socket, buffer: bytes) -> tuple[int, int, bytes]:
    """(status, bytes of the answer, what is left in the buffer) of one answer."""
    while b"\r\n\r\n" not in buffer:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("the server closed the connection")
        buffer += more
    head, _, rest = buffer.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    status = int(lines[0].split()[1])
    length = next((int(line[15:]) for line in lines if line[:15].lower() == b"content-length:"), None)
    if length is None:  # chunked: granian does so for streams only, and no page here is one
        raise ValueError("no length in the answer")
    while len(rest) < length:
        rest += connection.recv(1 << 20)
    return status, length, rest[length:]


def _call(port: int, requests: list[bytes], seconds: float, expect: int, out) -> None:
    try:
        out.put(_calls(port, requests, seconds, expect))
    except (OSError, ValueError) as error:
        out.put((repr(error), []))


def _calls(port: int, requests: list[bytes], seconds: float, expect: int) -> tuple[str, list[float]]:
    times, number = [], 0
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    left, end = b"", time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        connection.sendall(requests[number % len(requests)])
        status, _, left = _read(connection, left)
        if status != expect:
            return f"status {status}", []
        times.append(time.perf_counter() - start)
        number += 1
    return "", times


def measure(
    port: int, requests: list[bytes], *, callers: int = 4, seconds: float = 4.0, expect: int = 200
) -> Figure:
    """Call for `seconds` with `callers` connections, each a process going through `requests` from its own place."""
    out: multiprocessing.Queue = multiprocessing.Queue()
    share = max(1, len(requests) // callers)
    crew = [
        multiprocessing.Process(
            target=_call, args=(port, requests[n * share :] + requests[: n * share], seconds, expect, out)
        )
        for n in range(callers)
    ]
    for one in crew:
        one.start()
    times: list[float] = []
    for _ in crew:
        wrong, some = out.get(timeout=seconds + 30)
        if wrong:
            raise RuntimeError(f"{wrong} for {requests[0].splitlines()[0].decode()}")
        times += some
    for one in crew:
        one.join()
    times.sort()
    return Figure(len(times) / seconds, statistics.median(times) * 1000, times[int(len(times) * 0.95)] * 1000)


def get(path: str, cookie: str = "") -> bytes:
    """A GET as bytes."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n"
    return (head + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode()


def post(path: str, body: str, cookie: str) -> bytes:
    """A POST of form values as bytes."""
    data = body.encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data
