"""Draws the application's icon: a page with a mark and a tick, as PNG, ICO and ICNS. Pillow writes all three."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

SIZE = 1024
HERE = Path(__file__).parent


def draw() -> Image.Image:
    big = SIZE * 2
    image = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((96, 96, big - 96, big - 96), 400, fill="#1f5fbf")
    pen.rounded_rectangle((520, 360, big - 520, big - 360), 90, fill="#ffffff")
    for row, (width, colour) in enumerate(((720, "#c9d4e3"), (560, "#ffd873"), (720, "#c9d4e3"), (420, "#c9d4e3"))):
        top = 560 + row * 190
        pen.rounded_rectangle((660, top, 660 + width, top + 90), 45, fill=colour)
    pen.ellipse((1150, 1150, 1850, 1850), fill="#0f8a5f", outline="#1f5fbf", width=70)
    pen.line((1320, 1510, 1450, 1640, 1690, 1370), fill="#ffffff", width=110, joint="curve")
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    icon = draw()
    icon.save(HERE / "assessor.png")
    icon.save(HERE / "assessor.ico", sizes=[(n, n) for n in (16, 24, 32, 48, 64, 128, 256)])
    icon.save(HERE / "assessor.icns")
