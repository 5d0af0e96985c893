"""How alike two short texts are: by the words they share, rare words first, whatever their endings and typos."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

Key = TypeVar("Key")

NEAR_ENOUGH: Final = 0.75  # of the letters: "goasl" is "goals", "coat" is not "coach"
SHORTEST_MENDED: Final = 4
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
        "leave": "quit resign leaving left quitting departure depart exit",
        "talk": "conversation chat discussion meeting discuss speak talking speaking spoke talked",
        "nudge": "reminder notification ping prompt remind reminding",
        "goal": "objective aim target",
        "tour": "mission assignment stint",
        "agree": "agreement agreed sign signed",
        "person": "colleague teammate employee report someone somebody people staff member engineer designer developer",
        "they": "he she him her his hers them their theirs",
        "begin": "start set create kick initiate",
        "propose": "offer suggest",
        "write": "record note log",
        "move": "reschedule postpone shift",
        "erase": "delete remove wipe forget",
        "read": "see view open",
        "say": "tell told mention bring explain",
        "vacation": "holiday away",
        "quiet": "silent silence mute hush",
        "often": "frequent much many frequently",
        "same": "again extend prolong extension renew renewal continue",
        "money": "pay salary raise paid",
        "rival": "competitor elsewhere competing",
        "applicant": "candidate interviewee",
        "hire": "hiring recruit recruiting recruitment",
        "decline": "reject refuse",
        "former": "old previous past",
        "fail": "failing failed broken",
        "bad": "badly poor poorly wrong worse",
        "different": "differ differently differing disagree",
        "data": "information info",
        "need": "must should",
        "work": "perform function",
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


def _one_form(word: str) -> str:
    return _SAME.get(word) or _SAME.get(_stem(word)) or _stem(word)


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


class Phrasebook(Generic[Key]):
    """Phrases filed under what they mean; finds what a text is likest to."""

    def __init__(self, phrases: Mapping[Key, Sequence[str]]) -> None:
        self._filed = [(key, frozenset(words_of(phrase))) for key, some in phrases.items() for phrase in some]
        self._weights = _weights([(key, words) for key, words in self._filed])
        self._vocabulary = [word for word in self._weights if len(word) >= SHORTEST_MENDED]

    def nearest(self, text: str) -> list[tuple[float, Key]]:
        """Return every key with how like it the text is (0 to 1), the likest first."""
        said = frozenset(self._mend(word) for word in words_of(text))
        best: dict[Key, list[float]] = {}
        for key, phrase in self._filed:
            best.setdefault(key, []).append(self._likeness(said, phrase))
        ranked = [(_together(scores), key) for key, scores in best.items()]
        return sorted(ranked, key=lambda pair: -pair[0])

    def _mend(self, word: str) -> str:
        """Return the word of ours that a misspelt one is likely to be; our own words and short ones stay."""
        if word in self._weights or len(word) < SHORTEST_MENDED or word in _EMPTY:
            return word
        found = process.extractOne(word, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH)
        return str(found[0]) if found else word

    def _likeness(self, said: Collection[str], phrase: Collection[str]) -> float:
        shared = self._weight(word for word in said if word in phrase)
        whole = self._weight(said) + self._weight(phrase)
        if not shared:
            return 0.0
        contained = shared / self._weight(phrase) * min(1.0, len(phrase) / 4)
        return 0.65 * (2 * shared / whole) + 0.35 * contained

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, 0.2 if word in _EMPTY else UNKNOWN_WEIGHT) for word in words)


def _weights(filed: Sequence[tuple[object, frozenset[str]]]) -> dict[str, float]:
    """Return what each word counts: the fewer meanings it occurs under, the more; filler counts little."""
    keys = {key for key, _ in filed}
    under: dict[str, set[object]] = {}
    for key, words in filed:
        for word in words:
            under.setdefault(word, set()).add(key)
    return {word: _weight_of(word, math.log(len(keys) / len(found))) for word, found in under.items()}


def _weight_of(word: str, rarity: float) -> float:
    return max((0.2 if word in _EMPTY else 1.0) * (0.5 + rarity), _TELLING.get(word, 0.0))


def _together(scores: Sequence[float]) -> float:
    """Return the best score, a little higher where a second phrase agrees."""
    first, second = (*sorted(scores, reverse=True), 0.0)[:2]
    return min(1.0, first + 0.1 * second)
