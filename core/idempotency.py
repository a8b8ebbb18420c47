"""One intent, one record: a form sent twice is carried out once and answered alike."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Insert, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, db, transaction
from core.errors import DomainError

KEPT = timedelta(days=7)


class KeyUsedForSomethingElse(DomainError):
    """The same request key came with other content, or from somebody else."""


class RequestKey(Base):
    """A request that was carried out. Only the SHA-256 of its key is stored."""

    __tablename__ = "request_key"

    key: Mapped[str] = mapped_column(unique=True)
    actor_id: Mapped[int | None]
    fingerprint: Mapped[str]
    answer: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


def once(key: str, *, fingerprint: str, actor_id: int | None, act: Callable[[], str]) -> str:
    """Run `act` unless this key was used before; return its answer then or now, such as the path to go to.

    The key and what `act` changes are written in one transaction. Of requests with the same key that come together,
    one acts while the others wait for its answer; when it fails, nothing is remembered and the next one acts.
    """
    hashed = _hash(key)
    with transaction() as session:
        session.flush()
        values = {"key": hashed, "actor_id": actor_id, "fingerprint": fingerprint, "answer": "", "at": clock.now()}
        won = session.scalar(_insert_unless_there(values).returning(RequestKey.id))
        if won is not None:
            answer = act()
            session.execute(update(RequestKey).where(RequestKey.key == hashed).values(answer=answer))
            return answer
        kept = session.scalars(select(RequestKey).where(RequestKey.key == hashed)).one()
        if (kept.actor_id, kept.fingerprint) != (actor_id, fingerprint):
            raise KeyUsedForSomethingElse(
                "This form was already sent with other content. Go back, reload the page and send it again."
            )
        return kept.answer


def forget_old() -> int:
    """Remove keys that no browser will send again; return how many."""
    with transaction() as session:
        result: Any = session.execute(delete(RequestKey).where(RequestKey.at < clock.now() - KEPT))
        return int(result.rowcount)


def fingerprint_of(*parts: object) -> str:
    """Return a short name for what a request asks, so that the same key cannot be used to ask something else."""
    return _hash("\x1f".join(repr(part) for part in parts))


def _insert_unless_there(values: dict[str, Any]) -> Insert:
    """Return an insert that does nothing for a key that is there; PostgreSQL waits for one not yet committed."""
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(RequestKey).values(**values).on_conflict_do_nothing(index_elements=["key"])
    return sqlite.insert(RequestKey).values(**values).on_conflict_do_nothing(index_elements=["key"])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
