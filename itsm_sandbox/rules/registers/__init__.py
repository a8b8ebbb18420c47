"""Assets, spending and articles in plain form: what can happen to each, and who may do it."""

from itsm_sandbox.rules.registers.articles import ARTICLE, ARTICLE_TYPES, AUDIENCES, is_out_of_date
from itsm_sandbox.rules.registers.assets import ASSET, ASSET_TYPES
from itsm_sandbox.rules.registers.spending import EXPENDITURE, SPENDING_CATEGORIES

__all__ = [
    "ARTICLE",
    "ARTICLE_TYPES",
    "ASSET",
    "ASSET_TYPES",
    "AUDIENCES",
    "EXPENDITURE",
    "SPENDING_CATEGORIES",
    "is_out_of_date",
]
