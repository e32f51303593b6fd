"""A mail server that says yes to everything and counts: for measuring what a delivery costs us, and not what it costs aiosmtpd."""

from __future__ import annotations

import asyncio
import socket
import threading

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 SIZE 33554432\r\n",
    b"DATA": b"354 Go on\r\n",
    b"QUIT": b"221 Bye\r\n",
}
END = b"\r\n.\r\n"


class Conversation(asyncio.Protocol):
    """One connection: commands by the line, alone or several in one piece, and mails up to the dot."""

    def __init__(self, sink: CountingSink) -> None:
        self.sink, self.rest, self.in_mail = sink, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        said = []
        while (end := self.rest.find(END if self.in_mail else b"\r\n")) >= 0:
            piece, self.rest = self.rest[:end], self.rest[end + (len(END) if self.in_mail else 2) :]
            if self.in_mail:
                self.in_mail, self.sink.taken = False, self.sink.taken + 1
                said.append(b"250 Accepted\r\n")
            else:
                word = piece[:4].upper()
                self.in_mail = word == b"DATA"
                said.append(ANSWERS.get(word, b"250 OK\r\n"))
        if said:
            self.transport.write(b"".join(said))
            if said[-1] == ANSWERS[b"QUIT"]:
                self.transport.close()


class CountingSink:
    """`count` is the number of mails it took; the same ways in as `sink.Sink`."""

    def __init__(self) -> None:
        self.taken = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def url(self) -> str:
        """What EMAIL_URL names."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()
        listening = self._loop.create_server(lambda: Conversation(self), "127.0.0.1", self.port)
        asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)

    def stop(self) -> None:
        """No longer answer."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def count(self) -> int:
        """How many mails were accepted so far."""
        return self.taken
