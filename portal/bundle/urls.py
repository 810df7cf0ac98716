"""The addresses of bundles; they have no language."""

from django.urls import path

from portal.bundle import views

urlpatterns = [
    path("data/index.json", views.index, name="bundle"),
    path("data/latest/<path:path>", views.latest, name="bundle-latest"),
    path("data/v/<int:number>/", views.version, name="bundle-version"),
    path("data/v/<int:number>/<path:path>", views.file, name="bundle-file"),
]
