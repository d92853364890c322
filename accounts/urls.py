from django.urls import path

from accounts.views import audit, delegations, invitation_imports, invitations, principals, profile

app_name = "accounts"
urlpatterns = [
    path("me/", profile.ProfileView.as_view(), name="me"),
    path("act-for/", principals.switch, name="act-for"),
    path("audit/", audit.AuditLogView.as_view(), name="audit-log"),
    path("delegations/", delegations.DelegationListView.as_view(), name="delegations"),
    path("delegations/<uuid:pk>/", delegations.delegation, name="delegation"),
    path("delegations/<uuid:pk>/invite/", delegations.invite, name="delegation-invite"),
    path("focal-points/<uuid:pk>/remove/", delegations.remove, name="focal-point-remove"),
    path("focal-points/<uuid:pk>/lead/", delegations.lead, name="focal-point-lead"),
    path("invitations/", invitations.InvitationListView.as_view(), name="invitations"),
    path("invitations/answer/", invitations.answer, name="invitation-answer"),
    path("invitations/import/", invitation_imports.import_delegations, name="invitation-import-new"),
    path("invitations/import/template.<slug:kind>", invitation_imports.template_table, name="invitation-template"),
    path("invitations/import/<uuid:pk>/", invitation_imports.preview, name="invitation-import"),
    path("invitations/import/<uuid:pk>/send/", invitation_imports.send, name="invitation-import-send"),
    path("invitations/import/<uuid:pk>/discard/", invitation_imports.discard, name="invitation-import-discard"),
    path("invitations/import/<uuid:pk>/problems.csv", invitation_imports.problems, name="invitation-import-problems"),
    path("invitations/<uuid:pk>/renew/", invitations.renew, name="invitation-renew"),
    path("invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("invitations/<str:token>/", invitations.follow, name="invitation"),
]
