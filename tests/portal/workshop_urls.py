"""The site map as it is in DEBUG: with the gallery of components."""

from django.conf.urls.i18n import i18n_patterns

from portal.urls import WORKSHOP, handler404
from portal.urls import urlpatterns as visitors

__all__ = ["handler404", "urlpatterns"]

urlpatterns = [*visitors, *i18n_patterns(*WORKSHOP, prefix_default_language=False)]
