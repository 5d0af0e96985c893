// Drawing interactive elements, and passing on what a person puts into them.
import { freshId, h, popupMenu } from "./dom.js";
import { text, words } from "./text.js";

const TYPED = { plain_text_input: "text", number_input: "text", email_text_input: "email", url_text_input: "url" };
const PICKED = { datepicker: ["date", "selected_date"], timepicker: ["time", "selected_time"] };

/** Draw an input block: label, element, hint, and the error under it. */
export function field(block, place, ctx) {
  const part = block.element;
  const ids = { label: freshId("label"), hint: freshId("hint"), error: freshId("error"), input: freshId("input") };
  const error = place.errors?.[block.block_id];
  const node = control(part, block, place, ctx, ids, error);
  const grouped = ["FIELDSET", "DIV"].includes(node.tagName);
  return h("div", { class: error ? "b-input wrong" : "b-input", dataset: { block: block.block_id } },
    h(grouped ? "span" : "label", { class: "label", id: ids.label, for: grouped ? null : ids.input },
      text(block.label, ctx), block.optional ? h("small", {}, " (optional)") : null),
    node,
    block.hint ? h("p", { class: "hint", id: ids.hint }, text(block.hint, ctx)) : null,
    error ? h("p", { class: "error", id: ids.error }, error) : null);
}

/** Draw an element that stands in an actions block or beside a section. */
export function element(part, block, place, ctx, labelledBy) {
  if (part.type === "button") return button(part, block, place, ctx);
  if (part.type === "overflow") return overflow(part, block, place, ctx);
  const ids = { label: labelledBy, input: freshId("input") };
  return control(part, block, place, ctx, ids, "");
}

function control(part, block, place, ctx, ids, error) {
  const draw = DRAW[part.type];
  if (!draw) return h("p", { class: "b-unknown" }, `This stand-in cannot draw a “${part.type}”.`);
  const state = place.state?.[block.block_id]?.[part.action_id] ?? {};
  const described = [error ? ids.error : null, block.hint ? ids.hint : null].filter(Boolean).join(" ") || null;
  const common = {
    id: ids.input,
    "aria-labelledby": ids.label ?? null,
    "aria-label": ids.label ? null : words(part.placeholder) || part.action_id,
    "aria-describedby": described,
    "aria-invalid": error ? "true" : null,
    "aria-required": block.type === "input" && !block.optional ? "true" : null,
    dataset: { focus: `${block.block_id}/${part.action_id}`, first: part.focus_on_load ? "yes" : "" },
  };
  const put = (value) => ctx.inbox.put(place, block, part, value);
  return draw({ part, block, place, state, common, put, ctx });
}

const DRAW = {
  static_select: ({ part, state, common, put }) => select(part, grouped(part), state.selected_option?.value, common, put),
  users_select: ({ part, state, common, put, ctx }) => select(part, people(ctx), state.selected_user, common, put),
  conversations_select: ({ part, state, common, put, ctx }) => select(part, people(ctx), state.selected_conversation, common, put),
  multi_static_select: (given) => several(given, options(given.part), given.state.selected_options?.map((one) => one.value)),
  multi_users_select: (given) => several(given, people(given.ctx), given.state.selected_users),
  checkboxes: (given) => several(given, options(given.part), given.state.selected_options?.map((one) => one.value)),
  radio_buttons: (given) => radios(given),
  ...Object.fromEntries(Object.keys(TYPED).map((type) => [type, typed])),
  ...Object.fromEntries(Object.keys(PICKED).map((type) => [type, picked])),
};

const option = (one) => ({ value: one.value, label: words(one.text), note: words(one.description) });
const options = (part) => [...(part.options ?? []), ...(part.option_groups ?? []).flatMap((group) => group.options)].map(option);
const people = (ctx) => Object.values(ctx.users).filter((user) => !user.gone).map((user) => ({ value: user.id, label: user.real_name }));

function grouped(part) {
  if (!part.option_groups) return options(part);
  return part.option_groups.map((group) => ({ group: words(group.label), options: group.options.map(option) }));
}

function typed({ part, block, place, state, common, put, ctx }) {
  const tells = block.dispatch_action;
  const props = {
    ...common,
    placeholder: words(part.placeholder) || null,
    value: ctx.inbox.unsent(place, block, part) ?? state.value ?? "",
    minlength: part.min_length ?? null,
    maxlength: part.max_length ?? 3000,
    oninput: (event) => {
      unmark(event.target);
      if (!tells) ctx.inbox.type(place, block, part, event.target.value);
    },
    onchange: (event) => put(event.target.value),
  };
  if (part.type === "plain_text_input" && part.multiline) return growing(h("textarea", { ...props, rows: 3 }));
  const mode = part.type === "number_input" ? { inputmode: part.is_decimal_allowed ? "decimal" : "numeric" } : {};
  return h("input", { ...props, ...mode, type: TYPED[part.type], autocomplete: "off" });
}

function growing(area) {
  const grow = () => { area.style.height = "auto"; area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`; };
  area.addEventListener("input", grow);
  requestAnimationFrame(grow);
  return area;
}

function picked({ part, state, common, put }) {
  const [type, name] = PICKED[part.type];
  return h("input", { ...common, type, value: state[name] ?? "", onchange: (event) => { unmark(event.target); put(event.target.value || null); } });
}

function select(part, choices, chosen, common, put) {
  const entry = (one) => one.group
    ? h("optgroup", { label: one.group }, one.options.map(entry))
    : h("option", { value: one.value }, one.note ? `${one.label} – ${one.note}` : one.label);
  const empty = h("option", { value: "" }, words(part.placeholder) || "Choose");
  const node = h("select", { ...common, onchange: (event) => { unmark(event.target); put(event.target.value || null); } }, empty, choices.map(entry));
  node.value = chosen ?? "";
  return node;
}

function several({ part, common, put }, choices, chosen = []) {
  const name = freshId("many");
  const boxes = choices.map((one) => h("label", { class: "choice" },
    h("input", { type: "checkbox", name, value: one.value, checked: chosen.includes(one.value), dataset: { focus: `${common.dataset.focus}/${one.value}` }, onchange: change }),
    h("span", {}, one.label, one.note ? h("small", {}, one.note) : null)));
  const { "aria-labelledby": by, "aria-label": label, "aria-describedby": described } = common;
  return h("fieldset", { class: "choices", "aria-labelledby": by, "aria-label": label, "aria-describedby": described }, boxes);

  function change(event) {
    const list = [...event.target.closest("fieldset").querySelectorAll("input:checked")].map((box) => box.value);
    if (part.max_selected_items && list.length > part.max_selected_items) { event.target.checked = false; return; }
    unmark(event.target);
    put(list);
  }
}

function radios({ part, state, common, put }) {
  const name = freshId("one");
  const { "aria-labelledby": by, "aria-label": label, "aria-describedby": described } = common;
  return h("fieldset", { class: "choices", role: "radiogroup", "aria-labelledby": by, "aria-label": label, "aria-describedby": described },
    options(part).map((one) => h("label", { class: "choice" },
      h("input", { type: "radio", name, value: one.value, checked: state.selected_option?.value === one.value, dataset: { focus: `${common.dataset.focus}/${one.value}` }, onchange: (event) => { unmark(event.target); put(one.value); } }),
      h("span", {}, one.label, one.note ? h("small", {}, one.note) : null))));
}

function button(part, block, place, ctx) {
  return h("button", {
    type: "button",
    class: `act ${part.style ?? ""}`,
    "aria-label": part.accessibility_label ?? null,
    dataset: { focus: `${block.block_id}/${part.action_id}` },
    onclick: async (event) => {
      if (part.confirm && !(await ctx.confirm(part.confirm))) return;
      if (part.url) window.open(part.url, "_blank", "noreferrer");
      await ctx.busy(event.target.closest("button"), () => ctx.act("press", { key: place.key, block: block.block_id, action: part.action_id }));
    },
  }, text(part.text, ctx));
}

function overflow(part, block, place, ctx) {
  const trigger = h("button", { type: "button", class: "act more", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false",
    dataset: { focus: `${block.block_id}/${part.action_id}` } }, "⋯");
  trigger.addEventListener("click", () => popupMenu(trigger, options(part).map((one) => ({
    ...one,
    run: async () => {
      if (part.confirm && !(await ctx.confirm(part.confirm))) return;
      await ctx.busy(trigger, () => ctx.inbox.put(place, block, part, one.value));
    },
  }))));
  return h("span", { class: "menu-host" }, trigger);
}

function unmark(target) {
  const holder = target.closest(".b-input");
  holder?.classList.remove("wrong");
  holder?.querySelector(".error")?.remove();
}
