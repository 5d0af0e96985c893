// Drawing blocks.
import { freshId, h } from "./dom.js";
import { element, field } from "./inputs.js";
import { rich, text, words } from "./text.js";

/** Draw all blocks of a place (a message or a view). `ctx` tells who reads, and how to act. */
export function blocks(place, ctx) {
  return place.blocks.map((block) => (DRAW[block.type] ?? unknown)(block, place, ctx));
}

const DRAW = {
  header: (block, _place, ctx) => h("h3", { class: "b-header" }, text(block.text, ctx)),
  divider: () => h("hr", { class: "b-divider" }),
  section,
  context: (block, _place, ctx) => h("div", { class: "b-context" }, block.elements.map((part) =>
    part.type === "image" ? picture(part) : h("span", {}, text(part, ctx)))),
  actions: (block, place, ctx) => h("div", { class: "b-actions" }, block.elements.map((part) => element(part, block, place, ctx))),
  input: (block, place, ctx) => field(block, place, ctx),
  rich_text: (block, _place, ctx) => rich(block, ctx),
  image: (block, _place, ctx) => h("figure", { class: "b-image" }, picture(block),
    block.title ? h("figcaption", {}, text(block.title, ctx)) : null),
  alert: (block, _place, ctx) => h("div", { class: `b-alert ${block.level ?? "default"}`, role: "note" }, text(block.text, ctx)),
  markdown: (block, _place, ctx) => h("div", { class: "b-section" }, text({ type: "mrkdwn", text: block.text.replaceAll("**", "*") }, ctx)),
  table,
};

function section(block, place, ctx) {
  const id = freshId("section");
  const body = h("div", { class: "b-text", id }, block.text ? text(block.text, ctx) : null,
    block.fields?.length ? h("div", { class: "b-fields" }, block.fields.map((part) => h("div", {}, text(part, ctx)))) : null);
  const aside = block.accessory
    ? h("div", { class: "b-accessory" }, block.accessory.type === "image" ? picture(block.accessory) : element(block.accessory, block, place, ctx, id))
    : null;
  return h("div", { class: "b-section" }, body, aside);
}

function picture(image) {
  const own = /^(data:image\/|\/)/.test(image.image_url ?? "");
  return own
    ? h("img", { src: image.image_url, alt: image.alt_text })
    : h("span", { class: "b-picture", role: "img", "aria-label": image.alt_text }, image.alt_text);
}

function table(block, _place, ctx) {
  const cell = (part) => (part.type === "rich_text" ? rich(part, ctx) : words(part));
  const [head, ...rows] = block.rows;
  return h("div", { class: "b-table" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((part) => h("th", { scope: "col" }, cell(part))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((part) => h("td", {}, cell(part))))))));
}

function unknown(block) {
  return h("p", { class: "b-unknown" }, `This stand-in cannot draw a “${block.type}” block.`);
}
