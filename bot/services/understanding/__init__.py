"""Understanding plain words in a DM: rules and fuzzy matching, no network, no model, nothing kept."""

from bot.services.understanding.intents import Intent, Near, Understood
from bot.services.understanding.reading import MENTION, ends_a_pause, find_topic, hears_distress, understand

__all__ = ["MENTION", "Intent", "Near", "Understood", "ends_a_pause", "find_topic", "hears_distress", "understand"]
