/* Draws screens, one after another, on a pane of the page; answers with what sticks out of each, by number. */
async (screens) => {
  const { Pane } = await import("/static/pane.js");
  const place = document.getElementById("panes");
  const state = await (await fetch("/page/state")).json();
  const reader = {
    ...state.people[0], id: "UREADER", real_name: "長谷川 美咲（製造部・夜間シフト）", brief: false, messages: [], home: null, stack: [],
  };
  const others = JSON.stringify(screens).match(/\b[UW][A-Z0-9]{3,}\b/g) ?? [];
  const users = { [reader.id]: reader, ...state.users };
  for (const id of others) users[id] ??= { id, name: "mohammed", real_name: "محمد عبد الرحمن الأنصاري السعدي" };

  const shown = (screen, number) => {
    const own = { id: `S${number}`, hash: "", state: {}, errors: {}, trouble: "", ...screen };
    own.blocks = own.blocks.map((block, at) => ({ block_id: `b${at}`, ...block }));
    if (screen.type === "modal") return { ...reader, tab: "messages", stack: [own] };
    if (screen.type === "home") return { ...reader, tab: "home", home: own };
    const message = { user: state.app.user_id, state: {}, files: [], trouble: "", ...own, ts: String(1767603600 + number) };
    return { ...reader, tab: "messages", messages: [message] };
  };

  const scrolls = (node) => ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
  const sticksOut = (node, edge) => {
    const box = node.getBoundingClientRect();
    return box.width > 1 && (box.left < edge.left - 1 || box.right > edge.right + 1);
  };

  const found = [];
  for (const [number, screen] of screens.entries()) {
    const pane = new Pane(reader.id, () => {});
    place.replaceChildren(pane.node);
    pane.update({ ...state, users, people: [shown(screen, number)] });
    const edge = pane.node.getBoundingClientRect();
    const wide = [...pane.node.querySelectorAll("*")].filter((node) => sticksOut(node, edge));
    const outer = wide.filter((node) => !wide.includes(node.parentElement));
    for (const node of outer) found.push([number, `${node.className || node.tagName}: ${node.textContent.slice(0, 40)}`]);
    if (pane.node.querySelector(".b-unknown")) found.push([number, "a block that cannot be drawn"]);
    if (document.documentElement.scrollWidth > innerWidth) found.push([number, "the page can be pushed aside"]);
  }
  return found;
}
