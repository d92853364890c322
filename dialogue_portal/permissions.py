"""Who may take an export away: whoever asked for it, while they may still read the table."""

from typing import Any

import rules

from dialogue_portal.exports import staff_tables


@rules.predicate
def may_still_read(user: Any, export: Any) -> bool:
    if export is None or export.taken_by_id != user.pk or export.table not in staff_tables:
        return False
    return bool(user.has_perm(staff_tables[export.table].permission, export.scope))


rules.add_perm("dialogue_portal.take_export", may_still_read)
