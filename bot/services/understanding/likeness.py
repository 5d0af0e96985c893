"""How alike two short texts are: by the words they share, rare words first, whatever their endings and typos."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")

NEAR_ENOUGH: Final = 0.8  # of the letters: "remindr" is "remind", "coat" is not "coach"
SHORTEST_MENDED: Final = 4
SHORT: Final = 6  # below this many letters only swapped ones are mended: "score" is not "store"
FILLER: Final = 0.2  # the share that small words count
CUE: Final = 0.2  # what a cue adds to likeness
CUE_ALONE: Final = 0.6  # what it is worth where no phrase is like the text
UNKNOWN_WEIGHT: Final = 1.5  # what a word counts that no phrase has: it makes every phrase a little less like the text

_SHORT: Final[Mapping[str, str]] = {
    r"\bcan['’]?t\b": "cannot",
    r"\bwon['’]t\b": "will not",
    r"n['’]t\b": " not",
    r"\b(do|does|is|are|did)nt\b": r"\1 not",
    r"\b(i)['’]?m\b": r"\1 am",
    r"['’]re\b": " are",
    r"['’]ve\b": " have",
    r"['’]ll\b": " will",
    r"['’]d\b": " would",
    r"\b(what|who|where|when|how|that|it|he|she|there)['’]?s\b": r"\1 is",
    r"\b(let)['’]?s\b": r"\1 us",
    r"['’]s\b": "",
    r"\b(?:1|one)[ :/-](?:on|to)?[ -]?(?:1|one)s?\b": "check-in",
    r"\bcheck(?:ing)?[ -]?ins?\b": "checkin",
    r"\b(?:mid|half)[ -]?(?:way|tour|term|time|point)\b": "halfway",
    r"\bout of (?:the )?office\b|\booo\b": "vacation",
    r"\bcounter[ -]?(?:offer|bid)\w*": "counteroffer",
    r"\b(?:gave|give|giving|given|hand\w* in) (?:\w+ )?notice\b": "leave",
    r"\bgood ?bye\b": "farewell",
    r"\bex[ -](?=\w)": "former ",
}
_SAME: Final[Mapping[str, str]] = {
    word: same
    for same, words in {
        "manager": "boss lead supervisor chief superior",
        "leave": "quit resign leaving left quitting departure depart exit resignation goodbye",
        "talk": "conversation chat discussion meeting discuss speak talking speaking spoke talked",
        "nudge": "reminder notification ping prompt remind reminding",
        "goal": "objective aim target ambition",
        "tour": "mission assignment stint",
        "agree": "agreement agreed sign signed",
        "person": "colleague teammate employee report someone somebody people staff member engineer designer developer",
        "they": "he she him her his hers them their theirs",
        "begin": "start set create kick initiate",
        "propose": "suggest pitch introduce",
        "record": "log note document",
        "move": "reschedule postpone shift",
        "erase": "delete remove wipe forget",
        "read": "see view open",
        "say": "tell told mention bring explain",
        "vacation": "holiday away",
        "quiet": "silent silence mute hush",
        "often": "frequent frequently",
        "renew": "extend prolong extension renewal continue",
        "money": "pay salary raise paid",
        "rival": "competitor elsewhere competing",
        "applicant": "candidate interviewee",
        "hire": "hiring recruit recruiting recruitment poach headhunt",
        "decline": "reject refuse",
        "former": "old previous past",
        "fail": "failing failed broken",
        "bad": "badly poor poorly wrong worse mistake struggle",
        "different": "differ differently differing disagree",
        "data": "information info",
        "interview": "apply applied application interviewing",
        "job": "position role",
        "day": "date",
        "unhappy": "miserable frustrated bored dissatisfied",
        "company": "firm organisation organization business employer",
        "reorganise": "reorganize reorg reorganisation reorganization restructure restructuring",
        "last": "final",
        "need": "must should",
    }.items()
    for word in words.split()
}
_EMPTY: Final = frozenset(
    """a an the to of in on at for with and or but so is are am be was were been do does did have has had will would
    could can please just really very some any it that this there me my our us we you your from up out as by about into
    if then than here get got let want like i""".split()  # noqa: SIM905 - a column of fifty quoted words hides the words
)

# Small words on which much depends: who leaves, and whether at all.
_TELLING: Final[Mapping[str, float]] = {"they": 1.6, "person": 1.2, "first": 2.0, "not": 1.2, "every": 1.2}


def words_of(text: str) -> list[str]:
    """Return the words that carry meaning, in lower case, brought to one form: "He's leaving" is they, leave."""
    said = text.lower()
    for pattern, plain in _SHORT.items():
        said = re.sub(pattern, plain, said)
    return [_one_form(word) for word in re.findall(r"[^\W_]+", said)]


_ENDINGS: Final = {"ings": 3, "ing": 3, "edly": 3, "ed": 3, "es": 4, "s": 3, "ly": 4}


def _one_form(word: str) -> str:
    if word in _EMPTY:
        return word
    return _SAME.get(word) or _SAME_STEM.get(_stem(word)) or _stem(word)


def _stem(word: str) -> str:
    """Return "chang" for change, changes, changing, and "run" for running: not always a word, but always the same."""
    for ending, shortest in _ENDINGS.items():
        if word.endswith(ending) and len(word) - len(ending) >= shortest and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lse":
        word = word[:-1]
    return word[:-1] + "y" if word.endswith("i") else word.removesuffix("e") if len(word) > 4 else word


_SAME_STEM: Final = {_stem(word): same for word, same in _SAME.items()}


@dataclass(frozen=True)
class Known:
    """Ways to say one thing: phrases that a text may be like, and cues, patterns that tell by themselves."""

    phrases: Sequence[str]
    cues: Sequence[str] = ()


class Phrasebook(Generic[Key]):
    """What can be said, filed under what it means; finds what a text is likest to."""

    def __init__(self, known: Mapping[Key, Known]) -> None:
        filed = {key: [frozenset(words_of(phrase)) for phrase in each.phrases] for key, each in known.items()}
        self._cues = {key: re.compile("|".join(each.cues)) for key, each in known.items() if each.cues}
        self._weights = _weights(filed)
        self._filed = {key: [(phrase, self._weight(phrase)) for phrase in some] for key, some in filed.items()}
        self._vocabulary = [word for word in self._weights if len(word) >= SHORTEST_MENDED]

    def nearest(self, text: str) -> list[tuple[float, Key]]:
        """Return every key with how like it the text is (0 to 1), the likest first."""
        words = [self._mend(word) for word in words_of(text)]
        said, line = frozenset(words), " ".join(words)
        ranked = [(self._score(key, said, line), key) for key in self._filed]
        return sorted(ranked, key=lambda pair: -pair[0])

    def knows(self, word: str) -> bool:
        """Tell whether a single word, also one that is misspelt, stands in any phrase."""
        return all(mended in _EMPTY or mended in self._weights for mended in map(self._mend, words_of(word)))

    def _score(self, key: Key, said: frozenset[str], line: str) -> float:
        whole = self._weight(said)
        alike = sorted((self._likeness(said, whole, *filed) for filed in self._filed[key]), reverse=True)
        score = sum(share * each for share, each in zip((1.0, 0.1), alike, strict=False))
        if key in self._cues and self._cues[key].search(line):
            score = max(score + CUE, CUE_ALONE)
        return score

    def _mend(self, word: str) -> str:
        """Return the word of ours that a misspelt one is likely to be; our own words and short ones stay."""
        if word in self._weights or len(word) < SHORTEST_MENDED or word in _EMPTY:
            return word
        from rapidfuzz import process  # here, because every start would wait for it
        from rapidfuzz.distance import OSA

        found = process.extractOne(word, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH)
        if found is None or (len(word) < SHORT and sorted(found[0]) != sorted(word)):
            return word
        return str(found[0])

    def _likeness(self, said: frozenset[str], whole: float, phrase: frozenset[str], weight: float) -> float:
        shared = self._weight(said & phrase)
        if not shared:
            return 0.0
        contained = shared / weight * min(1.0, len(phrase) / 4)
        return 0.65 * (2 * shared / (whole + weight)) + 0.35 * contained

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, FILLER if word in _EMPTY else UNKNOWN_WEIGHT) for word in words)


def _weights(filed: Mapping[Key, Sequence[frozenset[str]]]) -> dict[str, float]:
    """Return what each word counts: the fewer meanings it occurs under, the more; filler counts little."""
    under: dict[str, set[Key]] = {}
    for key, phrases in filed.items():
        for word in frozenset().union(*phrases):
            under.setdefault(word, set()).add(key)
    return {word: _weight_of(word, math.log(len(filed) / len(found))) for word, found in under.items()}


def _weight_of(word: str, rarity: float) -> float:
    return max((FILLER if word in _EMPTY else 1.0) * (0.5 + rarity), _TELLING.get(word, 0.0))
