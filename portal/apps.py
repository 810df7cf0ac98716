from django.apps import AppConfig
from django.utils.module_loading import import_string


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        # Lists stand on models, which exist only now.
        import_string("portal.wiring.start")()
