from django.urls import path

from mailings import views

app_name = "mailings"
urlpatterns = [
    path("", views.OutboxView.as_view(), name="outbox"),
    path("messages/<uuid:pk>/", views.MessageView.as_view(), name="message"),
    path("messages/<uuid:pk>/retry/", views.retry, name="message-retry"),
    path("<uuid:pk>/", views.MailingView.as_view(), name="mailing"),
    path("<uuid:pk>/release/", views.release, name="mailing-release"),
    path("<uuid:pk>/discard/", views.discard, name="mailing-discard"),
]
