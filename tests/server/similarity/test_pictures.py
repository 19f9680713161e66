"""A picture is known again after scanning and photographing; another one, and a blank one, is not taken for it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from itertools import combinations

import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageEnhance

from assessor_app.server.similarity.fingerprint import Picture, fingerprint
from assessor_app.server.similarity.pictures import PictureHash, View, hashes_of, nearest, picture_bands
from tests.bench.teacher_prose import paragraph
from tests.server.similarity.paper import compressed, form, page, photographed, rescanned, scene


def same(one: list[PictureHash], other: list[PictureHash]) -> bool:
    return nearest(one, other) is not None


def found(one: list[PictureHash], other: list[PictureHash]) -> bool:
    return bool(
        {band for seen in one for band in picture_bands(seen)} & {b for seen in other for b in picture_bands(seen)}
    )


@pytest.mark.parametrize("change", [rescanned, photographed])
def test_a_page_is_known_again(change: Callable[[Image.Image, random.Random], Image.Image]) -> None:
    chance = random.Random(1)
    pages = [page(chance, words) for words in (80, 140, 200, 250, 300)]
    copies = [hashes_of(0, change(each, chance)) for each in pages]
    originals = [hashes_of(0, each) for each in pages]
    assert all(same(copy, original) for copy, original in zip(copies, originals, strict=True))
    assert sum(found(copy, original) for copy, original in zip(copies, originals, strict=True)) >= 4


def test_pages_set_alike_are_different_pages() -> None:
    chance = random.Random(2)
    hashes = [hashes_of(0, page(chance)) for _ in range(20)]
    assert all(seen.view == View.SHEET for each in hashes for seen in each)
    assert not any(same(one, other) for one, other in combinations(hashes, 2))


def test_a_form_filled_in_by_another_is_another_page_and_no_blank_form() -> None:
    chance = random.Random(3)
    hashes = [hashes_of(0, form(chance)) for _ in range(12)]
    assert not any(same(one, other) for one, other in combinations([*hashes, hashes_of(0, form(chance, False))], 2))


def test_a_photo_made_smaller_brighter_and_cropped_is_known_again() -> None:
    chance = random.Random(4)
    for _ in range(8):
        photo = scene(chance)
        smaller = compressed(ImageEnhance.Brightness(photo.resize((450, 350))).enhance(1.2), 40)
        cropped = photo.crop((15, 10, 885, 690))
        original = hashes_of(0, photo)
        assert original
        assert same(hashes_of(0, smaller), original)
        assert found(hashes_of(0, smaller), original)
        assert same(hashes_of(0, cropped), original)


def test_photos_of_different_scenes_are_different() -> None:
    chance = random.Random(5)
    hashes = [hashes_of(0, scene(chance)) for _ in range(20)]
    assert not any(same(one, other) for one, other in combinations(hashes, 2))


def test_what_is_blank_or_nearly_so_is_never_compared() -> None:
    chance = random.Random(6)
    white = Image.new("RGB", (600, 800), "white")
    numbered = white.copy()
    ImageDraw.Draw(numbered).text((300, 770), "7", fill="black")
    scan = rescanned(white.convert("L"), chance)
    dark = Image.new("L", (300, 200), 9)
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    tiny = Image.new("1", (1, 1))
    assert [hashes_of(0, each) for each in (white, numbered, scan, dark, clear, tiny)] == [[]] * 6


def test_a_page_of_text_is_known_by_its_words_and_a_photo_on_it_by_itself() -> None:
    chance = random.Random(7)
    document = pymupdf.open()
    sheet = document.new_page()
    sheet.insert_textbox((50, 50, 550, 300), paragraph(chance, 60))
    shot = document.new_page()
    out = io.BytesIO()
    scene(chance).save(out, "PNG")
    shot.insert_image((50, 50, 500, 400), stream=out.getvalue())
    rendered = [
        Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
        for pixels in (each.get_pixmap(dpi=60) for each in document)
    ]
    texts = [each.get_text() for each in document]
    whole = fingerprint("0" * 64, texts, [Picture(at, image) for at, image in enumerate(rendered)])
    assert {seen.page for seen in whole.pictures} == {1}
    embedded = fingerprint("0" * 64, texts, [Picture(0, scene(chance), whole_page=False)])
    assert {seen.page for seen in embedded.pictures} == {0}
