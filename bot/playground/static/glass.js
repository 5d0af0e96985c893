// Behind the glass: each request and answer, as Slack and the bot see it.
import { fetchExchanges } from "./api.js";
import { h } from "./dom.js";

const KEPT = 300;

export class Glass {
  constructor(node, toggle, drawers) {
    this.node = node;
    this.toggle = toggle;
    this.last = 0;
    this.list = h("ol", { class: "exchanges" });
    this.only = h("input", { type: "checkbox", onchange: () => this.node.classList.toggle("only-problems", this.only.checked) });
    node.append(h("header", {}, h("h2", {}, "Behind the glass"),
      h("label", {}, this.only, " problems only"),
      h("button", { type: "button", class: "quiet round", "aria-label": "Close", onclick: () => drawers.show(null) }, "×")),
    h("p", { class: "hint" }, "What the stand-in sends to the bot (signed, as Slack does), and what the bot asks of Slack’s Web API. Newest first."), this.list);
    toggle.addEventListener("click", () => drawers.show(node.hidden ? this : null));
  }

  opened() {
    this.update();
  }

  /** Fetch and draw what is new, when the drawer is open. */
  async update() {
    if (this.node.hidden || this.fetching) return;
    this.fetching = true;
    try {
      for (const exchange of await fetchExchanges(this.last)) {
        this.last = exchange.number;
        this.list.prepend(this.entry(exchange));
      }
      while (this.list.children.length > KEPT) this.list.lastChild.remove();
    } finally { this.fetching = false; }
  }

  entry(exchange) {
    const inward = exchange.direction === "to the bot";
    const details = h("div", { class: "details" });
    const entry = h("details", { class: exchange.problems.length ? "exchange wrong" : "exchange", ontoggle: () => this.open(entry, details, exchange) },
      h("summary", {}, h("span", { class: inward ? "way in" : "way out" }, inward ? "→ bot" : "→ Slack"),
        h("code", {}, exchange.title), h("small", {}, `${exchange.status || "no answer"} · ${Math.round(exchange.seconds * 1000)} ms`),
        exchange.problems.length ? h("span", { class: "problems" }, exchange.problems.join(" · ")) : null),
      details);
    return h("li", {}, entry);
  }

  open(entry, details, exchange) {
    if (!entry.open || details.firstChild) return;
    details.append(part("Request", exchange.request), part("Answer", exchange.answer));
  }
}

function part(title, content) {
  const text = typeof content === "string" ? content || "(empty)" : JSON.stringify(content, null, 2);
  const copy = h("button", { type: "button", class: "quiet", onclick: async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  } }, "Copy");
  return h("section", {}, h("h3", {}, title, copy), h("pre", { tabindex: "0" }, text));
}
