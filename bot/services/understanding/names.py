"""Who leaves, where they are called by a name: "I think Tomas is leaving" is said of a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

PERSON: Final = "person"

_NAME: Final = r"(?P<name>[^\W\d_]+)"
_MAY: Final = (
    r"(?:'s| (?:is|was|has|had|might|may|will|would|could|can|should|seems?|wants?|wanted|plans?|planned|intends?"
    r"|thinks?|considers?|decided|decides|tries|hopes?|likes?))"
    r"(?: (?:is|thinking|considering|planning|hoping|wanting|trying))*"
)
_ABOUT: Final = (
    r"(?: (?:be|been|being|about|going|ready|likely|probably|already|also|soon|just|secretly|really|to|of|on|not))*"
)
_JUST: Final = r"(?: (?:just|already|also|really|probably|suddenly|finally|has))*"
_ELSEWHERE: Final = (
    r"(?:around|elsewhere|for something (?:new|else|other)"
    r"|for (?:an? |another )?(?:new |other |different )?(?:jobs?|work|positions?|roles?))"
)
_LEAVE: Final = (
    rf"(?:leav(?:e|ing)|quit(?:ting)?|resign(?:ing)?|look(?:ing)? {_ELSEWHERE}|interview(?:ing)?|apply(?:ing)?"
    r"|job[- ]hunting|on (?:his|her|their) way out)"
)
_LEAVES: Final = (
    rf"(?:leaves|quits?|resigns|resigned|interviews|looks {_ELSEWHERE}|gave notice|hand(?:s|ed) in (?:his|her|their)"
    r"|left (?:us|the (?:company|team|firm)|for)|(?:has|had|got|gets|received|accepted) (?:an|another|a) (?:\w+ )?offer"
    r"|told (?:me|us) (?:that )?(?:he|she|they)"
    r"|(?:wants?|ask(?:s|ed) (?:me )?for|demand(?:s|ed)) (?:a |an )?(?:raise|(?:more |higher )(?:money|pay|salary)))"
)
_WHO_LEAVES: Final = (
    re.compile(rf"(?<![\w'@]){_NAME}(?=(?: who)?(?:{_MAY}{_ABOUT} {_LEAVE}|{_JUST} {_LEAVES})\b)", re.IGNORECASE),
    re.compile(rf"\b(?:is|are|was|will|might|does|would) {_NAME}(?={_ABOUT} {_LEAVE}\b)", re.IGNORECASE),
    re.compile(rf"\b(?:keep|stop|prevent)\w* {_NAME}(?= from (?:leaving|quitting|resigning|going)\b)", re.IGNORECASE),
    re.compile(r"\b[Ll]os(?:e|ing) (?P<name>[A-Z][^\W\d_]+)"),
)
# Words that can stand where a name does, and that no phrase has.
_NO_NAMES: Final = frozenset(
    """im ive id ill weve were myself both all yesterday today tomorrow tonight now then recently lately finally
    currently actually honestly maybe perhaps probably possibly soon still please sorry hello okay since because while
    although though unless until whether never always often thinking considering planning hoping wanting trying
    deciding""".split()  # noqa: SIM905 - a column of fifty quoted words hides the words
)


def with_persons(written: str, knows: Callable[[str], bool]) -> str:
    """Return what was written, with "person" in place of the name of whoever leaves or may leave.

    `knows` says of a word that it stands in a phrase: such a word is no name, unless it has a capital letter in the
    middle of a sentence, as in "I think Mark is leaving".
    """

    def named(match: re.Match[str]) -> str:
        name = match["name"]
        if name.lower() in _NO_NAMES or (knows(name) and not _is_written_as_name(match)):
            return match[0]
        return match[0].removesuffix(name) + PERSON

    for pattern in _WHO_LEAVES:
        written = pattern.sub(named, written)
    return written


def _is_written_as_name(match: re.Match[str]) -> bool:
    name, before = match["name"], match.string[: match.start("name")]
    return len(name) > 1 and name.istitle() and re.search(r"[\w,] $", before) is not None
