"""The words inside the files of documents, for the search: read out once by a worker."""

from django.db import models

from dialogue_portal.jobs import Job


class FileText(Job):
    """The text of one file, empty where none can be read, and the work of reading it.

    A row of its own, so that no list of files carries texts along.
    """

    file = models.OneToOneField("DocumentFile", on_delete=models.CASCADE, related_name="file_text")
    text = models.TextField(blank=True, editable=False)

    class Meta(Job.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.file)
