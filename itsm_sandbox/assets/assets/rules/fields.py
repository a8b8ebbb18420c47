"""What is asked about an asset, and the answers that its choices have."""

from itsm_sandbox.engine.machine import Ask, Field
from itsm_sandbox.engine.roles import WorkRole

ASSET_TYPES = (
    ("laptop", "Laptop"),
    ("desktop", "Desktop computer"),
    ("tablet", "Tablet"),
    ("server", "Server"),
    ("switch", "Network switch"),
    ("access_point", "Wireless access point"),
    ("printer", "Printer"),
    ("display", "Display or projector"),
    ("phone", "Phone"),
    ("peripheral", "Peripheral"),
    ("virtual", "Virtual machine"),
)
CRITICALITIES = (
    ("high", "High: many cannot work without it"),
    ("medium", "Medium: some cannot work without it"),
    ("low", "Low: there is another way"),
)
DATA_CLASSES = (
    ("none", "None"),
    ("internal", "Internal, about nobody"),
    ("personal", "Personal data"),
    ("special", "Special categories of personal data"),
)
WIPES = (
    ("overwritten", "Overwritten by a program"),
    ("crypto_erase", "Its encryption key was destroyed"),
    ("destroyed", "The storage was physically destroyed"),
    ("no_storage", "It holds no data"),
)
ROUTES = (("weee", "Recycled as electrical waste (WEEE) by a licensed firm"), ("reuse", "Re-used elsewhere"))
CONDITIONS = (
    ("good", "Good"),
    ("worn", "Worn, but works"),
    ("damaged", "Damaged"),
)
HOLDS_NO_DATA = frozenset({"display", "peripheral", "switch", "access_point"})
"""Kinds that may be disposed of without a wipe. Printers have disks."""

KEEPERS = (
    WorkRole.FIRST_LEVEL,
    WorkRole.SECOND_LEVEL,
    WorkRole.SINGLE_POINT_OF_CONTACT,
    WorkRole.MAINTENANCE,
    WorkRole.IMPLEMENTATION,
)
BECAUSE = (
    Field(
        "change_ref",
        "Request for change",
        Ask.REF,
        required=False,
        offers="change",
        keep=False,
        hint="Such as RFC-0012, when a change is why.",
    ),
    Field(
        "ticket_ref",
        "Ticket",
        Ask.REF,
        required=False,
        offers="ticket",
        keep=False,
        hint="Such as INC-0042, when a ticket is why.",
    ),
    Field("note", "Note", Ask.LONG_TEXT, required=False, keep=False),
)
SITE = Field("site_id", "Site", Ask.ROW, offers="sites")
WHERE = Field("location", "Room or place", hint="Such as Room 14, or the server cupboard.")
SERVICE = Field("service_id", "Service it belongs to", Ask.ROW, required=False, offers="services")
TAG = Field("tag", "Asset tag", hint="On its label; each is used once.", at_most=40)
TYPE = Field("type", "Kind", Ask.CHOICE, choices=ASSET_TYPES)
MODEL = Field("model", "Make and model", at_most=200)
SERIAL = Field("serial", "Serial number", required=False, at_most=100)
ON_NETWORK = (
    Field("host_name", "Host name", required=False, at_most=100, hint="What it is called on the network."),
    Field("macs", "Addresses of its network cards (MAC)", Ask.LINES, required=False, hint="One a line."),
)
PURCHASE = (
    Field("supplier", "Supplier", required=False, at_most=200),
    Field("order_number", "Order number", required=False, at_most=100),
    Field("funding", "Paid from", required=False, at_most=200, hint="The budget or the grant."),
    Field("cost_pence", "Cost", Ask.MONEY, required=False),
)
CARE = (
    Field("warranty_ends_on", "Warranty ends on", Ask.DAY, required=False),
    Field("maintenance", "Maintenance contract", required=False, at_most=200, hint="With whom, and until when."),
    Field("criticality", "How much depends on it", Ask.CHOICE, required=False, choices=CRITICALITIES),
    Field("data_class", "Data on it", Ask.CHOICE, required=False, choices=DATA_CLASSES),
)


SEARCHED = Field(
    "searched",
    "Where it was looked for, and who was asked",
    Ask.LONG_TEXT,
    at_least=40,
    keep=False,
    hint="The ICT owner decides on it.",
)
