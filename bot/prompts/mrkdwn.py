"""Turns what an author writes (Markdown with Jinja expressions) into Slack's mrkdwn, safely.

Markdown is read once, before any fact is known, so that nothing a person typed is ever taken for Markdown. Facts are
escaped when they are put in: `<!channel>` typed by a person stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count, groupby

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup


class PromptError(Exception):
    """Prompts that cannot be used, or a prompt that cannot be rendered. `problems` holds a sentence for each fault."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


_USER_ID = re.compile(r"[UW][A-Z0-9]+")


def mention(user_id: str) -> Markup:
    """Return the mention of a Slack user, the one fact that is not escaped. ValueError if it is no user id."""
    if not _USER_ID.fullmatch(user_id):
        raise ValueError("not the id of a Slack user")
    return Markup(f"<@{user_id}>")  # noqa: S704 - its shape was checked the line before


# Prompts may come from a workspace, so they get a small language: facts, conditions, comparisons, five filters.
# Loops, macros, `|safe`, `{% autoescape false %}`, attributes and calls are not part of it.
_FILTERS = ("capitalize", "lower", "trim", "upper", "length")
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Tuple, nodes.List),
)


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


_JINJA = _environment()
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
# Most of what is written is a paragraph or a heading of one line in which Markdown has nothing to read, and a fact by
# its name. Parsing those takes many times as long, and each start reads all prompts.
_READ = r"\\`*_\[\]<>&{}\x00\r\n"
_PLAIN = re.compile(rf"[A-Za-z\"'“‘\ue000][^{_READ}]*|(#{{1,6}}) ([A-Za-z\ue000][^{_READ}#]*)")
_FACT = re.compile(r"\{\{ (?!(?:true|false|none|not) )([a-z_]+) \}\}")
_MARK = re.compile("\ue000(\\d+)\ue001")
_MARK_IN_ADDRESS = "%EE%80%80"


def escape(text: str) -> str:
    """Return plain text as mrkdwn: the three characters that Slack reads, as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Text:
    """A piece of mrkdwn in which facts may stand. Raises PromptError for Jinja that prompts do not have."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.facts: frozenset[str] = frozenset()
        self._fill: Callable[[Mapping[str, object]], str] | None = None
        words = _FACT.split(source)  # with the name of a fact at each second place
        if "{" in "".join(words[::2]):
            self._compile()
        elif len(words) > 1:
            self.facts, self._fill = frozenset(words[1::2]), _filler(words)

    def _compile(self) -> None:
        try:
            tree = parsed(self.source)
            _refuse_foreign(tree)
            self.facts = frozenset(node.name for node in tree.find_all(nodes.Name))
            self._fill = _JINJA.from_string(tree).render
        except TemplateError as error:
            raise PromptError(f"the expressions cannot be read: {error.message}") from error

    def render(self, facts: Mapping[str, object]) -> str:
        """Return mrkdwn with `facts` put in and escaped. PromptError names a missing fact, never a fact's content."""
        if self._fill is None:
            return self.source
        missing = sorted(self.facts - set(facts))
        if missing:
            raise PromptError(f"fact missing: {', '.join(missing)}")
        rendered = self._fill({name: facts[name] for name in self.facts})
        return re.sub(r"\n{3,}", "\n\n", _unescape(rendered)).strip()


def _filler(words: list[str]) -> Callable[[Mapping[str, object]], str]:
    """Return what fills in a text that has facts and nothing else, as most have.

    Jinja makes Python source of every template and compiles it, for which each start would wait.
    """

    def fill(facts: Mapping[str, object]) -> str:
        return "".join(Markup.escape(facts[word]) if place % 2 else word for place, word in enumerate(words))

    return fill


def _unescape(rendered: str) -> str:
    """Put quotes back: Slack knows the entities of &, < and > only."""
    return rendered.replace("&#34;", '"').replace("&#39;", "'")


def _refuse_foreign(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise PromptError(f"prompts have no {type(node).__name__.lower()} expressions")


@dataclass(frozen=True)
class Block:
    """The mrkdwn source of a paragraph, list or quote (level 0), or of a heading (level 1 to 6)."""

    level: int
    source: str


def blocks(markdown: str) -> list[Block]:
    """Read Markdown and return its blocks as mrkdwn. Raises PromptError for what Slack or prompts cannot show."""
    hidden, expressions = _hide_expressions(markdown)
    found = _plain_blocks(hidden)
    if found is None:
        found = [Block(_level(node), _render(node)) for node in SyntaxTreeNode(_MARKDOWN.parse(hidden)).children]
    return [Block(block.level, _show_expressions(block.source, expressions)) for block in found]


def _plain_blocks(markdown: str) -> list[Block] | None:
    """Return the blocks of a text in which Markdown has nothing to read but its paragraphs and headings, else None."""
    found = []
    for piece in re.split("\n{2,}", markdown.strip("\n")):
        line = _PLAIN.fullmatch(piece)
        if line is None:
            return None
        found.append(Block(len(line[1]), line[2].strip()) if line[1] else Block(0, piece.strip()))
    return found


def first_that_slack_cannot_show(markdown: str) -> int:
    """Return the line, from 1, of the first Markdown that `blocks` refuses; 1 where it refuses none."""
    line = 0
    for top in SyntaxTreeNode(_MARKDOWN.parse(markdown)).children:
        for node in top.walk():
            line = node.map[0] if node.map else line
            if node.type not in _RENDERERS:
                return line + 1
    return 1


def parsed(source: str) -> nodes.Template:
    """Read the expressions in a text. Raises Jinja's TemplateSyntaxError with the line it stumbles at."""
    return _JINJA.parse(source)


def text_of(some: Iterable[Block]) -> Text:
    """Make one text of blocks that follow each other, headings in bold."""
    return Text("\n\n".join(f"*{block.source}*" if block.level else block.source for block in some))


def _hide_expressions(markdown: str) -> tuple[str, list[str]]:
    """Put a mark in place of each Jinja expression, because Markdown would obey the stars and underscores in it."""
    markdown = re.sub("[\ue000\ue001]", "", markdown)
    expressions = [fact[0] for fact in _FACT.finditer(markdown)]
    numbers = count()
    hidden = _FACT.sub(lambda _: f"\ue000{next(numbers)}\ue001", markdown)
    if "{" not in hidden:
        return hidden, expressions
    expressions, pieces = [], []
    for is_text, run in groupby(_tokens(markdown), key=lambda token: token[1] == "data"):
        value = "".join(token[2] for token in run)
        if not is_text:
            expressions.append(value)
        pieces.append(value if is_text else f"\ue000{len(expressions) - 1}\ue001")
    return "".join(pieces), expressions


def _tokens(markdown: str) -> list[tuple[int, str, str]]:
    try:
        return list(_JINJA.lex(markdown))
    except TemplateError as error:
        raise PromptError(f"the expressions cannot be read: {error.message}") from error


def _show_expressions(mrkdwn: str, expressions: list[str]) -> str:
    if _MARK_IN_ADDRESS in mrkdwn:
        raise PromptError("a fact cannot be part of a link's address")
    return _MARK.sub(lambda mark: expressions[int(mark[1])], mrkdwn)


def _level(node: SyntaxTreeNode) -> int:
    return int(node.tag[1:]) if node.type == "heading" else 0


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_render(child) for child in node.children)


def _unknown(node: SyntaxTreeNode) -> str:
    raise PromptError(f"Slack cannot show this Markdown: {node.type.replace('_', ' ')}")


def _wrapped(sign: str) -> Callable[[SyntaxTreeNode], str]:
    return lambda node: f"{sign}{_inline(node)}{sign}"


def _item(node: SyntaxTreeNode) -> str:
    return "\n".join(_render(child) for child in node.children)


def _bullets(node: SyntaxTreeNode) -> str:
    return "\n".join(f"• {_item(item)}" for item in node.children)


def _numbers(node: SyntaxTreeNode) -> str:
    first = int(node.attrs.get("start", 1))
    return "\n".join(f"{number}. {_item(item)}" for number, item in enumerate(node.children, first))


def _quote(node: SyntaxTreeNode) -> str:
    lines = "\n\n".join(_render(child) for child in node.children).split("\n")
    return "\n".join(f"> {line}" for line in lines)


def _link(node: SyntaxTreeNode) -> str:
    return f"<{escape(str(node.attrs['href']))}|{_inline(node)}>"


def _render(node: SyntaxTreeNode) -> str:
    return _RENDERERS.get(node.type, _unknown)(node)


_RENDERERS: Mapping[str, Callable[[SyntaxTreeNode], str]] = {
    "paragraph": _inline,
    "heading": _inline,
    "inline": _inline,
    "bullet_list": _bullets,
    "ordered_list": _numbers,
    "blockquote": _quote,
    "text": lambda node: escape(node.content),
    "strong": _wrapped("*"),
    "em": _wrapped("_"),
    "code_inline": lambda node: f"`{escape(node.content)}`",
    "link": _link,
    "softbreak": lambda _: " ",
    "hardbreak": lambda _: "\n",
}
