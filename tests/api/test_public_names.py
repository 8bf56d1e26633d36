"""What others build on: the names of ``videxplore``, and what the methods of a library take."""

import inspect
import subprocess
import sys

import pytest

import videxplore as vx

SIGNATURES = {
    "add_to_selects": "(name, moments, *, note='', rating=0)",
    "actions": "(video, at=None, *, top=5)",
    "bookmarks": "(video, *, add=(), remove=())",
    "check": "(*, repair=False)",
    "close": "()",
    "compare_copies": "(duplicate)",
    "delete_selects": "(name)",
    "dismiss_duplicate": "(first, second, *, take_back=False)",
    "duplicates": "(video=None, *, mirrored=False)",
    "embeddings": "(space='appearance')",
    "explain": "(target, moment, *, query='', label='', words='', replace=False)",
    "export": "(target, moments, *, table='moments', replace=False)",
    "export_marks": "(target, video=None, *, replace=False)",
    "export_selects": "(target, name, *, replace=False)",
    "find": "(words='', k=20, *, folder=None, where=(), sort='', reverse=False, by_video=False, **limits)",
    "folder": "property",
    "forget": "(label)",
    "forget_search": "(search_id)",
    "import_bookmarks": "(file)",
    "import_marks": "(file, *, video=None)",
    "import_selects": "(file, name='', *, video=None, teach=False)",
    "index": "(paths, *, depth='full', descriptions=None, speech=None, words_on_screen=None, progress=None)",
    "keyframes": "(video)",
    "labelled": "(label)",
    "labels": "()",
    "mark": "(moment, *, verdict=None, note=None, tags=None, rating=None)",
    "marks": "(video=None)",
    "name_search": "(search_id, name)",
    "protect_folder": "(folder, *, protect=True)",
    "purge": "(*, older_than_days=0.0)",
    "recurring": "(videos=None)",
    "relink": "(video, path, *, force=False)",
    "remove": "(video)",
    "rename_label": "(label, new)",
    "scene_map": "(*, arrange=False)",
    "scene_facts": "(video)",
    "searches": "(*, named=False)",
    "selects": "()",
    "shots": "(video)",
    "similar": "(query, k=20, *, by='appearance', motion_weight=0.5, region=None, like=(), unlike=(), "
    "folder=None, other_videos=False, words='', then=None, within_s=10.0, every=False, "
    "sort='', reverse=False, by_video=False, **limits)",
    "skim": "(target, video, length_s=30.0, *, replace=False)",
    "spaces": "()",
    "status": "()",
    "store_selects": "(changed)",
    "storyboard": "(target, source, keyframes=None, *, replace=False)",
    "summarize": "(source, keyframes=None)",
    "taught": "()",
    "teach": "(label, moments, *, unlike=())",
    "unmark": "(moment)",
    "videos": "()",
    "withdraw": "(label, moments)",
}
FUNCTIONS = {
    "open": "(folder=None, *, device=None, backbone=None, actions=None, vector_index='auto', data_dir=None)",
    "demo_clips": "()",
    "detect_shots": "(path)",
    "frames": "(path, *, every_s=None, start_s=0.0, end_s=None)",
    "load_backbone": "(name='efficientnet-lite0', *, device='auto', weights=None)",
}
HEAVY = {"PySide6", "torch", "torchvision", "av", "faiss", "pymilvus", "scipy", "sklearn", "pyarrow", "cv2"}


def signature(function: object) -> str:
    """The parameters with their defaults, without types and ``self``."""
    if not callable(function):
        return type(function).__name__
    given = inspect.signature(function)
    shown = [
        one.replace(annotation=inspect.Parameter.empty)
        for name, one in given.parameters.items()
        if name != "self"
    ]
    return str(given.replace(parameters=shown, return_annotation=inspect.Signature.empty))


def test_the_names() -> None:
    assert vx.__all__ == [
        "EmbeddingModel",
        "Embeddings",
        "Frame",
        "Keyframe",
        "Moment",
        "Prediction",
        "Results",
        "Shot",
        "Space",
        "Video",
        "VideoLibrary",
        "VidexploreError",
        "demo_clips",
        "detect_shots",
        "frames",
        "load_backbone",
        "open",
    ]
    assert {name: signature(getattr(vx, name)) for name in FUNCTIONS} == FUNCTIONS


def test_the_methods_of_a_library() -> None:
    public = [name for name in dir(vx.VideoLibrary) if not name.startswith("_")]
    assert {name: signature(getattr(vx.VideoLibrary, name)) for name in public} == SIGNATURES


def test_every_name_is_there_and_documented() -> None:
    assert set(vx.__all__) <= set(dir(vx))
    for name in vx.__all__:
        assert inspect.getdoc(getattr(vx, name)), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(vx, "nothing")  # noqa: B009 - mypy knows that it is not there.


@pytest.mark.parametrize("use", ["vx", "vx.open", "vx.VideoLibrary, vx.Results", "vx.load_backbone"])
def test_importing_loads_nothing_heavy(use: str) -> None:
    program = f"import sys, videxplore as vx; {use}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert not HEAVY & set(done.stdout.split())
