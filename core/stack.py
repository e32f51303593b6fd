"""Room on the interpreter's stack.

CPython keeps the frames of Python functions in pieces of 16 KB. A call that does not fit asks the system for another piece, and
its return gives that back at once (`push_chunk` and `_PyThreadState_PopFrame` in Python/pystate.c). Where a busy loop happens
to run at the edge of a piece, each of its calls costs two system calls and a few page faults: hundreds for a page, a tenth of
its time. How deep the edge lies depends on who calls whom, so that no single place can be mended.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

WORDS = 1 << 15
"""How much a frame claims, in words of eight bytes. The piece that is fetched for it is a power of two and larger than
that: 512 KB, half of which is left for what is called, which is more than a thousand frames of the usual size. Memory that is not
touched is not taken."""


def roomy(function: Callable[P, R]) -> Callable[P, R]:
    """The same function, called where its thread has room for all that it calls."""

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=WORDS)
    return functools.wraps(function)(call)


def room(get_response: Callable[P, R]) -> Callable[P, R]:
    """Middleware: a request's page is made where there is room for it."""
    return roomy(get_response)
