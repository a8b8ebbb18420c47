"""Files are kept by their content, safely, or not at all."""

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from core import storage
from core.errors import DomainError
from core.storage import FileStore, FileTooLarge, NoSuchFile, StorageFull

CONTENT = b"a file with some content" * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "new" / "files", min_free_bytes=0)


def leftovers(store: FileStore) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_its_digest(store: FileStore) -> None:
    kept = store.receive(io.BytesIO(CONTENT), len(CONTENT))

    assert (kept.sha256, kept.size) == (DIGEST, len(CONTENT))
    assert kept.path == store.root / DIGEST[:2] / DIGEST[2:4] / DIGEST
    assert leftovers(store) == [kept.path]
    with store.open(DIGEST) as file:
        assert file.read() == CONTENT
    assert store.exists(DIGEST)
    assert store.size(DIGEST) == len(CONTENT)
    assert store.verify(DIGEST)


def test_the_same_content_twice_is_one_file(store: FileStore) -> None:
    first = store.receive(io.BytesIO(CONTENT), len(CONTENT))
    second = store.receive(io.BytesIO(CONTENT), len(CONTENT))

    assert first == second
    assert leftovers(store) == [first.path]


def test_an_empty_file_is_kept_too(store: FileStore) -> None:
    assert store.receive(io.BytesIO(), 10).size == 0


def test_one_byte_too_many_is_refused_and_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(FileTooLarge, match="larger than") as error:
        store.receive(io.BytesIO(CONTENT), len(CONTENT) - 1)

    assert error.value.status == 413
    assert leftovers(store) == []


def test_a_stream_without_end_is_stopped_at_the_limit(store: FileStore) -> None:
    class Endless:
        given = 0

        def read(self, size: int = -1, /) -> bytes:
            self.given += size
            return bytes(size)

    stream = Endless()
    with pytest.raises(FileTooLarge):
        store.receive(stream, 5_000_000)

    assert stream.given < 10_000_000


def test_a_check_may_refuse_the_complete_file(store: FileStore) -> None:
    def refuse(path: Path) -> None:
        assert path.read_bytes() == CONTENT
        raise DomainError("Not this one.")

    with pytest.raises(DomainError, match="Not this one"):
        store.receive(io.BytesIO(CONTENT), len(CONTENT), check=refuse)

    assert leftovers(store) == []


def test_a_broken_upload_leaves_nothing(store: FileStore) -> None:
    class Broken:
        def read(self, _size: int = -1, /) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.receive(Broken(), 100)

    assert leftovers(store) == []


def test_the_file_and_every_folder_above_it_are_synced_before_it_counts(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_fsync = os.fsync
    synced: list[Path] = []

    def watched(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)

    kept = store.receive(io.BytesIO(CONTENT), len(CONTENT))

    last_folders = [kept.path.parent, kept.path.parent.parent, store.root]
    arrived = next(path for path in synced if path.parent.name == "incoming")
    assert synced[-3:] == last_folders
    assert synced.index(arrived) < len(synced) - 3
    assert {store.root.parent, store.root.parent.parent} <= set(synced)


@pytest.mark.parametrize("failing", ["fsync", "rename"])
def test_an_error_of_the_disk_is_never_reported_as_saved(
    store: FileStore, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    calls = []

    def fail(*_: object) -> None:
        calls.append(failing)
        raise OSError(errno.EIO, "Input/output error")

    store.receive(io.BytesIO(b"first, so that the folders exist"), 100)
    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)

    with pytest.raises(OSError, match="Input/output"):
        store.receive(io.BytesIO(CONTENT), len(CONTENT))

    assert calls == [failing]
    assert not store.exists(DIGEST)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_in_a_sentence(store: FileStore, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr(storage, "_copy", fail)

    with pytest.raises(StorageFull, match="not enough room") as error:
        store.receive(io.BytesIO(CONTENT), len(CONTENT))

    assert error.value.status == 507
    assert leftovers(store) == []


def test_uploads_stop_before_the_database_has_no_room(tmp_path: Path) -> None:
    greedy = FileStore(tmp_path, min_free_bytes=2**62)

    with pytest.raises(StorageFull):
        greedy.receive(io.BytesIO(CONTENT), len(CONTENT))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../../../../etc/passwd",
        "a" * 63,
        "a" * 65,
        "A" * 64,
        "g" * 64,
        "a" * 64 + "\n",
        "/" + "a" * 63,
        "\u0660" * 64,
    ],
)
def test_only_a_digest_becomes_a_path(store: FileStore, name: str) -> None:
    for ask in (store.path, store.exists, store.open, store.size, store.verify):
        with pytest.raises(NoSuchFile):
            ask(name)


def test_a_file_that_is_not_kept_is_not_found(store: FileStore) -> None:
    assert not store.exists(DIGEST)
    for ask in (store.open, store.size, store.verify):
        with pytest.raises(NoSuchFile):
            ask(DIGEST)


def test_a_changed_byte_is_seen(store: FileStore) -> None:
    kept = store.receive(io.BytesIO(CONTENT), len(CONTENT))
    kept.path.chmod(0o640)
    kept.path.write_bytes(b"b" + CONTENT[1:])

    assert not store.verify(DIGEST)


def test_kept_files_are_read_only(store: FileStore) -> None:
    kept = store.receive(io.BytesIO(CONTENT), len(CONTENT))

    assert kept.path.stat().st_mode & 0o777 == 0o440
