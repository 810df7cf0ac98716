from django.urls import path

from policies import views

urlpatterns = [
    *(pattern for listing in views.LISTINGS for pattern in listing.urls()),
    path("sources/<slug:slug>/", views.source_detail, name="source"),
    path("sources/<slug:slug>/<slug:code>/", views.section_detail, name="section"),
    path("pillars/<slug:slug>/", views.framework_detail, name="framework"),
    path("pillars/<slug:framework>/<slug:slug>/", views.pillar_detail, name="pillar"),
    path("partners/<slug:code>/", views.partner_detail, name="partner"),
    path("subjects/<slug:slug>/", views.subject_detail, name="subject"),
    path("organisations/<slug:slug>/", views.organisation_detail, name="organisation"),
    path("issues/<slug:slug>/", views.issue_detail, name="issue"),
]
