"""The addresses of tables that are handed in."""

from django.urls import path

from portal.sheets import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/", views.one, name="import"),
    path("<int:pk>/undo/", views.undo, name="import-undo"),
]
