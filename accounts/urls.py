from django.urls import path

from accounts.views import audit, delegations, invitations, principals, profile

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
    path("invitations/<uuid:pk>/renew/", invitations.renew, name="invitation-renew"),
    path("invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]
