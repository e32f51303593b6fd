"""Room on the interpreter's stack: the same answers, and no memory fetched and given back at each call."""

import resource
import sys
import threading

import pytest

from core.stack import WORDS, room, roomy

CALLS = 400


def test_what_is_called_is_the_same():
    @roomy
    def told(first, *rest, last="z"):
        """What it is for."""
        return first, rest, last

    assert told("a", "b", last="c") == ("a", ("b",), "c")
    assert (told.__name__, told.__doc__) == ("told", "What it is for.")
    with pytest.raises(ZeroDivisionError):
        roomy(lambda: 1 / 0)()


def one(number):
    return number


def busy():
    """The pages of memory that so many calls ask for."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for number in range(CALLS):
        one(number)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def at(depth, function):
    return at(depth - 1, function) if depth else function()


def worst(function):
    """The most of it at any depth, in a thread whose stack begins empty."""
    found = []
    thread = threading.Thread(target=lambda: found.extend(at(depth, function) for depth in range(250)))
    thread.start()
    thread.join()
    return max(found)


@pytest.mark.skipif(sys.platform != "linux", reason="counts pages of memory as Linux does")
def test_no_depth_is_at_an_edge():
    if worst(busy) < CALLS / 2:
        pytest.skip("this Python keeps what it has fetched")
    assert worst(roomy(busy)) < CALLS / 4


def test_a_page_is_made_where_there_is_room(settings):
    assert "core.stack.room" in settings.MIDDLEWARE
    assert room(lambda request: request).__code__.co_stacksize == WORDS


def test_a_thousand_calls_have_room():
    assert roomy(at)(900, lambda: "below") == "below"
