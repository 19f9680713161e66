"""Video and sound, made by ffmpeg where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.intake.lettering import landscape, saved
from tests.intake.photo_metadata import jpeg_with_everything
from tests.intake.planting import Labels, Sheet, open_sheet

_TAGS = ("title", "artist", "comment", "copyright", "album_artist", "description")
_RICH = ("mp4", "mp3", "m4a", "webm")
_SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1")
_VIDEO = ("-f", "lavfi", "-i", "testsrc=size=128x96:rate=5:duration=1", "-pix_fmt", "yuv420p")


def make_recordings(folder: Path, labels: Labels, *, full: bool) -> None:
    if shutil.which("ffmpeg") is None:
        return
    kinds = {"mp4": (*_VIDEO, "-movflags", "use_metadata_tags"), "mp3": _SOUND}
    if full:
        kinds |= {"mov": _VIDEO, "m4a": _SOUND, "wav": _SOUND, "ogg": _SOUND, "flac": _SOUND, "webm": _VIDEO}
    for end, source in kinds.items():
        sheet = open_sheet(labels, folder, f"class talk.{end}", end)
        _record(sheet, end, source)


def _record(sheet: Sheet, end: str, source: tuple[str, ...]) -> None:
    command = ["ffmpeg", "-loglevel", "error", "-y", *source]
    cover = end in ("mp3", "flac", "m4a")
    if cover:
        photo = sheet.path.with_suffix(".cover.jpg")
        photo.write_bytes(jpeg_with_everything(sheet, saved(landscape(), "JPEG"), f"cover art in {end}: "))
        command += ["-i", str(photo), "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic"]
    for tag in _TAGS if end in _RICH else _TAGS[:4]:
        command += ["-metadata", f"{tag}={sheet.metadata(f'{end} {tag}')}"]
    if end in ("mp4", "mov", "webm"):
        command += ["-metadata:s:v:0", f"handler_name={sheet.metadata(f'{end} track name')}"]
    if end == "mp4":
        command += ["-metadata", f"com.apple.quicktime.author={sheet.metadata('mp4 QuickTime key')}"]
        command += ["-metadata", "location=+30.2672-097.7431/"]
    subprocess.run([*command, str(sheet.path)], check=True, capture_output=True)
    if cover:
        photo.unlink()
    with sheet.path.open("ab") as file:
        if end in ("mp4", "mov", "m4a"):
            name = sheet.metadata(f"{end} free box").encode()
            file.write((len(name) + 8).to_bytes(4, "big") + b"free" + name)
        else:
            file.write(sheet.metadata(f"bytes behind the {end}").encode())
