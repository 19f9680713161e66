"""Video and sound as they are, without titles, authors, places and cover pictures; with a poster and a duration."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av
from PIL import Image

from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.formats import Unreadable

POSTER_PIXELS = 960
_MUXERS = {"mp4": "mp4", "m4a": "ipod", "webm": "webm", "mp3": "mp3", "wav": "wav", "ogg": "ogg", "flac": "flac"}
_LIVE = ("audio", "video")


@dataclass(frozen=True, slots=True)
class CleanRecording:
    """``poster`` is a JPEG, None for sound; ``seconds`` is None where the recording does not tell."""

    data: bytes
    extension: str
    poster: bytes | None
    seconds: float | None


def clean(data: bytes, extension: str, censor: Censor) -> CleanRecording:
    """The same streams in a new container. Raises Unreadable."""
    try:
        with av.open(io.BytesIO(data), mode="r") as source:
            _count(source, censor)
            chosen = _muxer(source, extension)
            out = _copied(source, chosen)
            seconds = source.duration / av.time_base if source.duration else None
        poster = _poster(data)
    except (av.error.FFmpegError, ValueError, OSError, IndexError) as error:
        raise Unreadable("The recording is damaged, or of a kind that can't be taken; hand it in as MP4.") from error
    censor.notes.append("What is said or shown in a recording is not searched for names.")
    return CleanRecording(out, chosen, poster, round(seconds, 2) if seconds else None)


def _count(source: av.container.InputContainer, censor: Censor) -> None:
    tags = len(source.metadata) + sum(len(stream.metadata) for stream in source.streams)
    if tags:
        censor.removed["recording tag"] += tags


def _muxer(source: av.container.InputContainer, extension: str) -> str:
    if extension == "webm" and any(s.codec_context.name not in _WEBM for s in _streams(source)):
        return "mkv"
    if extension == "mp4" and not any(stream.type == "video" for stream in _streams(source)):
        return "m4a"
    return extension


_WEBM = ("vp8", "vp9", "av1", "opus", "vorbis", "libdav1d", "libvorbis", "libopus")


def _streams(source: av.container.InputContainer) -> list[av.stream.Stream]:
    """What is seen and heard: not cover pictures, subtitles, time codes and cameras' own data."""
    cover = av.stream.Disposition.attached_pic
    return [s for s in source.streams if s.type in _LIVE and not s.disposition & cover and s.codec_context is not None]


def _copied(source: av.container.InputContainer, extension: str) -> bytes:
    out = io.BytesIO()
    if extension == "flac":
        return _encoded_again(source)
    options = {"fflags": "+bitexact", "map_metadata": "-1", "map_chapters": "-1"}
    muxer = {**_MUXERS, "mkv": "matroska"}[extension]
    if extension == "mp3":
        options |= {"write_xing": "0", "id3v2_version": "0"}
    streams = _streams(source)
    if not streams:
        raise ValueError("nothing to see or hear")
    with av.open(out, mode="w", format=muxer, container_options=options) as target:
        made = {stream.index: target.add_stream_from_template(stream) for stream in streams}
        for fresh in made.values():
            fresh.metadata.clear()
        target.metadata.clear()
        for packet in source.demux(streams):
            if packet.dts is None:
                continue
            packet.stream = made[packet.stream.index]
            target.mux(packet)
    return _frames_only(out.getvalue()) if extension == "mp3" else out.getvalue()


def _encoded_again(source: av.container.InputContainer) -> bytes:
    """FLAC has no end that a copy could stop at; written anew it loses nothing but what lay behind its frames."""
    out = io.BytesIO()
    stream = source.streams.audio[0]
    with av.open(out, mode="w", format="flac", container_options={"fflags": "+bitexact"}) as target:
        fresh = target.add_stream("flac", rate=stream.rate)
        fresh.layout, fresh.format = stream.layout, stream.format
        for frame in source.decode(stream):
            frame.pts = None
            target.mux(fresh.encode(frame))
        target.mux(fresh.encode(None))
    return out.getvalue()


_MP3_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}  # fmt: skip
_MP3_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def _frames_only(data: bytes) -> bytes:
    """An MP3 from its first to its last whole frame (ISO/IEC 11172-3, 2.4.2.3; layer III)."""
    at = start = max(0, data.find(b"\xff"))
    while at + 4 <= len(data):
        size = _frame_size(data[at : at + 4])
        if not size or at + size > len(data):
            break
        at += size
    return data[start:at]


def _frame_size(header: bytes) -> int:
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, sample = header[2] >> 4, header[2] >> 2 & 3
    if header[0] != 0xFF or header[1] & 0xE0 != 0xE0 or layer != 1 or version == 1 or rate in (0, 15) or sample == 3:
        return 0
    bits = _MP3_RATES[3 if version == 3 else 2][rate] * 1000
    return (144 if version == 3 else 72) * bits // _MP3_SAMPLES[version][sample] + (header[2] >> 1 & 1)


def _poster(data: bytes) -> bytes | None:
    """A frame from the first seconds that is not black."""
    with av.open(io.BytesIO(data), mode="r") as source:
        videos = [stream for stream in _streams(source) if stream.type == "video"]
        if not videos:
            return None
        chosen: Image.Image | None = None
        for number, frame in enumerate(source.decode(videos[0])):
            picture = frame.to_image()  # type: ignore[union-attr]
            chosen = picture if chosen is None or _bright(picture) else chosen
            if _bright(chosen) or number > 150:
                break
    if chosen is None:
        return None
    chosen.thumbnail((POSTER_PIXELS, POSTER_PIXELS))
    out = io.BytesIO()
    chosen.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def _bright(picture: Image.Image) -> bool:
    low, high = picture.convert("L").resize((16, 16)).getextrema()
    return isinstance(high, (int, float)) and isinstance(low, (int, float)) and high > 40 and high - low > 12
