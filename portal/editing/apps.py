from django.contrib.admin.apps import AdminConfig


class EditingConfig(AdminConfig):
    """Django's admin, with our site in place of the stock one."""

    default_site = "portal.editing.site.EditingSite"
