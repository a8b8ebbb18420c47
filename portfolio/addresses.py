"""The addresses that notifications of the portfolio lead to."""

from functools import partial

from core.destinations import register
from core.routing import path_of

PAGES = {
    "meta_skill": "portfolio.show_meta_skill",
}
for _kind, _endpoint in PAGES.items():
    register(_kind, partial(path_of, _endpoint))
