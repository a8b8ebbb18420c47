"""Makes the demo centres: every deed of three months, in the order of time, at the moment it was done."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from accounts.models import Centre
from accounts.services import read_all_notifications
from core import clock
from core.db import db, transaction
from core.errors import DomainError
from core.ledger.checkpoint_store import sign_checkpoint
from core.ledger.verification import list_logs
from demo.calendar import LAST_DAY, Calendar
from demo.content import list_apprentices, list_centres
from demo.people import Cast, add_programme, invite, open_centre
from demo.portfolios import Deed, Portfolio
from demo.workplaces import Workplaces

_OPENED = -4  # a few days before anybody begins
_READ_UP_TO = LAST_DAY - 7  # what was told before is read


class DemoExists(DomainError):
    """The demo is made once."""


def is_any_centre_here() -> bool:
    return db.session.scalar(select(Centre.id).limit(1)) is not None


def is_demo_here() -> bool:
    """Say whether there is a centre of the demo's name."""
    names = [centre.name for centre in list_centres()]
    return db.session.scalar(select(Centre.id).where(Centre.name.in_(names)).limit(1)) is not None


def make_demo(*, with_workplaces: bool = True) -> None:
    """Make all of it or nothing, then sign the ledgers."""
    with transaction():
        if is_demo_here():
            raise DemoExists("The demo centre is here already. Nothing was changed.")
        cast, calendar = Cast(), Calendar(clock.today())
        deeds = [*_deeds(cast, calendar), *(Workplaces(cast, calendar).deeds() if with_workplaces else ())]
        for moment, deed in sorted(deeds, key=lambda pair: pair[0]):
            with clock.pinned(moment):
                deed()
    for log_id in list_logs():
        sign_checkpoint(log_id)


def _deeds(cast: Cast, calendar: Calendar) -> Iterator[Deed]:
    at = calendar.moment
    for centre in list_centres():
        yield at(_OPENED, "10:00"), partial(open_centre, cast, centre)
        for programme in centre.programmes:
            yield at(_OPENED, "11:00"), partial(add_programme, cast, centre, programme)
        for member in centre.people:
            yield at(member.joined, "08:40"), partial(invite, cast, member)
            if member.joined < _READ_UP_TO:
                yield at(_READ_UP_TO, "17:30"), partial(_read_what_came, cast, member.key)
    for apprentice in list_apprentices():
        yield from Portfolio(apprentice, cast, calendar).deeds()


def _read_what_came(cast: Cast, key: str) -> None:
    read_all_notifications(by=cast.acting(key))
