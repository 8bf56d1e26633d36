"""Labels taught from the items of a bin: each note names what its items show."""

from collections import defaultdict

from videxplore.core.selects import Bin
from videxplore.core.task import Task
from videxplore.services.searching.query.query import SpanExample
from videxplore.services.teaching.taught_actions import TeachingService


def teach_bin(service: TeachingService, taught: Bin, task: Task) -> list[str]:
    """Teach what the notes of a bin name; items without a note are examples of the name of the bin.

    Args:
        service: Learns.
        taught: The bin; rejected items are negative examples of what they name.
        task: Can cancel the rest.

    Returns:
        The labels that were taught.
    """
    positives: dict[str, list[SpanExample]] = defaultdict(list)
    negatives: dict[str, list[SpanExample]] = defaultdict(list)
    for item in taught.items:
        of_label = negatives if item.is_rejected else positives
        example = SpanExample(item.video_id, item.start_s, item.end_s)
        of_label[item.note.strip() or taught.name].append(example)
    for label, examples in positives.items():
        service.teach(label, examples, negatives[label], task)
    return list(positives)
