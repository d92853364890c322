"""Staff tables as CSV and Excel: an app declares a `StaffTable` in its `exports.py`, its page offers it.

`tables` is what apps write, `writing` makes the bytes, `answering` serves a page's request, `perform` is the worker's
part for long tables, `views` shows how far that is. Every export leaves a row (`dialogue_portal.models.Export`) and an
entry of the audit log: who took what away, under which filter.
"""

from dialogue_portal.exports.tables import Asked, Column, StaffTable, staff_tables

__all__ = ["Asked", "Column", "StaffTable", "staff_tables"]
