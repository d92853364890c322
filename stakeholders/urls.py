from django.urls import URLPattern, path

from stakeholders.views import applying, on_behalf, panels, participation, reviewing, screening

app_name = "stakeholders"
urlpatterns: list[URLPattern] = [
    path("apply/", applying.apply, name="apply"),
    path("apply/new/", applying.new_organization, name="apply-new"),
    path("apply/start/", applying.start, name="apply-start"),
    path("apply/<uuid:pk>/", applying.overview, name="apply-overview"),
    path("apply/<uuid:pk>/submit/", applying.submit, name="apply-submit"),
    path("apply/<uuid:pk>/reopen/", applying.reopen, name="apply-reopen"),
    path("apply/<uuid:pk>/withdraw/", applying.withdraw, name="apply-withdraw"),
    path("apply/<uuid:pk>/confirm/", participation.confirm, name="apply-confirm"),
    path("apply/<uuid:pk>/<slug:step>/", applying.StepView.as_view(), name="apply-step"),
    path("apply/<uuid:pk>/<slug:step>/autosave/", applying.AutosaveView.as_view(), name="apply-autosave"),
    path("manage/applications/", screening.application_list, name="applications"),
    path("manage/applications/add/", on_behalf.enter, name="application-add"),
    path("manage/applications/<uuid:pk>/amend/", on_behalf.amend, name="application-amend"),
    path("manage/applications/<uuid:pk>/", screening.application_detail, name="application"),
    path("manage/applications/<uuid:pk>/status/", screening.check_status, name="application-status"),
    path("manage/applications/<uuid:pk>/settle/", screening.settle_conflict, name="application-settle"),
    path("review/", reviewing.queue, name="review"),
    path("review/conflicts/", reviewing.conflicts, name="review-conflicts"),
    path("review/<uuid:pk>/", reviewing.score, name="review-score"),
    path("review/<uuid:pk>/declare/", reviewing.declare, name="review-declare"),
    path("panel/", panels.panel, name="panel"),
    path("panel/suggest/", panels.suggest, name="panel-suggest"),
    path("panel/change/", panels.change, name="panel-change"),
    path("panel/recommend/", panels.recommend, name="panel-recommend"),
    path("panel/decide/", panels.decide, name="panel-decide"),
    path("panel/release/", panels.release, name="panel-release"),
    path("panel/invite/", panels.invite, name="panel-invite"),
]
