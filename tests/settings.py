"""The site's settings for tests: plain static files from their sources, whatever shell the tests are started from."""

import os

os.environ.setdefault("DEBRIEF_TESTING", "1")

from core.settings import *  # noqa: E402, F403
from core.settings import DATABASES, VAR_DIR  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file as on a site, not memory: the threads of a server that a browser asks would share one connection to that, and one's
    # transaction would end in the middle of another's. Nothing of it need outlive the machine.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / f"tests-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# Each test client begins the middleware anew, and with it a look at every file of styles and scripts: 30 ms for each of thousands.
WHITENOISE_AUTOREFRESH = True
