// Small helpers to build and tend elements.

/** Make an element. Props starting with "on" are listeners; false, null and undefined are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else if (name === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Replace all children. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return node;
}

let counter = 0;
/** Return an id that no other element has. */
export function freshId(prefix = "e") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/**
 * Run `render`, then give the focus (and the caret) back to the element with the same data-focus. Where that is gone,
 * the root takes the focus if it can: at the top of the page, a keyboard would have to come all the way again.
 */
export function keepingFocus(root, render) {
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.dataset?.focus;
  const caret = active && "selectionStart" in active ? safeCaret(active) : null;
  render();
  if (!active || root.contains(document.activeElement)) return;
  const again = key ? root.querySelector(`[data-focus="${CSS.escape(key)}"]`) : null;
  if (!again) {
    if (root.hasAttribute("tabindex")) root.focus({ preventScroll: true });
    return;
  }
  again.focus({ preventScroll: true });
  if (caret && again.setSelectionRange) {
    try { again.setSelectionRange(...caret); } catch { /* a date or number field has no caret */ }
  }
}

function safeCaret(node) {
  try { return node.selectionStart === null ? null : [node.selectionStart, node.selectionEnd]; } catch { return null; }
}

/** Open a small menu of choices under a button; Escape, Tab and a click elsewhere close it. */
export function popupMenu(button, choices) {
  const host = button.parentElement;
  const old = host.querySelector(":scope > .menu");
  if (old) { close(); return; }
  const items = choices.map(({ label, note, run }) =>
    h("button", { type: "button", role: "menuitem", onclick: () => { close(); run(); } },
      label, note ? h("small", {}, note) : null));
  const menu = h("div", { class: "menu", role: "menu", onkeydown: walk }, items);
  host.append(menu);
  button.setAttribute("aria-expanded", "true");
  setTimeout(() => document.addEventListener("click", close, { once: true }));
  menu.scrollIntoView({ block: "nearest" });  // under the newest message it would stand behind the message box
  items[0]?.focus();

  function close() {
    host.querySelector(":scope > .menu")?.remove();
    button.setAttribute("aria-expanded", "false");
  }
  function walk(event) {
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); items[(at + step + items.length) % items.length].focus(); }
    if (event.key === "Escape") { event.stopPropagation(); close(); button.focus(); }
    if (event.key === "Tab") close();
  }
}
