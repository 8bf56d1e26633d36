"""Labels as a user would say them, beside the names that publishers gave the classes."""

import pytest

from videxplore.backbones.registry import BACKBONES


@pytest.mark.parametrize("name", ["x3d-s", "mvit-v2-s", "i3d"])
def test_actions_are_worded_without_marks_of_their_list(name: str) -> None:
    spec = BACKBONES[name]
    said, published = spec.class_labels, spec.published_labels
    assert len(said) == len(set(said)) == len(published) == 400
    assert not [label for label in said if "_" in label or "(not" in label or "/" in label]
    worded = dict(zip(published, said, strict=True))
    assert worded["punching person (boxing)"] == "boxing"
    assert worded["dying hair"] == "dyeing hair"
    assert worded["situp"] == "sit-ups"
    assert worded["tai chi"] == "tai chi"


def test_every_reworded_name_is_published() -> None:
    spec = BACKBONES["x3d-s"]
    reworded = [one for one in zip(spec.published_labels, spec.class_labels, strict=True) if one[0] != one[1]]
    assert len(reworded) == 95


def test_other_lists_stay_as_they_are() -> None:
    assert BACKBONES["c3d"].class_labels == BACKBONES["c3d"].published_labels
    assert BACKBONES["efficientnet-lite0"].class_labels[207] == "golden retriever"
    assert BACKBONES["lite0-motion"].class_labels == ()
