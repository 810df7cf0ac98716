from django.apps import AppConfig
from django.utils.module_loading import import_string


class VersionConfig(AppConfig):
    name = "portal.version"

    def ready(self):
        import_string("portal.version.watch.connect")()
