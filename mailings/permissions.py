"""Who sees and releases mail."""

import rules

from accounts.permissions import is_secretariat

rules.add_perm("mailings.manage_mail", is_secretariat)
