"""The key and the checkpoints lie outside the database, safely, and a log that was set back is never signed."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from core import clock
from core.ledger.checkpoint_store import LedgerRefusal, checkpoint_if_due, checkpoint_store, sign_checkpoint
from core.ledger.checkpoints import parse, verifier_key, verify
from core.ledger.commands import ledger_commands
from core.ledger.verification import Mismatch, verify_log
from tests.integration.core.ledger.conftest import LOG, Deeds


def sizes() -> list[int]:
    return [parse(note)[0].size for note in checkpoint_store().notes(LOG)]


def test_the_first_entry_is_signed_at_once_and_later_ones_once_a_minute(deeds: Deeds) -> None:
    deeds.do()
    deeds.do()
    assert sizes() == [1]

    with clock.pinned(clock.now() + timedelta(seconds=61)):
        deeds.do()
    assert sizes() == [1, 3]


def test_a_past_moment_is_not_signed_for(deeds: Deeds) -> None:
    """The demo writes months of history in seconds; only its end is signed."""
    deeds.do()
    with clock.pinned(clock.now() - timedelta(days=60)):
        deeds.do()

    assert sizes() == [1]


def test_an_unchanged_log_is_not_signed_twice(deeds: Deeds) -> None:
    deeds.do()

    assert sign_checkpoint(LOG) is None
    assert sign_checkpoint(LOG + 1) is None


def test_the_command_signs_what_changed_and_prints_it(deeds: Deeds, ledger_app: Flask) -> None:
    deeds.do()
    deeds.do()
    runner = ledger_app.test_cli_runner()

    printed = runner.invoke(ledger_commands, ["checkpoint"]).stdout
    key = checkpoint_store().signing_key()
    assert verify(printed.rstrip("\n") + "\n", key.private.public_key(), key.origin(LOG)).size == 2
    assert "No log changed" in runner.invoke(ledger_commands, ["checkpoint"]).stdout
    vkey = verifier_key(key.origin(LOG), key.private.public_key())
    assert runner.invoke(ledger_commands, ["key", "--log", str(LOG)]).stdout == f"{vkey}\n"


def test_the_key_is_for_its_owner_only_and_stays_the_same(deeds: Deeds) -> None:
    deeds.do()
    path = checkpoint_store().folder / "signing_key"

    assert path.stat().st_mode & 0o777 == 0o600
    assert checkpoint_store().path(LOG).stat().st_mode & 0o777 == 0o600
    assert checkpoint_store().signing_key().to_text() == path.read_text(encoding="ascii")
    assert path.read_text(encoding="ascii").startswith("PRIVATE+KEY+touchstone-")


def test_workers_that_start_together_agree_on_one_key(deeds: Deeds) -> None:
    folder = checkpoint_store()
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: folder.signing_key().to_text(), range(16)))

    assert len(set(keys)) == 1
    assert [path.name for path in folder.folder.iterdir()] == ["signing_key"]


def test_a_lost_key_is_never_replaced_in_silence(deeds: Deeds) -> None:
    deeds.do()
    (checkpoint_store().folder / "signing_key").unlink()

    with pytest.raises(LedgerRefusal, match="signing key is missing"):
        sign_checkpoint(LOG)
    with pytest.raises(LedgerRefusal, match="signing key is missing"):
        verify_log(LOG)


@pytest.mark.parametrize("damage", ["", "PRIVATE+KEY+x", "PRIVATE+KEY+a+00000000+AAAA"])
def test_a_damaged_key_is_said_to_be_so(deeds: Deeds, damage: str) -> None:
    deeds.do()
    (checkpoint_store().folder / "signing_key").write_text(damage, encoding="ascii")

    with pytest.raises(LedgerRefusal, match="damaged"):
        sign_checkpoint(LOG)


def test_a_key_with_another_name_or_number_is_damaged(deeds: Deeds) -> None:
    deeds.do()
    path = checkpoint_store().folder / "signing_key"
    path.write_text(path.read_text(encoding="ascii").replace("touchstone-", "other-"), encoding="ascii")

    with pytest.raises(LedgerRefusal, match="damaged"):
        sign_checkpoint(LOG)


def test_checkpoints_by_another_key_are_found(deeds: Deeds) -> None:
    deeds.do()
    kept = checkpoint_store().path(LOG).read_bytes()
    checkpoint_store().path(LOG).unlink()
    (checkpoint_store().folder / "signing_key").unlink()
    sign_checkpoint(LOG)
    checkpoint_store().path(LOG).write_bytes(kept)

    with pytest.raises(Mismatch, match="a checkpoint cannot be trusted, as it belongs to another log"):
        verify_log(LOG)


def test_an_edited_checkpoint_is_found(deeds: Deeds) -> None:
    deeds.do()
    path = checkpoint_store().path(LOG)
    path.write_bytes(path.read_bytes().replace(b"\n1\n", b"\n2\n"))

    with pytest.raises(Mismatch, match="its signature is wrong"):
        verify_log(LOG)


def test_text_between_checkpoints_is_found(deeds: Deeds) -> None:
    deeds.do()
    deeds.do()
    sign_checkpoint(LOG)
    first, second = checkpoint_store().notes(LOG)
    checkpoint_store().path(LOG).write_text(f"{first}\nsomething else\n\n{second}\n", encoding="utf-8")

    with pytest.raises(Mismatch, match="form of a checkpoint"):
        verify_log(LOG)


def test_checkpoints_in_another_order_are_found(deeds: Deeds) -> None:
    deeds.do()
    deeds.do()
    sign_checkpoint(LOG)
    notes = list(checkpoint_store().notes(LOG))
    checkpoint_store().path(LOG).write_text("".join(f"{note}\n" for note in reversed(notes)), encoding="utf-8")

    with pytest.raises(Mismatch, match="order"):
        verify_log(LOG)


@pytest.mark.parametrize("cut", [1, 2, 30, 100, 160])
def test_a_checkpoint_cut_short_by_a_power_cut_does_no_harm(deeds: Deeds, cut: int) -> None:
    deeds.do()
    deeds.do()
    sign_checkpoint(LOG)
    path = checkpoint_store().path(LOG)
    path.write_bytes(path.read_bytes()[:-cut])

    assert verify_log(LOG).signed_size == 1
    sign_checkpoint(LOG)
    assert sizes() == [1, 2]
    assert verify_log(LOG).signed_size == 2


def test_a_long_file_of_checkpoints_is_continued(deeds: Deeds) -> None:
    for _ in range(90):
        deeds.do()
        sign_checkpoint(LOG)

    assert checkpoint_store().path(LOG).stat().st_size > 16 * 1024
    assert sizes() == list(range(1, 91))
    assert verify_log(LOG).signed_size == 90


def test_a_log_that_was_set_back_is_not_signed(deeds: Deeds, caplog: pytest.LogCaptureFixture) -> None:
    deeds.do()
    deeds.do()
    sign_checkpoint(LOG)
    deeds.tamper("DELETE FROM ledger_entry WHERE seq = 1")
    deeds.tamper("UPDATE ledger_head SET size = 1, frontier = (SELECT leaf_hash FROM ledger_entry)")

    with pytest.raises(LedgerRefusal, match="Log 7 has 1 entry, but 2 were signed"):
        sign_checkpoint(LOG)
    with clock.pinned(clock.now() + timedelta(minutes=2)), caplog.at_level(logging.ERROR):
        checkpoint_if_due(LOG)
    assert "No checkpoint could be signed for log 7." in caplog.text
    assert sizes() == [1, 2]


def test_a_disk_error_while_signing_does_not_undo_what_was_done(
    deeds: Deeds, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr("core.ledger.checkpoint_store.os.fsync", fail)
        deeds.do()

    assert len(deeds.entries()) == 1
    assert "No checkpoint could be signed" in caplog.text


def test_workers_that_sign_together_keep_the_order(deeds: Deeds, ledger_app: Flask) -> None:
    def write(_: int) -> None:
        with ledger_app.app_context():
            deeds.do()
            try:
                sign_checkpoint(LOG)
            except LedgerRefusal:
                return  # another worker signed a longer log meanwhile

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))

    assert sizes() == sorted(set(sizes()))
    assert verify_log(LOG).size == 40
