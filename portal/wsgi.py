"""The WSGI entry point that granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from portal.databases import limit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
# Here and not in the settings: commands take the time that they need.
if not settings.DATABASE_POOLER:
    for alias in connections:
        limit(connections.settings[alias])
