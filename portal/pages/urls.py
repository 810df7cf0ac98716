from django.urls import path

from policies.views import section_detail, source_detail
from portal.pages import citing, corrections, remarks
from portal.pages.changes import views as changes
from portal.pages.check.views import urls as check_urls
from portal.pages.entities import views as entities
from portal.pages.pillars import views as pillars

urlpatterns = [
    *changes.urls(),
    *corrections.urls(),
    *check_urls(),
    path("sources/<slug:slug>/", source_detail, name="source"),
    path("sources/<slug:slug>/<slug:code>/", section_detail, name="section"),
    path("pillars/<slug:slug>/", pillars.framework_detail, name="framework"),
    path("pillars/<slug:framework>/<slug:slug>/", pillars.pillar_detail, name="pillar"),
    path("partners/<slug:code>/", entities.partner_detail, name="partner"),
    path("subjects/<slug:slug>/", entities.subject_detail, name="subject"),
    path("organisations/<slug:slug>/", entities.organisation_detail, name="organisation"),
    path("issues/<slug:slug>/", entities.issue_detail, name="issue"),
    *citing.urls(),
    path("remarks/sent/", remarks.remark_sent, name="remark-sent"),
    path("remarks/<slug:kind>/<path:name>/", remarks.remark, name="remark"),
]
