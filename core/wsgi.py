"""The door for the web server."""

import gc
import os
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
application = get_wsgi_application()


def _warm() -> None:
    for path in settings.WARMED_BY_WEB:
        import_string(path)()
    # What is there now stays until the end; looking through it for what may go took a twentieth of each page's time.
    gc.freeze()


# Beside the first requests: a page must not wait for it, and who types soon after a start must not either.
threading.Thread(target=_warm, name="warming", daemon=True).start()
