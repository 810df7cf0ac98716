from django.apps import AppConfig


class VersionConfig(AppConfig):
    name = "portal.version"
