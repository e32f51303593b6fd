"""The cache while Redis is away: slower, never an error."""

import pytest
from django.core.cache import caches

GONE = "unix:///nonexistent/debrief-redis.sock?db=0"


@pytest.fixture
def away(settings):
    """The site's cache, with a server that is not there."""
    settings.CACHES = {
        "default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": GONE, "TIMEOUT": 300}
    }
    return caches["default"]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda c: c.get("a"), None),
        (lambda c: c.get("a", "default"), "default"),
        (lambda c: c.get("a", default=7, version=2), 7),
        (lambda c: c.set("a", 1), None),
        (lambda c: c.set("a", 1, timeout=5), None),
        (lambda c: c.add("a", 1), True),
        (lambda c: c.touch("a"), False),
        (lambda c: c.delete("a"), False),
        (lambda c: c.get_many(["a", "b"]), {}),
        (lambda c: c.set_many({"a": 1}), []),
        (lambda c: c.delete_many(["a"]), None),
        (lambda c: c.has_key("a"), False),
        (lambda c: "a" in c, False),
        (lambda c: c.incr("a"), 1),
        (lambda c: c.incr("a", 5), 5),
        (lambda c: c.get_or_set("a", lambda: "made"), "made"),
        (lambda c: c.get_or_set("a", "value", 30), "value"),
        (lambda c: c.clear(), False),
    ],
    ids=range(18),
)
def test_every_call_answers_as_an_empty_cache_would(away, ask, answer):
    assert ask(away) == answer


def test_the_log_says_what_was_missed_and_no_key(away, caplog):
    away.get("secret-key-of-somebody")
    assert "cache.get without Redis" in caplog.text
    assert "secret-key" not in caplog.text


def test_a_mistake_of_ours_is_not_hidden(away):
    with pytest.raises(TypeError):
        away.get()


def test_pages_answer_without_redis(away, make_postmortem, sign_in):
    postmortem = make_postmortem()
    client = sign_in(postmortem.owner)
    for path in ("/", "/postmortems/", f"/postmortems/{postmortem.pk}/", "/actions/", "/search/?q=x"):
        assert client.get(path).status_code == 200, path
