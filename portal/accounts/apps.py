from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        # Roles, sessions and the log of accounts stand on models, which exist only now.
        import_string("portal.accounts.roles.connect")()
        import_string("portal.accounts.following.connect")()
        import_string("portal.accounts.sessions.connect")()
        import_string("portal.accounts.factors.connect")()
