"""Whether somebody writes in a language that we do not read yet."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_OTHERS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(words.split())
    for words in (
        # German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish: the commonest small words of each
        """ich du er sie wir ihr ist sind war nicht kein und oder aber mit für auf das der die den dem ein eine was wie
        wann kannst können bitte mir mich mein dein hallo guten danke habe hat werden wird zu von im über gespräch kann
        jemand helfen hilfe verstehe""",
        """je tu il elle nous vous est sont pas ne et ou mais avec pour sur le la les un une des du que qui quoi comment
        quand peux pouvez bonjour merci suis ai mon ma mes dois faire ce cette aide aider où mes peut""",
        """yo tú usted él ella nosotros es son no y o pero con para por el la los las un una que qué cómo cuándo puedo
        puedes hola gracias buenos días tengo quiero mi mis esto hacer funciona ayuda puede quién leer""",
        """io tu lui lei noi voi è sono non e o ma con per il lo la gli le un una che cosa come quando posso puoi ciao
        grazie ho voglio mio mia devo fare questo capisco aiuto""",
        """eu você ele ela nós é são não e ou mas com para o a os as um uma que como quando posso pode olá obrigado
        obrigada tenho quero meu minha isto fazer ajuda""",
        """ik jij hij zij wij is zijn niet geen en of maar met voor op de het een wat hoe wanneer kan kunt hallo bedankt
        heb heeft mijn dit doen moet ben""",
        """jag du han hon vi är inte och eller men med för på en ett den det vad hur när kan hej tack har min mitt vill
        göra""",
        """ja ty on ona my jest są nie i lub ale z dla na co jak kiedy mogę możesz cześć dziękuję mam chcę mój moja to
        zrobić""",
    )
)
_ENGLISH: Final = frozenset(
    """i you he she we they is are was not no and or but with for on the a an what how when can could do does my your me
    it this that hello hi thanks have has will want to of in about please tour talk help show review goals who where why
    if""".split()  # noqa: SIM905 - a list of fifty quoted words hides the words
)
_ALONE: Final = frozenset("hallo bonjour hola ciao olá hej cześć danke merci gracias grazie bedankt tack".split())  # noqa: SIM905


def is_other_language(said: str) -> bool:
    """Whether the words (in lower case) are not English: by their script, or by the small words of another language."""
    letters = [character for character in said if character.isalpha()]
    if letters and 2 * sum(_is_latin(letter) for letter in letters) < len(letters):
        return True
    words = re.findall(r"[^\W\d_]+", said)
    if len(words) == 1:
        return words[0] in _ALONE
    english = sum(word in _ENGLISH for word in words)
    if any(mark in said for mark in "¿¡") or (english == 0 and not all(word.isascii() for word in words)):
        return True
    return any(sum(word in known for word in words) > max(english, 1) for known in _OTHERS)


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
