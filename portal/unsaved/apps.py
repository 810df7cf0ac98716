from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnsavedConfig(AppConfig):
    name = "portal.unsaved"
    label = "unsaved"
    verbose_name = _("Forms that are open")
