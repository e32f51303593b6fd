"""The site as it is served, with the baselines' addresses added."""

from core.settings import *  # noqa: F403

ROOT_URLCONF = "tests.load.site.urls"
WSGI_APPLICATION = "tests.load.site.wsgi.application"
