"""`manage.py up` with real processes: it serves, it stops, and it leaves nothing behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.ops.processes import (
    PATIENCE,
    ROOT,
    Marked,
    fetch,
    free_port,
    made_once,
    site,
    site_env,
    until,
)

pytestmark = [pytest.mark.worker, pytest.mark.once]
READY = "Started in"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A var folder with the schema in it, so that each start is a warm one."""

    def make(folder: Path) -> None:
        words = [sys.executable, "-m", "tests.tables"]
        subprocess.run(words, cwd=ROOT, env=site_env(folder), check=True, timeout=PATIENCE)

    return made_once(tmp_path_factory, "prepared", make)


@pytest.fixture
def start(prepared, tmp_path):
    """start() runs a site and waits until it says that it has started."""
    running = []

    def begin(*words, **env):
        var = tmp_path / "var"
        if not var.exists():
            shutil.copytree(prepared, var)
        one = site(var, *words, **env)
        running.append(one)
        until(lambda: READY in one.said or one.process.poll() is not None, "the start")
        assert READY in one.said, one.said
        return one

    yield begin
    for one in running:
        one.end()


def refused(tmp_path, *words, **env) -> str:
    """The one sentence of a start that is refused; nothing may be left of it."""
    var = tmp_path / "var"
    one = site(var, *words, **env)
    try:
        assert one.ended() == 2, one.said
        one.all_gone()
    finally:
        one.end()
    sentences = [line for line in one.said.splitlines() if " debrief " not in line and " system " not in line]
    sentences = [line for line in sentences if " redis " not in line]
    assert len(sentences) == 1, one.said
    return sentences[0]


def test_it_serves_refuses_a_second_start_and_ctrl_c_stops_all(start, tmp_path):
    one = start()
    until(lambda: fetch(one, "/healthz") == (200, b"ok\n"), "the first answer")

    def all_well():
        status, body = fetch(one, "/readyz")
        parts = json.loads(body)["parts"] if status else {}
        return status == 200 and all(
            parts[name]["state"] == "ok" for name in ("database", "redis", "worker", "beat")
        )

    until(all_well, "worker and beat to be heard of")
    sentence = refused(tmp_path, PORT=str(free_port()))
    assert "already running" in sentence
    assert str(one.pid) in sentence
    assert fetch(one, "/healthz")[0] == 200

    os.killpg(one.pid, signal.SIGINT)  # what a terminal does
    assert one.ended() == 0
    one.all_gone()
    assert not list((one.log.parent).glob("redis-url"))


def test_a_killed_launcher_leaves_nothing_and_the_next_start_works(start):
    one = start()
    socket_folder = Path((one.log.parent / "redis-url").read_text().removeprefix("unix://")).parent
    assert socket_folder.exists()
    os.kill(one.pid, signal.SIGKILL)
    again = start()  # at once: it waits for what is still ending
    one.all_gone()
    assert not socket_folder.exists()
    # A part that is killed takes the others along: the worker, as it has processes of its own. The others are killed below.
    os.kill(again.find("celery -q -A core.celery"), signal.SIGKILL)
    assert again.ended() not in (0, None)
    again.all_gone()


# The launcher over parts that cost nothing to start: each has a child of its own, as a pool of processes has.
HOUSE = """
import os, sys
from honcho.printer import Printer
from core.ops.launcher import Launcher, Stage
from core.ops.parts import Part
code = "import os, time; os.fork(); time.sleep(600)"
stages = [Stage((Part(name, (sys.executable, "-c", code, name)),)) for name in ("first", "second", "third")]
launcher = Launcher(stages, Printer(sys.stdout), dict(os.environ), lambda: ["Started in no time"])
launcher.loop()
sys.exit(launcher.status)
"""


@pytest.mark.parametrize("part", ["first", "second", "third"])
@pytest.mark.parametrize("tether", [False, True], ids=["itself", "its tether"])
def test_whichever_part_is_killed_nothing_is_left(tmp_path, part, tether):
    one = Marked([sys.executable, "-c", HOUSE], dict(os.environ), tmp_path / "log")
    try:
        until(lambda: READY in one.said, "the start")
        words = ("core.ops.tether", f" {part} ") if tether else (f" {part} ",)
        os.kill(one.find(*words, without="" if tether else "core.ops.tether"), signal.SIGKILL)
        assert one.ended() not in (0, None), one.said
        one.all_gone()
    finally:
        one.end()


@pytest.mark.parametrize("polite", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_end_is_a_good_one(tmp_path, polite):
    one = Marked([sys.executable, "-c", HOUSE], dict(os.environ), tmp_path / "log")
    try:
        until(lambda: READY in one.said, "the start")
        one.process.send_signal(polite)
        assert one.ended() == 0, one.said
        one.all_gone()
    finally:
        one.end()


def test_a_port_in_use_is_refused(tmp_path):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        assert f"Port {port} can't be used" in refused(tmp_path, PORT=str(port))


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"DATABASE_URL": "postgres://ann:secret@127.0.0.1:1/x"}, "database can't be reached"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL starts with 'mysql'"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "Redis can't be reached"),
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
        ({"WEB_WORKERS": "0"}, "WEB_WORKERS is 0"),
    ],
)
def test_a_start_that_cannot_be_is_one_sentence(tmp_path, env, words):
    sentence = refused(tmp_path, **env)
    assert words in sentence
    assert "secret" not in sentence


def test_a_redis_that_cannot_start_is_one_sentence(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "var")
    folder = tmp_path / "var" / "redis" / "appendonlydir"
    folder.mkdir(parents=True)
    (folder / "appendonly.aof.manifest").write_text("damaged")
    (tmp_path / "var" / "redis" / "appendonly.aof").write_text("damaged")
    assert "Redis did not start" in refused(tmp_path)


def test_other_commands_say_in_one_sentence_that_the_database_is_away(tmp_path):
    env = site_env(tmp_path, DATABASE_URL="postgres://127.0.0.1:1/x")
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        timeout=PATIENCE,
        text=True,
    )
    assert done.returncode == 2
    assert "can't be reached" in done.stderr
    assert done.stderr.count("\n") == 1
