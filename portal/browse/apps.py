from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BrowseConfig(AppConfig):
    name = "portal.browse"

    def ready(self):
        # What lists ask decides which changes are logged and what the index holds, so it has to
        # be known to every process that writes, also to those that draw no page.
        autodiscover_modules("filters")
