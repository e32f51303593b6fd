"""The first person who types after a start waits no longer than the next."""

import subprocess
import sys

from tests.core.ops.processes import ROOT, site_env

ASK = """
import gc
import sys
import threading
import core.wsgi
[one.join(60) for one in threading.enumerate() if one.name == "warming"]
leaning = sys.modules["postmortems.domain.language.learned.leaning"]
print(leaning.weights.cache_info().currsize, gc.get_freeze_count() > 100_000)
"""


def test_a_web_server_has_read_the_rules_when_it_has_started(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=site_env(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "1 True"), done.stderr
