"""Pictures of pages differ where a reader would say so, and nowhere else."""

from __future__ import annotations

import io
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from assessor_app.documents.picture_diff import MOST_BOXES, Raster, differing_boxes, fingerprint
from assessor_app.domain.comparing import hamming
from assessor_app.domain.geometry import Point, Rect

WIDTH, HEIGHT, PITCH = 800, 1100, 9
LINES = [f"Lesson {n}: the students worked in groups of four and read aloud" for n in range(40)]
FONT = ImageFont.load_default(14)


def page(lines: list[str] = LINES, dx: float = 0, dy: float = 0, height: int = HEIGHT) -> Image.Image:
    """Lines of letters of equal pitch, so that a changed word moves no other, and a blue box below."""
    picture = Image.new("RGB", (WIDTH, height), "white")
    draw = ImageDraw.Draw(picture)
    for n, line in enumerate(lines):
        for column, letter in enumerate(line):
            draw.text((60 + PITCH * column + dx, 60 + 20 * n + dy), letter, "black", FONT)
    draw.rectangle((60 + dx, 900 + dy, 260 + dx, 1000 + dy), (40, 90, 200))
    return picture


def raster(picture: Image.Image) -> Raster:
    return Raster(picture.width, picture.height, picture.tobytes())


def hash_of(picture: Image.Image) -> int:
    return fingerprint(picture.width, picture.height, picture.tobytes())


def compressed(picture: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def changed(line: int, old: str, new: str) -> list[str]:
    assert old in LINES[line]
    return [*LINES[:line], LINES[line].replace(old, new), *LINES[line + 1 :]]


def place(line: int, old: str) -> Rect:
    """Where a word of a line stands, in shares of the page."""
    start = 60 + PITCH * LINES[line].index(old)
    top = 60 + 20 * line
    return Rect(start / WIDTH, top / HEIGHT, (start + PITCH * len(old)) / WIDTH, (top + 18) / HEIGHT)


def photo(seed: int) -> Image.Image:
    """Soft patches of colour."""
    patches = Image.frombytes("RGB", (6, 8), random.Random(seed).randbytes(6 * 8 * 3))
    return patches.resize((600, 800), Image.Resampling.BICUBIC)


def speckled(width: int, height: int, seed: int) -> Raster:
    return Raster(width, height, random.Random(seed).randbytes(width * height * 3))


sizes = st.integers(1, 300)


@settings(deadline=None, max_examples=30)
@given(sizes, sizes)
def test_a_picture_does_not_differ_from_itself(width: int, height: int) -> None:
    assert differing_boxes(speckled(width, height, 1), speckled(width, height, 1)) == ()


@settings(deadline=None, max_examples=60)
@given(sizes, sizes, sizes, sizes)
def test_boxes_lie_on_the_page_and_are_few(width: int, height: int, other_width: int, other_height: int) -> None:
    boxes = differing_boxes(speckled(width, height, 1), speckled(other_width, other_height, 2))
    assert len(boxes) <= MOST_BOXES
    for box in boxes:
        assert 0 <= box.x0 < box.x1 <= 1
        assert 0 <= box.y0 < box.y1 <= 1


@pytest.mark.parametrize("quality", [85, 60, 40, 25])
def test_compressing_a_page_again_is_no_difference(quality: int) -> None:
    assert differing_boxes(raster(page()), raster(compressed(page(), quality))) == ()
    assert differing_boxes(raster(photo(1)), raster(compressed(photo(1), quality))) == ()


@pytest.mark.parametrize("shift", [(1, 0), (-2, 2), (2, -1), (0.5, 0.5), (1.5, -0.5)])
def test_a_page_drawn_a_little_elsewhere_is_no_difference(shift: tuple[float, float]) -> None:
    assert differing_boxes(raster(page()), raster(page(dx=shift[0], dy=shift[1]))) == ()


@pytest.mark.parametrize("width", [1600, 1000, 801])
def test_a_page_drawn_larger_is_no_difference(width: int) -> None:
    larger = page().resize((width, round(HEIGHT * width / WIDTH)), Image.Resampling.LANCZOS)
    assert differing_boxes(raster(page()), raster(larger)) == ()
    assert differing_boxes(raster(larger), raster(page())) == ()


def test_a_changed_word_has_a_box_around_it() -> None:
    where = place(20, "four")
    (box,) = differing_boxes(raster(page()), raster(page(changed(20, "four", "five"))))
    assert box.contains(where.centre)
    assert box.width < where.width + 0.03
    assert box.height < where.height + 0.02


@pytest.mark.parametrize(("line", "old", "new"), [(3, "aloud", ""), (12, "12", "17"), (8, "read", "said")])
def test_a_changed_word_is_found_on_a_compressed_and_shifted_page_too(line: int, old: str, new: str) -> None:
    now = compressed(page(changed(line, old, new), dx=1, dy=1), 60)
    boxes = differing_boxes(raster(page()), raster(now))
    assert any(box.intersects(place(line, old)) for box in boxes)
    assert all(abs(box.centre.y - place(line, old).centre.y) < 0.02 for box in boxes)


def test_a_marker_over_a_line_is_a_difference() -> None:
    marked = page()
    ImageDraw.Draw(marked).rectangle((500, 300, 700, 318), (255, 255, 140))
    (box,) = differing_boxes(raster(page()), raster(marked))
    assert box.contains(Point(600 / WIDTH, 309 / HEIGHT))


def test_differences_far_from_each_other_have_boxes_of_their_own_from_top_to_bottom() -> None:
    lines = changed(30, "Lesson", "Chapter")[20:]
    lines = [*changed(2, "Lesson", "Chapter")[:20], *lines]
    boxes = differing_boxes(raster(page()), raster(page(lines)))
    assert len(boxes) == 2
    assert boxes[0].y1 < 0.2 < 0.5 < boxes[1].y0


def test_many_scattered_differences_are_merged_to_no_more_than_are_legible() -> None:
    dotted = page()
    draw = ImageDraw.Draw(dotted)
    for x in range(20, WIDTH - 20, 60):
        for y in range(20, HEIGHT - 20, 60):
            draw.rectangle((x, y, x + 10, y + 10), "red")
    assert 1 <= len(differing_boxes(raster(page()), raster(dotted))) <= MOST_BOXES


def test_what_is_only_on_a_longer_page_is_told_at_the_lower_edge() -> None:
    shorter = page(LINES[:30], height=700)
    boxes = differing_boxes(raster(page()), raster(shorter))
    assert boxes
    assert all(box.y1 == 1 for box in boxes)
    boxes = differing_boxes(raster(shorter), raster(page()))
    assert boxes[0].y0 == pytest.approx((60 + 20 * 30) / HEIGHT, abs=0.02)


def test_bytes_that_do_not_fit_the_size_are_refused() -> None:
    with pytest.raises(ValueError, match="not enough image data"):
        fingerprint(10, 10, b"abc")
    with pytest.raises(ValueError, match="not enough image data"):
        differing_boxes(Raster(10, 10, b"abc"), Raster(10, 10, bytes(300)))


def test_white_paper_has_no_bits_however_noisy() -> None:
    chance = random.Random(1)
    noisy = bytes(chance.randint(245, 255) for _ in range(90 * 80 * 3))
    assert fingerprint(90, 80, noisy) == 0


@pytest.mark.parametrize("seed", range(5))
def test_a_photo_keeps_its_fingerprint_when_scaled_and_compressed(seed: int) -> None:
    smaller = compressed(photo(seed).resize((300, 400)), 50)
    assert hamming(hash_of(photo(seed)), hash_of(smaller)) <= 2


def test_photos_of_different_things_have_unlike_fingerprints() -> None:
    hashes = [hash_of(photo(seed)) for seed in range(8)]
    assert all(hamming(a, b) > 12 for n, a in enumerate(hashes) for b in hashes[:n])
    assert all(0 <= value < 2**64 for value in hashes)


def test_comparing_two_pages_takes_no_longer_than_a_reader_notices() -> None:
    first, second = raster(page()), raster(page(LINES[::-1], dx=3))
    started = time.perf_counter()
    differing_boxes(first, second)
    assert time.perf_counter() - started < 1  # some 60 ms here; slower machines test, too
