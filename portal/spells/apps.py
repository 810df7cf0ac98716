from django.apps import AppConfig


class SpellsConfig(AppConfig):
    name = "portal.spells"
    label = "spells"
