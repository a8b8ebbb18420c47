"""Frameworks as JSON: what the commands print."""

from marshmallow import Schema, fields

from standards.models import AlignmentType, CriterionKind


class FrameworkSummarySchema(Schema):
    key = fields.String()
    title = fields.String()
    version = fields.String()
    counts = fields.Dict(keys=fields.Enum(CriterionKind, by_value=True), values=fields.Integer())


class CriterionSchema(Schema):
    code = fields.String()
    kind = fields.Enum(CriterionKind, by_value=True)
    level = fields.String(allow_none=True)
    heading = fields.String(allow_none=True)
    statement = fields.String()


class UnitSchema(Schema):
    code = fields.String()
    title = fields.String()
    mandatory = fields.Boolean(allow_none=True)
    goal = fields.String(allow_none=True)
    outline = fields.String(allow_none=True)
    criteria = fields.List(fields.Nested(CriterionSchema))


class AlignmentSchema(Schema):
    from_code = fields.String(data_key="from")
    to = fields.String()
    type = fields.Enum(AlignmentType, by_value=True)


class FrameworkTreeSchema(Schema):
    key = fields.String(attribute="framework.key")
    title = fields.String(attribute="framework.title")
    metadata = fields.Dict(attribute="framework.metadata_")
    units = fields.List(fields.Nested(UnitSchema))
    alignments = fields.List(fields.Nested(AlignmentSchema))
