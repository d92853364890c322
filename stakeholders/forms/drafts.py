"""Forms whose drafts may be incomplete: what a submission needs is not marked optional, yet a draft does without."""

from typing import Any

from django import forms


class NeededFieldsMixin(forms.Form):
    """`needed` names the fields; they look required and are checked only by the service that submits."""

    use_required_attribute = False
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_needed(True)

    def full_clean(self) -> None:
        self.mark_needed(False)
        super().full_clean()
        self.mark_needed(True)

    def mark_needed(self, required: bool) -> None:
        for name in self.needed:
            if name in self.fields:
                self.fields[name].required = required
