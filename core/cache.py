"""The cache forgives a Redis that is away: a miss is slower, never an error."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _forgiving(name: str, default):
    method = getattr(RedisCache, name)

    def call(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            log.warning("cache.%s without Redis: %s", name, type(error).__name__)
            return default(*args, **kwargs)

    call.__name__ = name
    return call


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, answering as an empty cache would while the server is away."""

    get = _forgiving("get", lambda key, default=None, **kw: default)
    set = _forgiving("set", lambda *a, **kw: None)
    add = _forgiving("add", lambda *a, **kw: True)
    touch = _forgiving("touch", lambda *a, **kw: False)
    delete = _forgiving("delete", lambda *a, **kw: False)
    get_many = _forgiving("get_many", lambda *a, **kw: {})
    set_many = _forgiving("set_many", lambda *a, **kw: [])
    delete_many = _forgiving("delete_many", lambda *a, **kw: None)
    has_key = _forgiving("has_key", lambda *a, **kw: False)
    incr = _forgiving("incr", lambda key, delta=1, **kw: delta)
    clear = _forgiving("clear", lambda *a, **kw: False)
