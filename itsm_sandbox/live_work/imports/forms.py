"""What is asked when a file comes in: what it is, and what each of its columns holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField

from core.forms import Form, offered
from core.tables.mapping import Role
from itsm_sandbox.live_work.imports.rules.layouts import RECORD_KINDS, TOOLS
from itsm_sandbox.live_work.imports.services.files import Upload


class UploadForm(Form):
    """Of a register: the file alone."""

    file = FileField(
        "File",
        description="CSV or Excel workbook (.xlsx), at most 5 MB and 20,000 rows.",
        validators=[FileRequired("Choose a file.")],
    )

    def upload(self, what: str) -> Upload:
        return Upload(what, self.file.data.filename or "", self.file.data.stream, **self.more)

    @property
    def more(self) -> dict[str, str]:
        return {}


class LiveUploadForm(UploadForm):
    tool = SelectField("Tool", choices=offered(TOOLS), description="The one that wrote the file.")
    record_kind = SelectField("What is in the file", choices=offered(RECORD_KINDS))
    my_names = StringField(
        "What you are called in it",
        description="Your name and your user name as the tool writes them, with a comma between. Everybody else is "
        "masked.",
    )

    @property
    def more(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("tool", "record_kind", "my_names")}


class ColumnsForm(Form):
    """A choice for each column of one table; `chosen` is by the column's name."""

    columns: Sequence[str] = ()

    @property
    def chosen(self) -> dict[str, str]:
        return {column: self[f"column_{place}"].data for place, column in enumerate(self.columns)}


def columns_form(columns: Sequence[str], roles: Sequence[Role], mapping: Mapping[str, str]) -> ColumnsForm:
    choices = offered((role.name, role.label + (" (needed)" if role.required else "")) for role in roles)
    parts: dict[str, Any] = {
        f"column_{place}": SelectField(column, choices=choices) for place, column in enumerate(columns)
    }
    made = type("ColumnsFormOfTable", (ColumnsForm,), {**parts, "columns": tuple(columns)})
    form: ColumnsForm = made(data={f"column_{place}": mapping.get(one, "leave") for place, one in enumerate(columns)})
    return form
