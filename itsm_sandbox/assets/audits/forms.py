"""What is filled in on the pages of an audit that are no step's own."""

from wtforms import FileField

from core.forms import Form


class ScanForm(Form):
    """A file of what a scan of the network saw."""

    file = FileField("File with the scan")
