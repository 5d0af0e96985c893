"""What is heard before anything else: somebody in distress, and somebody angry."""

from __future__ import annotations

import re
from typing import Final

# Missing a person in distress is worse than a kind sentence too many, so these are wide.
_DISTRESS: Final = (
    r"suicid\w*",
    r"sucid\w*",
    r"(?:kill|hurt|harm|cut)(?:ting|ing)? ?my ?self",
    r"self.?harm\w*",
    r"end (?:my life|it all)",
    r"(?:want|wish|going|ready) to die",
    r"wish i (?:was|were) dead",
    r"(?:don'?t|do not|no longer) (?:want|wish) to (?:live|be alive|be here any ?more|wake up)",
    r"(?:any|no|the|a) (?:point|sense|reason) (?:in|to|of|for) (?:liv\w+|life)",
    r"(?:any|no|the|a) (?:point|sense|reason) (?:in|to) (?:go|carry|gett?|be)(?:ing)? (?:on|up|here)",
    r"lie awake|feel(?:ing)? sick|better off (?:without me|dead)|nobody would (?:miss|notice) me",
    r"(?:can'?t|cannot|can not) (?:cope|go on|breathe|stop crying|sleep|eat|face)",
    r"(?:can'?t|cannot|can not) (?:take|bear|stand|do) (?:it|this)(?: all)? (?:any ?more|any longer)",
    r"breaking point",
    r"end of my (?:rope|tether)",
    r"break(?:ing)? down|broke down|breakdown",
    r"burn(?:ed|t|ing)?.?out",
    r"depress(?:ed|ion)",
    r"hopeless|desperate|despair\w*|worthless",
    r"panic.?attacks?|panicking|anxiety",
    r"crying|cry (?:every|all|at|after|before)",
    r"har{1,2}ass\w*|bull(?:y|ied|ying|ies)|mobb(?:ed|ing)",
    r"abus(?:ed|ive|ing)|assault\w*|molest\w*|stalk(?:ed|ing|s)|threaten(?:ed|s|ing)?",
    r"discriminat\w*|racis[tm]|sexis[tm]|humiliat\w*",
    r"touch(?:ed|es|ing) me|grop\w+",
    r"(?:afraid|frightened|terrified) (?:of (?:my|him|her|them|going)|to (?:go|come))|scared|terrified",
    r"(?:yell|scream|shout)\w* at (?:me|us|everyone)",
    r"(?:life|nothing|everything|it) (?:\w+ )?(?:no|without|lost) (?:its |any )?(?:meaning|sense|point)|meaningless",
    r"(?:haven't|have not|not|hardly|barely) (?:slept|eaten)|sleepless|insomnia",
    r"(?:comment|remark|joke)\w* (?:about|on) my (?:body|looks|skin|race|religion|gender|accent|weight)|sexual\w*",
    r"inappropriate\w*|intimidat\w*|retaliat\w*|reprisal",
    r"unsafe|not safe|don'?t feel safe|do not feel safe",
)
_ANGER: Final = (
    r"useless|stupid|idiot\w*|moron\w*|dumb|pathetic|rubbish|garbage|crap\w*|bull ?shit|sucks?|wtf|damn",
    r"f+u+c*k\w*|f+ (?:off|you|this)|shit\w*|shut (?:the \w+ )?up|go away|piss off|get lost|go to hell",
    r"waste of (?:my |our |everyone'?s )?time",
    r"(?:hate|loathe|despise) (?:this|you|it|these|your)",
    r"annoy\w+|infuriat\w+|ridiculous",
    r"(?:sick|tired|fed up) (?:of|with) (?:this|you|it|these|your)",
    r"(?:worst|terrible|horrible|awful) (?:bot|app|tool|thing|idea)",
    r"makes me (?:so )?(?:angry|mad|furious)|i am (?:so )?(?:angry|furious)",
)


def _any_of(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


_DISTRESSED: Final = _any_of(_DISTRESS)
_ANGRY: Final = _any_of(_ANGER)


def is_distress(said: str) -> bool:
    """Whether the words sound like somebody who needs a person, not a bot. `said` is in lower case."""
    return _DISTRESSED.search(said) is not None


def is_anger(said: str) -> bool:
    """Whether the words are meant to hurt. `said` is in lower case."""
    return _ANGRY.search(said) is not None
