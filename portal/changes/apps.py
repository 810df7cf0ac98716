from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "portal.changes"
    # Its tables are named after it.
    label = "version"
