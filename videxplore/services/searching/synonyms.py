"""Words that people use for one another, for searching labels."""

_GROUPS = (
    "auto automobile car cab taxi",
    "bicycle bike biking cycling cycle",
    "motorbike motorcycle moped",
    "boat ship vessel",
    "plane airplane aeroplane aircraft airliner",
    "tv television telly",
    "phone telephone cellphone mobile smartphone",
    "sofa couch",
    "film movie video",
    "child kid children toddler",
    "baby infant",
    "man guy men",
    "woman lady women",
    "dog puppy hound",
    "cat kitten kitty",
    "rabbit bunny hare",
    "pig hog swine",
    "hen chicken rooster cock",
    "football soccer",
    "jog jogging run running",
    "weights weightlifting barbell dumbbell",
    "exercise workout gym training",
    "cook cooking kitchen",
    "dance dancing",
    "swim swimming pool",
    "sea ocean beach seashore coast",
    "mountain hill alp",
    "stone rock",
    "forest woods wood",
    "road street highway",
    "picture photo photograph image",
    "laptop notebook computer",
    "glasses spectacles sunglasses",
    "garbage trash rubbish",
    "lorry truck",
    "lift elevator",
    "fall autumn",
    "rocket missile launch",
)

_OTHERS: dict[str, frozenset[str]] = {}
for _group in _GROUPS:
    for _word in _group.split():
        _OTHERS[_word] = _OTHERS.get(_word, frozenset()) | frozenset(_group.split()) - {_word}


def synonyms(word: str) -> frozenset[str]:
    """Other words for a lower-case word; none when it has no known ones."""
    return _OTHERS.get(word, frozenset())
