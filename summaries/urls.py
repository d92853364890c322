"""Below a session's address, as all pages of one session."""

from django.urls import path

from summaries.views import consultation, decisions, drafting, reading, text

app_name = "summaries"
urlpatterns = [
    path("summary/", reading.detail, name="detail"),
    path("summary/start/", drafting.start, name="start"),
    path("summary/masthead/", drafting.masthead, name="masthead"),
    path("summary/facts/", text.write_facts, name="write-facts"),
    path("summary/sections/", text.add_section, name="add-section"),
    path("summary/sections/<uuid:section_id>/", text.edit_section, name="edit-section"),
    path("summary/sections/<uuid:section_id>/move/", text.move_section, name="move-section"),
    path("summary/sections/<uuid:section_id>/remove/", text.remove_section, name="remove-section"),
    path("summary/paragraphs/new/", text.new_paragraph, name="new-paragraph"),
    path("summary/paragraphs/add-points/", text.add_points, name="add-points"),
    path("summary/paragraphs/<uuid:paragraph_id>/", text.edit_paragraph, name="edit-paragraph"),
    path("summary/paragraphs/<uuid:paragraph_id>/move/", text.move_paragraph, name="move-paragraph"),
    path("summary/paragraphs/<uuid:paragraph_id>/remove/", text.remove_paragraph, name="remove-paragraph"),
    path("summary/paragraphs/<uuid:paragraph_id>/restore/", text.restore_paragraph, name="restore-paragraph"),
    path("summary/consultation/", consultation.consultation, name="consultation"),
    path("summary/consultation/open/", consultation.open_round, name="open-consultation"),
    path("summary/consultation/close/", consultation.close_round, name="close-consultation"),
    path("summary/consultation/position/", consultation.state_position, name="state-position"),
    path("summary/consultation/position/record/", consultation.record_position, name="record-position"),
    path(
        "summary/consultation/paragraphs/<uuid:paragraph_id>/",
        consultation.ContributeView.as_view(),
        name="contribute",
    ),
    path("summary/proposals/<uuid:contribution_id>/", decisions.decide, name="decide"),
    path("summary/proposals/<uuid:contribution_id>/withdraw/", consultation.withdraw, name="withdraw"),
    path("summary/dispositions/", decisions.dispositions, name="dispositions"),
    path("summary/finalize/", decisions.finalize, name="finalize"),
    path("summary/reopen/", decisions.reopen, name="reopen"),
    path("summary/publish/", decisions.publish, name="publish"),
    path("summary/versions/", reading.versions, name="versions"),
    path("summary/versions/freeze/", reading.freeze, name="freeze"),
    path("summary/versions/<uuid:version_id>/", reading.version, name="version"),
    path("summary/renderings/<uuid:rendering_id>/", reading.rendering_status, name="rendering"),
    path("summary/renderings/<uuid:rendering_id>/retry/", reading.retry, name="retry-rendering"),
    path("summary/renderings/<uuid:rendering_id>/download/", reading.download, name="download"),
]
