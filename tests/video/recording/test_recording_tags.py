"""Tags as cameras write them, and as nobody should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videxplore.core.limits import MOST_SIDECAR_BYTES
from videxplore.core.metadata import Place
from videxplore.video.recording.file_metadata import (
    camera,
    parse_date,
    parse_place,
    place,
    plain_tags,
    recorded_date,
)
from videxplore.video.recording.sidecars import xml_tags


@pytest.mark.parametrize(("text", "recorded"), [
    ("2019-12-28T15:33:42+0200", "2019-12-28T15:33:42+02:00"),
    ("2019-12-28T15:33:42.123456Z", "2019-12-28T15:33:42+00:00"),
    ("2019-12-28T15:33:42-03:30", "2019-12-28T15:33:42-03:30"),
    ("2019-12-28T15:33:42+05", "2019-12-28T15:33:42+05:00"),
    ("2019-12-28 15:33:42 UTC", "2019-12-28T15:33:42+00:00"),
    ("2012:05:01 10:11:12", "2012-05-01T10:11:12"),
    ("2003/04/10 15:02", "2003-04-10T15:02:00"),
    ("20130214", "2013-02-14"),
    ("20130214T101112", "2013-02-14T10:11:12"),
    ("Mon Mar 10 15:04:43 2003", "2003-03-10T15:04:43"),
    ("MON MAR 10 15:04:43 2003\n\0", "2003-03-10T15:04:43"),
    ("1965-07-01", "1965-07-01"),
    ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
    # A day without a clock, and offsets that no place has.
    ("2024-05-01T10:00:00+9900", "2024-05-01T10:00:00"),
    ("2024-05-01T10:00:00+0260", "2024-05-01T10:00:00"),
    ("2024-05-01T10:00:00-13:00", "2024-05-01T10:00:00"),
])  # fmt: skip
def test_dates_are_read_as_they_are_written(text: str, recorded: str) -> None:
    assert parse_date(text) == recorded


@pytest.mark.parametrize("text", [
    "", "0000-00-00T00:00:00Z", "0000", "1904-01-01T00:00:00.000000Z", "1903-12-31T23:00:00-0100",
    "1970-01-01T00:00:00Z", "1969-12-31T16:00:00-0800", "1601-01-01", "2013", "2013-02", "2013-02-30",
    "2024-05-01T25:00:00", "9999-12-31T23:59:59Z", "0001-01-01", "no date", "2024-05-01 or so",
    "2024-05-01T10:00:00 CEST",
    "2024-05-01" * 100_000, "Mon Foo 10 15:04:43 2003", "Mon Mar 99 15:04:43 2003",
])  # fmt: skip
def test_what_is_not_a_date_is_unknown(text: str) -> None:
    assert parse_date(text) == ""


@pytest.mark.parametrize(("text", "found"), [
    ("+48.1372+011.5755+519.045/", Place(48.1372, 11.5755, 519.045)),
    ("+48.1372+011.5755/", Place(48.1372, 11.5755)),
    ("-33.8688+151.2093", Place(-33.8688, 151.2093)),
    ("+5411.06-00243.13/", Place(54.1843333, -2.7188333)),
    ("+541103.5-0024308/", Place(54.1843056, -2.7188889)),
    ("+27.5916+086.5640+8850CRSWGS_84/", Place(27.5916, 86.564, 8850.0)),
])  # fmt: skip
def test_places_are_read_in_every_form(text: str, found: Place) -> None:
    assert parse_place(text) == found


@pytest.mark.parametrize("text", [
    "", "/", "Berlin", "+00.0000+000.0000/", "+91.0000+011.0000/", "+48.1372+181.0000/", "+48+11" * 50_000,
    "+48.1372", "48.1372, 11.5755",
])  # fmt: skip
def test_what_is_not_on_earth_is_unknown(text: str) -> None:
    assert parse_place(text) is None


@pytest.mark.parametrize(("tags", "recorded"), [
    # The clock of the camera goes before that of the container, which only knows UTC.
    ({"creation_time": "2019-12-28T13:33:42Z", "com.apple.quicktime.creationdate": "2019-12-28T15:33:42+02"},
     "2019-12-28T15:33:42+02:00"),
    ({"creation_time": "2013-02-14T09:11:12Z", "date": "2013-02-14T10:11:12+0100"},
     "2013-02-14T10:11:12+01:00"),
    ({"creation_time": "2024-05-01T12:00:00Z", "date": "2001-01-01T00:00:00Z"}, "2024-05-01T12:00:00+00:00"),
    ({"creation_time": "2024-05-01T03:00:00Z", "com.samsung.android.utc_offset": "+0900"},
     "2024-05-01T12:00:00+09:00"),
    ({"creation_time": "2024-05-01T12:00:00Z", "handler_name": "\tGoPro AVC"}, "2024-05-01T12:00:00"),
    ({"creation_time": "1904-01-01T00:00:00Z", "date": "2024-05-01"}, "2024-05-01"),
    ({"creation_time": "1951-02-03T00:00:00Z"}, ""),
    ({"creation_time": "2024-05-01T12:00:00Z", "date_recorded": "1965"}, "2024-05-01T12:00:00+00:00"),
    ({"modification_date": "2015-04-21T12:00:00.000000Z"}, "2015-04-21T12:00:00+00:00"),
    ({"creation_time": "2024-05-01T12:00:00Z", "com.samsung.android.utc_offset": "+99"},
     "2024-05-01T12:00:00+00:00"),
])  # fmt: skip
def test_the_most_trustworthy_date_counts(tags: dict[str, str], recorded: str) -> None:
    assert recorded_date(tags) == recorded


@pytest.mark.parametrize(("tags", "make", "model"), [
    ({"com.android.manufacturer": "Google", "com.android.model": "Pixel 8"}, "Google", "Pixel 8"),
    ({"make": "Canon", "model": "Canon EOS 5D"}, "Canon", "Canon EOS 5D"),
    ({"maker": "NIKON", "model": "COOLPIX\0 S9100"}, "NIKON", "COOLPIX S9100"),
    ({"handler_name": "GoPro AVC", "firmware": "HD7.01.01.70.00"}, "GoPro", "HERO7"),
    ({"encoder": "DJI Mini3Pro"}, "DJI", "Mini3Pro"),
    ({"encoder": "Lavf59.27.100"}, "", ""),
    ({"make": " \x1b\r\n ", "model": "a\x07b\u202e" + "c" * 1_000_000}, "", "a b " + "c" * 116),
])  # fmt: skip
def test_cameras_name_themselves(tags: dict[str, str], make: str, model: str) -> None:
    assert camera(tags) == (make, model)


def test_tags_have_languages_and_any_case() -> None:
    tags = plain_tags({"location-eng": "+48.1+011.5/", "Make": "Sony"}, {"MAKE": "Canon", "model": "A"})
    assert place(tags) == Place(48.1, 11.5)
    assert camera(tags) == ("Sony", "A")


SONY = b"""<?xml version="1.0" encoding="UTF-8"?>
<NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.00">
 <CreationDate value="2019-08-03T14:28:26+09:00"/>
 <Device manufacturer="Sony" modelName="ILCE-7M3" serialNo="4294967295"/>
 <AcquisitionRecord><Group name="ExifGPS"><Item name="LatitudeRef" value="S"/>
  <Item name="Latitude" value="35:40:12"/><Item name="LongitudeRef" value="E"/>
  <Item name="Longitude" value="139:40:12"/></Group></AcquisitionRecord>
</NonRealTimeMeta>"""
PANASONIC = b"""<P2Main xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata:v3.1"><ClipContent>
 <ClipMetadata>
 <Access><CreationDate>2008-02-12T17:50:22+09:00</CreationDate></Access>
 <Device><Manufacturer>Panasonic</Manufacturer>
  <SerialNo.>F8</SerialNo.><ModelName>AG-HVX200</ModelName></Device>
</ClipMetadata></ClipContent></P2Main>"""
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
  xmlns:exif="http://ns.adobe.com/exif/1.0/" xmp:CreateDate="2021-03-04T05:06:07+01:00" tiff:Make="Canon"
  exif:GPSLatitude="48,8.4N" exif:GPSLongitude="11,30W"><tiff:Model>Canon EOS R5</tiff:Model>
 </rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.mark.parametrize(("content", "recorded", "model", "found"), [
    (SONY, "2019-08-03T14:28:26+09:00", ("Sony", "ILCE-7M3"), Place(-35.67, 139.67)),
    (PANASONIC, "2008-02-12T17:50:22+09:00", ("Panasonic", "AG-HVX200"), None),
    (XMP, "2021-03-04T05:06:07+01:00", ("Canon", "Canon EOS R5"), Place(48.14, -11.5)),
])  # fmt: skip
def test_sidecars_of_makers_are_read(
    content: bytes, recorded: str, model: tuple[str, str], found: Place | None
) -> None:
    tags = xml_tags(content)
    assert (recorded_date(tags), camera(tags), place(tags)) == (recorded, model, found)


LAUGHS = b"<!DOCTYPE a [<!ENTITY b 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (99 + number, b"&%c;" % (98 + number) * 50) for number in range(8)
)


@pytest.mark.parametrize("content", [
    b"", b"no xml", b"<a>", b"\xff\xfe\x00", SONY[:200], b"<a/>",
    b"<?xml version='1.0' encoding='nonsense'?><a/>",
    LAUGHS + b"]><NonRealTimeMeta><Make>&j;</Make></NonRealTimeMeta>",
    b"<xmeml><CreationDate>2020-01-01</CreationDate></xmeml>",
    SONY + b" " * MOST_SIDECAR_BYTES, b"<a>" * 100_000,
])  # fmt: skip
def test_other_documents_say_nothing(content: bytes) -> None:
    assert xml_tags(content) == {}


words = st.text("0123456789-+:./TZ NSEW,\0\x1b\u202e\ud800ä", max_size=40)
names = st.sampled_from([
    "com.apple.quicktime.creationdate", "creation_time", "date", "date_recorded", "modification_date",
    "com.samsung.android.utc_offset", "location", "location-eng", "make", "MODEL", "firmware", "encoder",
    "handler_name", "com.apple.quicktime.location.ISO6709",
])  # fmt: skip


@given(st.dictionaries(names, words | st.just("GoPro AVC")))
def test_nonsense_in_tags_does_no_harm(written: dict[str, str]) -> None:
    tags = plain_tags(written)
    recorded = recorded_date(tags)
    assert not recorded or parse_date(recorded) == recorded
    for name in camera(tags):
        assert name.isprintable()
        name.encode()
    found = place(tags)
    assert found is None or (abs(found.latitude_deg) <= 90 and abs(found.longitude_deg) <= 180)
