from django.urls import path

from mailings.views import outbox, templates

app_name = "mailings"
urlpatterns = [
    path("", outbox.OutboxView.as_view(), name="outbox"),
    path("templates/", templates.template_list, name="templates"),
    path("templates/<slug:occasion>/<slug:language>/", templates.template, name="template"),
    path("templates/<slug:occasion>/<slug:language>/restore/", templates.restore, name="template-restore"),
    path("messages/<uuid:pk>/", outbox.MessageView.as_view(), name="message"),
    path("messages/<uuid:pk>/retry/", outbox.retry, name="message-retry"),
    path("messages/<uuid:pk>/resend/", outbox.resend, name="message-resend"),
    path("<uuid:pk>/", outbox.MailingView.as_view(), name="mailing"),
    path("<uuid:pk>/progress/", outbox.progress, name="mailing-progress"),
    path("<uuid:pk>/release/", outbox.release, name="mailing-release"),
    path("<uuid:pk>/discard/", outbox.discard, name="mailing-discard"),
    path("<uuid:pk>/rewrite/", outbox.rewrite, name="mailing-rewrite"),
    path("<uuid:pk>/retry/", outbox.retry_failed, name="mailing-retry"),
]
