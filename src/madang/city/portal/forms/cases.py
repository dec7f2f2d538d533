"""What residents write about their case."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

MESSAGE_LENGTH = 10_000


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Gives a list of files; none is an empty list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Clean every file."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(one, initial) for one in files]


def words_field(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    """Return a field for words; so long that nobody need count."""
    most = MaxLengthValidator(MESSAGE_LENGTH)
    return forms.CharField(label=label, validators=[most], widget=forms.Textarea(attrs={"rows": rows}), **options)


class MessageForm(forms.Form):
    """A message to the caseworker."""

    body = words_field(_("Your message"), error_messages={"required": _("Write something first, then send.")})


class AnswerForm(forms.Form):
    """Files and words that answer a request."""

    files = ManyFilesField(  # type: ignore[assignment] # a form's own ``files`` stays what was sent
        label=_("Files"),
        required=False,
        help_text=_("Photos, PDF or text documents, 10 MB each at most. A photo of a letter is enough."),
    )
    words = words_field(_("Anything to say about it?"), required=False)


class AppealForm(forms.Form):
    """An objection; reasons help, but are not asked for by law."""

    words = words_field(
        _("Why should we look again?"),
        rows=6,
        required=False,
        help_text=_("You need not give reasons, but they help. Papers can be sent in the next step."),
    )
