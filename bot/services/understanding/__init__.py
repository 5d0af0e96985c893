"""Understanding plain words in a DM: rules and fuzzy matching, no network, no model, nothing kept."""

from bot.services.understanding.intents import Intent, Near, Understood
from bot.services.understanding.reading import find_topic, understand

__all__ = ["Intent", "Near", "Understood", "find_topic", "understand"]
