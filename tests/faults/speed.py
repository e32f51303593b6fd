"""`python -m tests.faults.speed`: mails delivered a second, beside the rate of tasks that do nothing, in one run."""

from __future__ import annotations

import argparse
import sys
import time

from celery import Celery

from core.env import celery_broker

from .counting import CountingSink
from .site import Site


def noop_rate(site: Site, number: int) -> float:
    """Tasks a second that two worker processes finish, from a backlog, without doing anything in them."""
    app = Celery("sender", broker=celery_broker(site.env["REDIS_URL"]), set_as_current=False)
    for count in range(number):
        app.send_task("noop", [count], queue="noop", ignore_result=True)
    words = [sys.executable, "-m", "celery", "-A", "tests.faults.noop", "worker", "-c", "2", "-Q", "noop"]
    site.run_beside("noop", [*words, "--without-gossip", "--without-mingle", "--loglevel", "WARNING"])
    return _rate(lambda: number - _waiting(site), number, site)


def _waiting(site: Site) -> int:
    client = site.redis()
    return client.llen("noop") + client.hlen("unacked")


def _rate(done, number: int, site: Site) -> float:
    """Between a tenth and the end, so that starting up does not count."""
    began, first = 0.0, number // 10
    until = time.monotonic() + 300
    while (count := done()) < number:
        if count >= first and not began:
            began, first = time.monotonic(), count
        if time.monotonic() > until:
            raise RuntimeError(f"{count} of {number} after five minutes\n{site.logs()}")
        time.sleep(0.01)
    return (number - first) / (time.monotonic() - began)


def delivery_rate(site: Site) -> float:
    """Mails a second that the sink accepts from two worker processes, each with its record."""
    site.start_worker()
    site.start_beat()
    return _rate(site.sink.count, site.due, site)


def main() -> int:
    """Print both rates and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.speed", description=__doc__)
    parser.add_argument("--due", type=int, default=3000)
    wanted = parser.parse_args()
    with Site(wanted.due, sink=CountingSink()) as site:
        base = noop_rate(site, wanted.due)
        site.end("noop")
        rate = delivery_rate(site)
    sys.stdout.write(f"tasks that do nothing: {base:.0f} a second\n")
    sys.stdout.write(f"mails delivered and recorded: {rate:.0f} a second, {rate / base:.2f} of it\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
