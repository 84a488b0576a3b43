"""A file's fillable fields and inner build."""

from typing import Protocol

from imwu_inbox.domain.form_fields import FileStructure


class FormFields(Protocol):
    """Reads what a file holds beside its pages."""

    def __call__(self, content: bytes) -> FileStructure:
        """Fields, XFA data, attachments and whether it opens without a password; never an error."""
        ...
