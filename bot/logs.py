"""Logs that a machine or a person can read. They hold ids, counts and reasons: no words of people, no token."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up(log_format: str) -> None:
    """Write logs to standard error, as text for people or as JSON, one object a line."""
    renderer = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[_forget, renderer], foreign_pre_chain=shared))
    handler.addFilter(_is_worth_a_line)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # waitress writes a line for each request that waits for a thread: under load more lines than requests answered.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Leave out that Bolt found SLACK_BOT_TOKEN in the environment by itself: it warns at each start."""
    return "`token` will be unused" not in record.getMessage()


def _forget(
    logger: object,
    method: str,
    event: structlog.typing.EventDict,
) -> structlog.typing.EventDict:
    """Drop what structlog keeps for itself, and the text of other people's exceptions, which may quote a payload."""
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    if fault := event.pop("exc_info", None):
        kind = fault[0] if isinstance(fault, tuple) else type(fault)
        event["fault"] = getattr(kind, "__name__", str(kind))
    return event
