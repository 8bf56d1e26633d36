"""Which network, if any, settles doubtful shot boundaries, and why."""

from dataclasses import dataclass

from videxplore.backbones.runtime.devices import Device
from videxplore.core.errors import WeightsUnavailableError
from videxplore.video.cuts import ShotDetector, TransitionJudge

JUDGE = "TransNetV2"
TOO_SLOW = (
    "TransNetV2 settles doubtful places beside a graphics processor only: "
    "here each would take longer than decoding several seconds of film."
)


@dataclass(frozen=True, slots=True)
class Judging:
    """How doubtful shot boundaries are settled.

    Attributes:
        name: The network; empty where there is none.
        reason: A sentence: why it is this.
        judge: Asked about doubtful places; None where the likelier answer is taken.
    """

    name: str
    reason: str
    judge: TransitionJudge | None = None

    def detector(self) -> ShotDetector:
        """A detector for one video."""
        return ShotDetector(self.judge, judged_share=1.0)


def choose_judging(device: Device) -> Judging:
    """The network that judges on a device: all doubtful places on a graphics processor, none elsewhere."""
    if device.name == "cpu":
        return Judging("", TOO_SLOW)
    # Late: a machine without a graphics processor never loads it.
    from videxplore.backbones.zoo.transnet import TransNet

    try:
        network = TransNet(device=device.name)
    except WeightsUnavailableError as error:
        return Judging("", str(error))
    return Judging(JUDGE, f"{JUDGE} judges every doubtful place on {device.name}.", network.judge)
