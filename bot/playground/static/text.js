// Slack's text: mrkdwn, mentions, dates in the reader's zone, emoji, rich text.
import { h } from "./dom.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", wave: "👋", calendar: "📅", spiral_calendar_pad: "🗓️", memo: "📝",
  seedling: "🌱", compass: "🧭", handshake: "🤝", hourglass: "⏳", hourglass_flowing_sand: "⏳", bell: "🔔", lock: "🔒",
  door: "🚪", warning: "⚠️", bulb: "💡", speech_balloon: "💬", dart: "🎯", star: "⭐", arrow_right: "➡️", eyes: "👀",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", white_circle: "⚪", pushpin: "📌", mag: "🔍",
};
const INLINE = new RegExp([
  "<(?<markup>[^<>\\n]+)>",
  "`(?<code>[^`\\n]+)`",
  "(?<![\\w*])\\*(?=\\S)(?<bold>[^*\\n]+?)(?<=\\S)\\*(?![\\w*])",
  "(?<![\\w_])_(?=\\S)(?<italic>[^_\\n]+?)(?<=\\S)_(?![\\w_])",
  "(?<![\\w~])~(?=\\S)(?<strike>[^~\\n]+?)(?<=\\S)~(?![\\w~])",
  ":(?<emoji>[a-z0-9_+\\-]+):",
].join("|"), "g");

const plain = (text) => text.replace(/&lt;|&gt;|&amp;/g, (entity) => ENTITIES[entity]);

/** Render a text object (or a bare mrkdwn string) for one reader. */
export function text(object, ctx) {
  if (object === null || object === undefined) return [];
  if (typeof object === "string") return mrkdwn(object, ctx);
  return object.type === "plain_text" ? lines(emojis(object.text)).flatMap(locks) : mrkdwn(object.text, ctx);
}

/** Draw the lock as a picture: it stands on every screen, and not every machine has a font for it. */
function locks(part) {
  if (typeof part !== "string" || !part.includes("🔒")) return [part];
  return part.split("🔒").flatMap((words, at) => (at ? [h("span", { class: "lock", role: "img", "aria-label": "Private:" }), words] : [words]));
}

/** Return a text object's bare words, for labels and titles. */
export const words = (object) => (object ? emojis(object.text ?? "") : "");

function emojis(string) {
  return string.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}

function lines(string) {
  return string.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));
}

/** Render mrkdwn. */
export function mrkdwn(source, ctx) {
  return source.split("```").flatMap((part, at) =>
    at % 2 ? [h("pre", {}, plain(part.replace(/^\n/, "")))] : quoted(part, ctx).flatMap(locks));
}

function quoted(part, ctx) {
  const out = [];
  let quote = null;
  let before = null; // the line before: its words, or "bullet" for one that ends by itself
  for (const line of part.split("\n")) {
    const match = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (match) {
      if (!quote) out.push(quote = h("blockquote"));
      else quote.append(h("br"));
      quote.append(...inline(match[1], ctx));
      before = "bullet";
      continue;
    }
    quote = null;
    const item = /^\s*[•\-]\s+(.*)$/.exec(line);
    if (item ? before === "" : before !== null && before !== "bullet") out.push(h("br"));
    out.push(...(item ? [h("span", { class: "bullet" }, ...inline(item[1], ctx))] : inline(line, ctx)));
    before = item ? "bullet" : line;
  }
  return out;
}

function inline(line, ctx) {
  const out = [];
  let end = 0;
  for (const match of line.matchAll(INLINE)) {
    if (match.index > end) out.push(plain(line.slice(end, match.index)));
    out.push(span(match.groups, match[0], ctx));
    end = match.index + match[0].length;
  }
  if (end < line.length) out.push(plain(line.slice(end)));
  return out;
}

function span(groups, whole, ctx) {
  if (groups.markup) return markup(groups.markup, ctx);
  if (groups.code) return h("code", {}, plain(groups.code));
  if (groups.bold) return h("strong", {}, ...inline(groups.bold, ctx));
  if (groups.italic) return h("em", {}, ...inline(groups.italic, ctx));
  if (groups.strike) return h("s", {}, ...inline(groups.strike, ctx));
  return EMOJI[groups.emoji] ?? whole;
}

function markup(inner, ctx) {
  const [target, label] = inner.split("|");
  if (target.startsWith("!date^")) {
    const [, moment, pattern] = target.split("^");
    return h("time", {}, spoken(Number(moment), pattern, ctx));
  }
  if (target.startsWith("@")) return mention(target.slice(1), ctx);
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${target.slice(1)}`);
  return link(target, label);
}

function link(target, label) {
  const safe = /^(https?|mailto|slack):/.test(target);
  return safe ? h("a", { href: target, target: "_blank", rel: "noreferrer noopener" }, plain(label ?? target)) : plain(label ?? target);
}

/** Render a person's name. */
export function mention(id, ctx) {
  const user = ctx.users[id];
  return h("span", { class: id === ctx.person?.id ? "mention own" : "mention" }, `@${user ? user.real_name : id}`);
}

/** Say a moment (in seconds) by Slack's date tokens, in the reader's zone and by the playground's clock. */
export function spoken(seconds, pattern, ctx) {
  const date = new Date(seconds * 1000);
  const zone = ctx.person?.tz ?? "UTC";
  const part = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(date);
  const forms = {
    date_num: () => new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(date),
    date_short: () => part({ day: "numeric", month: "short", year: "numeric" }),
    date_long: () => part({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    date: () => part({ day: "numeric", month: "long", year: "numeric" }),
    time: () => part({ hour: "2-digit", minute: "2-digit" }),
    time_secs: () => part({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    ago: () => part({ day: "numeric", month: "long", year: "numeric" }),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => {
    const near = token.endsWith("_pretty") ? nearDay(date, zone, ctx.now) : null;
    return near ?? forms[token.replace(/_pretty$/, "")]?.() ?? whole;
  });
}

function nearDay(date, zone, now) {
  const day = (moment) => Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(moment));
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[Math.round((day(date) - day(now)) / 86400000)] ?? null;
}

/** Render a rich_text block or a part of one. */
export function rich(part, ctx) {
  const inner = () => (part.elements ?? []).map((child) => rich(child, ctx));
  switch (part.type) {
    case "rich_text": return h("div", { class: "rich" }, inner());
    case "rich_text_section": return h("div", {}, inner());
    case "rich_text_quote": return h("blockquote", {}, inner());
    case "rich_text_preformatted": return h("pre", {}, inner());
    case "rich_text_list":
      return h(part.style === "ordered" ? "ol" : "ul", {}, (part.elements ?? []).map((item) => h("li", {}, rich(item, ctx))));
    case "user": return mention(part.user_id, ctx);
    case "date": return h("time", {}, spoken(part.timestamp, part.format, ctx));
    case "link": return link(part.url, part.text);
    case "emoji": return EMOJI[part.name] ?? `:${part.name}:`;
    default: return styled(part);
  }
}

function styled(part) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.entries(tags).reduce(
    (node, [style, tag]) => (part.style?.[style] ? h(tag, {}, node) : node),
    h("span", { class: "pre-wrap" }, part.text ?? ""),
  );
}
