"""The parts of :mod:`benchmarks.gpu`; each yields rows of its table."""

import itertools
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from av.codec.hwaccel import HWAccel
from torch import Tensor, nn

from benchmarks.gpu import Place
from benchmarks.large_files import RATE_HZ, clips, make_file
from benchmarks.made_up_scenes import DIM, SCENES_PER_VIDEO, vectors_of_video
from benchmarks.results import Row
from videxplore.backbones.registry import DEFAULT_BACKBONE, DEFAULT_MOTION_BACKBONE, describe, load
from videxplore.backbones.runtime.devices import Device, choose_device, torch_device
from videxplore.backbones.runtime.loading import LoadedBackbone
from videxplore.backbones.runtime.preprocessing import Preprocessor, even_frames
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import IndexUnavailableError, UsageError
from videxplore.core.types import Pixels, Vector
from videxplore.search.vector_index import Hits, VectorIndex, create_index
from videxplore.services.indexing.index_types import IndexEvent, IndexOptions, IndexProgress, IndexReport
from videxplore.services.indexing.indexer import Indexer
from videxplore.services.library import Library
from videxplore.services.statistics import RuntimeInfo
from videxplore.video.reading.hardware import PROCESSOR, DecoderChoice
from videxplore.video.reading.opening import open_media
from videxplore.video.reading.packets import packets
from videxplore.video.reading.reader import VideoReader
from videxplore.video.reading.tracks import best_video_stream

FILM_S = 40
AT_ONCE = 4
COMPARED_FRAMES = 250
MATMUL_SIDE = 8192
COPIED_BYTES = 2**30
MEASURED_S = 1.0
FORWARD_ITEMS = {"image": 64, "video": 16}
HELD_VIDEOS, QUERY_VIDEOS, HITS = 2000, 2, 50
INDEXED_CLIPS = 30


def compared(what: str, cpu: float, gpu: float | None, share: str = "", remarks: str = "") -> Row:
    """A row of two rates."""
    if gpu is None:
        return what, f"{cpu:.4g}", "", "", share, remarks
    return what, f"{cpu:.4g}", f"{gpu:.4g}", f"{gpu / cpu:.2f}", share, remarks


def make_film(place: Place) -> Iterator[Row]:
    """Encode the film that the other parts decode; real clips follow each other, with cuts between them."""
    sources = clips(place.clips)
    if not sources:
        raise UsageError("There are no clips to make the film from; name a folder that has some.")
    make_file(place.film, sources, FILM_S)
    yield f"film, 1080p H.264, {FILM_S * RATE_HZ} frames", "", "", "", "", choose_device(place.device).reason


def decode(place: Place) -> Iterator[Row]:
    """Decoding as the program does it, on the CPU and by NVDEC; its frames are copied to main memory."""
    is_gpu = place.device != "cpu"
    cpu_hz, _ = _decoded_hz(place.film, on_hardware=False, small=False)
    gpu_hz, choice = _decoded_hz(place.film, on_hardware=is_gpu, small=False)
    if choice.name == PROCESSOR:
        yield compared("decode, frames/s", cpu_hz, None, remarks=f"not measured: {choice.reason}")
        return
    limit_hz = _decoded_on_gpu_hz(place.film, choice.name)
    share = f"{gpu_hz / limit_hz:.0%} of {limit_hz:.0f} frames/s that stay on the GPU"
    yield compared("decode, frames/s", cpu_hz, gpu_hz, share, _equality_of_frames(place.film))
    small_cpu_hz, _ = _decoded_hz(place.film, on_hardware=False, small=True)
    small_gpu_hz, _ = _decoded_hz(place.film, on_hardware=True, small=True)
    yield compared("decode, with the small frames of shot detection, frames/s", small_cpu_hz, small_gpu_hz)
    many = [_several_at_once_hz(place.film, on_hardware=way) for way in (False, True)]
    yield compared(f"decode, {AT_ONCE} videos at once, frames/s", many[0], many[1])


def _decoded_hz(film: Path, *, on_hardware: bool, small: bool) -> tuple[float, DecoderChoice]:
    """Frames a second, opening the file not counted, and what decoded them."""
    with VideoReader(film, on_hardware=on_hardware) as reader:
        started_s, count = time.perf_counter(), 0
        for frame in reader.frames():
            count += 1
            if small:
                frame.to_small()
        return count / (time.perf_counter() - started_s), reader.decoder


def _several_at_once_hz(film: Path, *, on_hardware: bool) -> float:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        rates = threads.map(lambda _: _decoded_hz(film, on_hardware=on_hardware, small=False), range(AT_ONCE))
        return sum(rate_hz for rate_hz, _ in rates)


def _decoded_on_gpu_hz(film: Path, kind: str) -> float:
    """Frames a second of a decode whose frames are never copied to main memory."""
    with open_media(film, HWAccel(kind, allow_software_fallback=False, is_hw_owned=True)) as container:
        stream = best_video_stream(container, film)
        started_s = time.perf_counter()
        count = sum(len(packet.decode()) for packet in packets(container, stream))
        return count / (time.perf_counter() - started_s)


def _equality_of_frames(film: Path) -> str:
    """How far times and small frames are from those that the CPU decodes."""
    with VideoReader(film) as one, VideoReader(film, on_hardware=True) as other:
        largest, moved, count = 0, 0, 0
        for ours, theirs in itertools.islice(zip(one.frames(), other.frames(), strict=True), COMPARED_FRAMES):
            difference = ours.to_small().astype(np.int16) - theirs.to_small()
            largest = max(largest, int(np.abs(difference).max()))
            moved += ours.time_s != theirs.time_s
            count += 1
    return f"{count} small frames differ by at most {largest} of 255; {moved} have another time"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a device can do at most, measured.

    Attributes:
        flops: Floating-point operations a second of a large matrix product.
        bytes_hz: Bytes read and written a second by a copy within its memory.
    """

    flops: float
    bytes_hz: float


def measured_limits(device: torch.device, dtype: torch.dtype) -> Limits:
    """Measure them; single precision as convolutions compute it on a GPU, in TF32."""
    left = torch.randn(MATMUL_SIDE, MATMUL_SIDE, device=device, dtype=dtype)
    torch.set_float32_matmul_precision("high")
    products_hz = rate_hz(lambda: left @ left, device)
    torch.set_float32_matmul_precision("highest")
    source = torch.ones(COPIED_BYTES, device=device, dtype=torch.uint8)
    target = torch.empty_like(source)
    copies_hz = rate_hz(lambda: target.copy_(source), device)
    return Limits(2 * MATMUL_SIDE**3 * products_hz, 2 * COPIED_BYTES * copies_hz)


def rate_hz(work: Callable[[], object], device: torch.device) -> float:
    """How often a second a device does something; the first time, slower than the others, is not counted."""
    calls = 10 if device.type == "cuda" else 1
    work()
    _wait(device)
    started_s, done = time.perf_counter(), 0
    while (passed_s := time.perf_counter() - started_s) < MEASURED_S or not done:
        for _ in range(calls):
            work()
        _wait(device)
        done += calls
    return done / passed_s


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def forward(place: Place) -> Iterator[Row]:
    """The default networks, in half and single precision."""
    device = choose_device(place.device)
    limits = {}
    for dtype in ("float32", "float16"):
        limits[dtype] = measured_limits(*torch_device(replace(device, dtype=dtype)))
        found = f"{limits[dtype].flops / 1e12:.4g}"
        yield f"limit: matrix product in {dtype}, TFLOP/s", "", found, "", "", ""
    found = f"{limits['float16'].bytes_hz / 1e9:.4g}"
    yield "limit: copy within memory, GB/s", "", found, "", "", ""
    for name in (DEFAULT_BACKBONE, DEFAULT_MOTION_BACKBONE):
        yield from _forward_of(name, place, device, limits)


def _forward_of(name: str, place: Place, device: Device, limits: Mapping[str, Limits]) -> Iterator[Row]:
    """One network with weights: its forward passes, and all that the program does for a batch."""
    reference, single, ours = (_loaded(name, place, where) for where in ("cpu", "cpu", place.device))
    _move_in_single_precision(single, device)
    items = _items(place.film, reference)
    unit = "frames/s" if reference.spec.kind == "image" else "clips/s"
    expected = reference.run(items).embeddings
    cpu_hz = _forward_hz(reference, items[: reference.device.batch_size])
    for backbone in (single, ours):
        dtype, limit = backbone.device.dtype, limits[backbone.device.dtype]
        gpu_hz = _forward_hz(backbone, items)
        flops, bytes_hz = describe(name).gflops * 1e9 * gpu_hz, _bytes_of_layers(backbone, items) * gpu_hz
        share = f"{flops / limit.flops:.1%} of the FLOP/s, {bytes_hz / limit.bytes_hz:.0%} of the bandwidth"
        cosines = np.einsum("nd,nd->n", expected, backbone.run(items).embeddings)
        remarks = f"least cosine with the CPU of {len(items)}: {cosines.min():.5f}"
        yield compared(f"{name}: forward in {dtype}, {unit}", cpu_hz, gpu_hz, share, remarks)
    cpu_hz, gpu_hz = _run_hz(reference, items), _run_hz(ours, items)
    yield compared(f"{name}: with preprocessing and copies, {ours.device.dtype}, {unit}", cpu_hz, gpu_hz)


def _run_hz(backbone: LoadedBackbone, items: list[Pixels]) -> float:
    """Frames or clips a second from pixels in main memory to embeddings there."""
    return len(items) * rate_hz(lambda: backbone.run(items), _device(backbone))


def _loaded(name: str, place: Place, device: str) -> LoadedBackbone:
    backbone = load(name, WeightsFolder(place.scratch / "weights"), device)
    assert isinstance(backbone, LoadedBackbone)
    return backbone


def _device(backbone: LoadedBackbone) -> torch.device:
    return torch_device(backbone.device)[0]


def _move_in_single_precision(backbone: LoadedBackbone, device: Device) -> None:
    """Move a backbone to a device for which the program itself would choose half precision."""
    backbone.device = replace(device, dtype="float32")
    target, dtype = torch_device(backbone.device)
    backbone.network.to(target, dtype)
    spec, flow = backbone.spec, backbone.preprocessor.flow
    backbone.preprocessor = Preprocessor(spec.preprocessing, spec.input_px, target, dtype)
    backbone.preprocessor.flow = flow


def _items(film: Path, backbone: LoadedBackbone) -> list[Pixels]:
    """Frames or clips, spread evenly over the film."""
    spec, count = backbone.spec, FORWARD_ITEMS[backbone.spec.kind]
    starts = even_frames(FILM_S * RATE_HZ - spec.frames, count)
    wanted = {int(start) + number for start in starts for number in range(spec.frames)}
    with VideoReader(film) as reader:
        frames = {
            number: frame.to_rgb(480, 270) for number, frame in enumerate(reader.frames()) if number in wanted
        }
    if spec.kind == "image":
        return [frames[int(start)] for start in starts]
    return [np.stack([frames[int(start) + number] for number in range(spec.frames)]) for start in starts]


def _forward_hz(backbone: LoadedBackbone, items: list[Pixels]) -> float:
    """Frames or clips a second through the network, from input on its device to embeddings and scores."""
    pixels, network = backbone.input_of(items), backbone.network

    def run() -> None:
        features = network.features(pixels)
        network.embed(features)
        if backbone.classes:
            network.classify(features)

    with torch.inference_mode():
        return len(items) * rate_hz(run, _device(backbone))


def _bytes_of_layers(backbone: LoadedBackbone, items: list[Pixels]) -> float:
    """Bytes that the layers, run one by one, read and write for one frame or clip of a batch."""
    moved: list[int] = []

    def count(layer: nn.Module, given: tuple[object, ...], output: object) -> None:
        tensors: Iterable[object] = (*given, output, *layer.parameters(recurse=False))
        moved.extend(one.numel() * one.element_size() for one in tensors if isinstance(one, Tensor))

    layers = [
        layer
        for layer in backbone.network.modules()
        if not isinstance(layer, nn.Identity) and next(layer.children(), None) is None
    ]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    with torch.inference_mode():
        backbone.network.embed(backbone.network.features(backbone.input_of(items)))
    for hook in hooks:
        hook.remove()
    return sum(moved) / len(items)


def search(place: Place) -> Iterator[Row]:
    """FAISS on the GPU beside FAISS on the CPU."""
    vectors = np.concatenate([vectors_of_video(number) for number in range(HELD_VIDEOS)])
    ids = np.arange(len(vectors), dtype=np.int64)
    later = range(HELD_VIDEOS, HELD_VIDEOS + QUERY_VIDEOS)
    queries = np.concatenate([vectors_of_video(number) for number in later])
    assert len(queries) == QUERY_VIDEOS * SCENES_PER_VIDEO
    what = f"search of {len(ids):,} vectors of {DIM}, {HITS} hits"
    cpu = create_index(DIM, "faiss")
    cpu.add(ids, vectors)
    rates, expected = _searched_hz(cpu, queries)
    names = [f"{what}, one query at a time, queries/s", f"{what}, {len(queries)} queries at once, queries/s"]
    try:
        gpu = create_index(DIM, "faiss-gpu")
    except IndexUnavailableError as error:
        for name, rate in zip(names, rates, strict=True):
            yield compared(name, rate, None, remarks=f"not measured: {error}")
        return
    gpu.add(ids, vectors)
    gpu_rates, found = _searched_hz(gpu, queries)
    limits = measured_limits(*torch_device(replace(choose_device(place.device), dtype="float16")))
    shares = (
        f"{2 * vectors.size * gpu_rates[0] / limits.bytes_hz:.0%} of the bandwidth",
        f"{2 * vectors.size * gpu_rates[1] / limits.flops:.1%} of the FLOP/s",
    )
    for name, rate, gpu_rate, share in zip(names, rates, gpu_rates, shares, strict=True):
        yield compared(name, rate, gpu_rate, share, _equality_of_hits(expected, found))


def _searched_hz(index: VectorIndex, queries: Vector) -> tuple[tuple[float, float], Hits]:
    """Queries a second one by one and all at once, and what they find; an index returns when it is done."""
    host, one = torch.device("cpu"), itertools.cycle(np.split(queries, len(queries)))
    single_hz = rate_hz(lambda: index.search(next(one), HITS), host)
    together_hz = len(queries) * rate_hz(lambda: index.search(queries, HITS), host)
    return (single_hz, together_hz), index.search(queries, HITS)


def _equality_of_hits(expected: Hits, found: Hits) -> str:
    common = sum(len(set(a) & set(b)) for a, b in zip(expected.ids.tolist(), found.ids.tolist(), strict=True))
    apart = float(np.abs(expected.similarities - found.similarities).max())
    return f"{common} of {expected.ids.size} hits are the CPU's; similarities differ by at most {apart:.1e}"


@dataclass(frozen=True, slots=True)
class Indexed:
    """One run of the indexer, and what it stored.

    Attributes:
        limited_by: What the analysis waited for most.
        cuts: File name and start of every shot but the first ones.
        vectors: Embeddings by space, file name and time.
    """

    report: IndexReport
    engine: RuntimeInfo
    limited_by: str
    cuts: frozenset[tuple[str, float]]
    vectors: Mapping[tuple[str, str, float], Vector]


def index(place: Place) -> Iterator[Row]:
    """The film and some clips, indexed completely with the default networks, from a cold start."""
    folder = place.scratch / "clips"
    folder.mkdir()
    for clip in clips(place.clips)[:INDEXED_CLIPS]:
        shutil.copy(clip, folder)
    cpu, gpu = (_indexed(place, folder, device) for device in ("cpu", place.device))
    yield compared(
        "index, x real time",
        cpu.report.x_realtime,
        gpu.report.x_realtime,
        remarks=_equality_of_runs(cpu, gpu),
    )
    cpu_hz, gpu_hz = (len(one.report.videos) / one.report.wall_s for one in (cpu, gpu))
    yield compared("index, videos/s", cpu_hz, gpu_hz)


def _equality_of_runs(cpu: Indexed, gpu: Indexed) -> str:
    """What both runs stored, and what the second one used."""
    common = cpu.vectors.keys() & gpu.vectors.keys()
    cosines = [float(cpu.vectors[key] @ gpu.vectors[key]) for key in common]
    engine = gpu.engine
    return (
        f"{len(cpu.cuts & gpu.cuts)} cuts the same, {len(cpu.cuts - gpu.cuts)} only with the CPU, "
        f"{len(gpu.cuts - cpu.cuts)} only with the GPU; {len(common)} of {len(cpu.vectors)} embeddings are "
        f"of the same time, least cosine {min(cosines, default=float('nan')):.5f}; failed: "
        f"{len(cpu.report.failed)} and {len(gpu.report.failed)}; the last video was decoded by "
        f"{engine.decoder or 'nothing'}; doubtful cuts: {engine.shot_judge or engine.shot_judge_reason}"
    )


def _indexed(place: Place, folder: Path, device: str) -> Indexed:
    options = IndexOptions(place.scratch / "weights", device=device, actions=DEFAULT_MOTION_BACKBONE)
    progress = [IndexProgress()]

    def note(event: IndexEvent) -> None:
        progress.append(event.progress)

    target = place.scratch / f"library-{len(list(place.scratch.iterdir()))}"
    with Library.open(target) as library:
        report = Indexer(library, options).run([place.film, folder], on_event=note)
        catalogue = library.catalogue
        names = {video.id: video.path.name for video in catalogue.videos()}
        cuts = frozenset(
            (name, round(shot.start_s, 3))
            for video_id, name in names.items()
            for shot in catalogue.shots(video_id)[1:]
        )
        vectors = {}
        for space in catalogue.spaces():
            table = catalogue.embeddings(space.name)
            owners = zip(table.video_ids.tolist(), table.times_s.tolist(), table.vectors, strict=True)
            for video_id, time_s, vector in owners:
                vectors[space.name, names[video_id], round(time_s, 3)] = vector
    return Indexed(report, progress[-1].engine, progress[-1].limited_by, cuts, vectors)


PARTS: Mapping[str, Callable[[Place], Iterator[Row]]] = {
    "film": make_film,
    "decode": decode,
    "forward": forward,
    "search": search,
    "index": index,
}
