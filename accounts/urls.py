from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.ProfileView.as_view(), name="me"),
    path("audit/", views.AuditLogView.as_view(), name="audit-log"),
    path("delegations/", views.DelegationListView.as_view(), name="delegations"),
    path("delegations/<uuid:pk>/", views.DelegationView.as_view(), name="delegation"),
    path("focal-points/<uuid:pk>/remove/", views.remove, name="focal-point-remove"),
    path("invitations/<uuid:pk>/renew/", views.renew, name="invitation-renew"),
    path("invitations/<uuid:pk>/withdraw/", views.withdraw, name="invitation-withdraw"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
