"""The first person who types after a start waits no longer than the next."""

import subprocess
import sys

from tests.core.ops.processes import ROOT, site_env

ASK = """
import threading
import core.wsgi
from postmortems.domain.language.learned import leaning
[one.join(60) for one in threading.enumerate() if one.name == "warming"]
print(leaning.weights.cache_info().currsize)
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
    assert (done.stdout.strip(), done.stderr) == ("1", "")
