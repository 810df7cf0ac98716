from django.urls import path

from measures import views
from measures.compare.document_views import documents_compared, documents_compared_csv
from measures.compare.views import brief, compare

urlpatterns = [
    path("measures/<slug:slug>/", views.measure_detail, name="measure"),
    path("compare/", compare, name="compare"),
    path("brief/", brief, name="brief"),
    path("documents-compared/", documents_compared, name="documents-compared"),
    path("documents-compared.csv", documents_compared_csv, name="documents-compared-csv"),
    path("indicators/<slug:slug>/", views.indicator_detail, name="indicator"),
]
