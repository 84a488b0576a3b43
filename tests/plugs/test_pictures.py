"""Every keeper of pictures, real or fake, keeps these promises; and the one on disk keeps its own."""

import os
import secrets
from pathlib import Path

import pytest

from imwu_inbox.adapters.picture_cache import PictureCache
from imwu_inbox.domain.page_pictures import ShownPage
from imwu_inbox.ports.pictures import Pictures
from tests.fakes.pictures import FakePictures

SECRET = secrets.token_bytes(32)
PICTURE = ShownPage(webp=b"RIFF SPECIMEN\n\x00\xff" * 40, width_px=1250, height_px=880)
WORDS = ShownPage(text="Dear Officer,\nplease find our request.")


@pytest.fixture(params=["fake", "disk"])
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Pictures:
    """Each kind of keeper in turn."""
    return FakePictures() if request.param == "fake" else PictureCache(tmp_path / "pictures", SECRET)


def files(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_is_kept_is_recalled_under_its_name(pictures: Pictures) -> None:
    """Pictures and words; a newer one in place of an older."""
    assert pictures.recall("page/1") is None
    pictures.remember("page/1", WORDS)
    pictures.remember("page/1", PICTURE)
    pictures.remember("page/2", WORDS)
    assert (pictures.recall("page/1"), pictures.recall("page/2")) == (PICTURE, WORDS)


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    """Neither content nor name, and another key opens nothing."""
    cache = PictureCache(tmp_path, SECRET)
    cache.remember("SPECIMEN", PICTURE)
    (file,) = files(tmp_path)
    assert b"SPECIMEN" not in file.read_bytes()
    assert "SPECIMEN" not in str(file.relative_to(tmp_path))
    assert file.stat().st_mode & 0o777 == 0o600
    assert PictureCache(tmp_path, secrets.token_bytes(32)).recall("SPECIMEN") is None


def test_a_torn_or_exchanged_file_counts_as_none(tmp_path: Path) -> None:
    """The page is drawn again."""
    cache = PictureCache(tmp_path, SECRET)
    cache.remember("one", PICTURE)
    (one,) = files(tmp_path)
    cache.remember("two", WORDS)
    two = next(path for path in files(tmp_path) if path != one)
    one.write_bytes(two.read_bytes())
    two.write_bytes(two.read_bytes()[:9])
    assert (cache.recall("one"), cache.recall("two")) == (None, None)


def test_the_oldest_make_room(tmp_path: Path) -> None:
    """The folder never grows past its bound by more than one picture."""
    cache = PictureCache(tmp_path, SECRET, most_bytes=6000)
    for number in range(12):
        cache.remember(str(number), PICTURE)
        newest = max(files(tmp_path), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, ns=(number, number))
    held = sum(path.stat().st_size for path in files(tmp_path))
    assert held <= 6000 + len(PICTURE.webp) + 200
    assert cache.recall("0") is None
    assert cache.recall("11") == PICTURE


def test_a_disk_that_refuses_costs_only_time(tmp_path: Path) -> None:
    """A picture that is not kept is drawn again; nobody's page breaks."""
    (tmp_path / "pictures").write_text("a file where a folder should be")
    cache = PictureCache(tmp_path / "pictures", SECRET)
    cache.remember("one", PICTURE)
    assert cache.recall("one") is None
