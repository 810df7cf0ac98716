from django.urls import path

from measures import chosen, views

urlpatterns = [
    *(pattern for listing in views.LISTINGS for pattern in listing.urls()),
    path("measures/<slug:slug>/", views.measure_detail, name="measure"),
    path("compare/", chosen.compare, name="compare"),
    path("brief/", chosen.brief, name="brief"),
    path("indicators/<slug:slug>/", views.indicator_detail, name="indicator"),
]
