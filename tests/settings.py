"""The site's settings for tests: plain static files from their sources, whatever shell the tests are started from."""

import os

os.environ.setdefault("DEBRIEF_TESTING", "1")

from core.settings import *  # noqa: E402, F403
