"""What cameras write into a file beside the video: XML of Sony, Panasonic and Canon, and Adobe's XMP.

The elements that matter have the same names with most makers, wherever they stand: ``CreationDate``,
``Manufacturer``, ``ModelName``; in XMP ``CreateDate``, ``Make``, ``Model`` and EXIF's position.
"""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

from av.container import InputContainer

from videxplore.core.files import open_regular
from videxplore.core.limits import MOST_SIDECAR_BYTES
from videxplore.video.recording.sidecar_files import SIDECAR_NAMES
from videxplore.video.recording.source_timecode import boxes

_ELEMENTS = {
    "creationdate": "sidecar.creationdate",
    "startdate": "sidecar.creationdate",
    "createdate": "sidecar.createdate",
    "manufacturer": "sidecar.make",
    "make": "sidecar.make",
    "modelname": "sidecar.model",
    "model": "sidecar.model",
    "gpslatitude": "gps.latitude",
    "gpslatituderef": "gps.latitude.side",
    "gpslongitude": "gps.longitude",
    "gpslongituderef": "gps.longitude.side",
}
_CAMERA_ROOTS = {"nonrealtimemeta", "p2main", "xmpmeta", "rdf"}
_DOCUMENT_BOXES = ((b"moov", b"meta"), (b"meta",), (b"moov", b"udta", b"XMP_"), (b"uuid",))
_OPENING = re.compile(rb"<(NonRealTimeMeta|x:xmpmeta|rdf:RDF)[\s>]")
_ANGLE = re.compile(r"(\d{1,3}(?:\.\d{1,9})?(?:[,:]\d{1,2}(?:\.\d{1,9})?){0,2})([NSEW]?)", re.ASCII)
_NAMESPACE = re.compile(r"\{[^}]*\}")


def sidecar_tags(video: Path) -> dict[str, str]:
    """The tags in the first sidecar beside a video; empty where it has none that can be read."""
    for pattern in SIDECAR_NAMES:
        with suppress(OSError, ValueError):
            file = video.parent / pattern.format(stem=video.stem, name=video.name)
            with open_regular(file, follow_links=True) as stream:
                content = stream.read(MOST_SIDECAR_BYTES + 1)
            if tags := xml_tags(content):
                return tags
    return {}


def embedded_tags(path: Path, container: InputContainer) -> dict[str, str]:
    """The tags in documents within QuickTime and MP4 files: Sony's, and XMP of Adobe's programs."""
    if "mov" not in container.format.name:
        return {}
    with suppress(OSError, struct.error), open_regular(path, follow_links=True) as file:
        for kinds in _DOCUMENT_BOXES:
            for start, end in boxes(file, *kinds):
                file.seek(start)
                content = file.read(min(end - start, MOST_SIDECAR_BYTES + 1))
                if tags := xml_tags(_document_in(content)):
                    return tags
    return {}


def _document_in(content: bytes) -> bytes:
    """The document of a known kind among other bytes; empty where there is none."""
    opening = _OPENING.search(content)
    if opening is None:
        return b""
    closing = b"</" + opening[1] + b">"
    end = content.rfind(closing)
    return content[opening.start() : end + len(closing)] if end > opening.start() else b""


def xml_tags(content: bytes) -> dict[str, str]:
    """The tags in a document; empty where it is not that of a camera, or is damaged."""
    if len(content) > MOST_SIDECAR_BYTES:
        return {}
    try:
        # Expat limits how much entities may expand to, and opens no other file.
        root = ElementTree.fromstring(content)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError):
        return {}
    tags: dict[str, str] = {}
    for name, value in _named_values(root):
        if value and name in _ELEMENTS:
            tags.setdefault(_ELEMENTS[name], value)
    is_of_camera = _plain(root.tag) in _CAMERA_ROOTS or {"sidecar.make", "sidecar.model"} <= tags.keys()
    return _with_position(tags) if is_of_camera else {}


def _named_values(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Names, in lower case and without namespace, and what they hold: text, ``value`` or attributes."""
    for element in root.iter():
        name = _plain(element.tag)
        yield name, (element.get("value") or element.text or "").strip()
        if name == "item":
            # Sony's: <Item name="Latitude" value="35:40:12.3"/>.
            yield f"gps{element.get('name', '').casefold()}", element.get("value", "")
        for attribute, value in element.attrib.items():
            yield _plain(attribute), value.strip()


def _plain(name: object) -> str:
    return _NAMESPACE.sub("", name).casefold() if isinstance(name, str) else ""


def _with_position(tags: dict[str, str]) -> dict[str, str]:
    """The tags with the position, if there is one, as a place in ISO 6709."""
    latitude_deg = _degrees(tags.pop("gps.latitude", ""), tags.pop("gps.latitude.side", ""))
    longitude_deg = _degrees(tags.pop("gps.longitude", ""), tags.pop("gps.longitude.side", ""))
    if latitude_deg is not None and longitude_deg is not None:
        tags["sidecar.location"] = f"{latitude_deg:+010.6f}{longitude_deg:+011.6f}/"
    return tags


def _degrees(text: str, side: str) -> float | None:
    """Decimal degrees of ``48,8.232N``, ``48,8,13.9N``, or ``48:8:13.9`` and the side of the globe."""
    found = _ANGLE.fullmatch(text.strip())
    if found is None:
        return None
    parts = [float(part) for part in re.split("[,:]", found[1])]
    degrees = sum(part / 60.0**place for place, part in enumerate(parts))
    return -degrees if (found[2] or side.strip()).upper() in ("S", "W") else degrees
