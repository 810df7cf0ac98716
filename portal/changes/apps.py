from django.apps import AppConfig

from portal.changes import aside


class ChangesConfig(AppConfig):
    name = "portal.changes"
    # Its tables are named after it.
    label = "version"

    def ready(self):
        aside.connect()
