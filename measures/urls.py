from django.urls import path

from measures import views

urlpatterns = [
    *(pattern for listing in views.LISTINGS for pattern in listing.urls()),
    path("measures/<slug:slug>/", views.measure_detail, name="measure"),
    path("indicators/<slug:slug>/", views.indicator_detail, name="indicator"),
]
