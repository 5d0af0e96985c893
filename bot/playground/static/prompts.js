// For authors: every prompt as it reads now, in all its variants; a file that is saved is shown at once.
import { fetchPrompts, say } from "./api.js";
import { fill, h, keepingFocus } from "./dom.js";
import { mrkdwn } from "./text.js";

const FOLDERS = { nudges: "Nudges", messages: "Messages", guides: "Guides", rehearsals: "Rehearsals", wording: "Wording" };

export class PromptsDrawer {
  constructor(node, toggle, drawers) {
    this.node = node;
    this.toggle = toggle;
    this.group = "";
    this.choice = h("select", { "aria-label": "Prompt", dataset: { focus: "prompts/choice" }, onchange: () => this.choose(this.choice.value) });
    this.faults = h("div", { class: "faults", role: "status" });
    this.list = h("div", { class: "prompts" });
    node.append(h("header", {}, h("h2", {}, "Prompts"),
      h("button", { type: "button", class: "quiet round", "aria-label": "Close", onclick: () => drawers.show(null) }, "×")),
    h("p", { class: "hint" }, "What the bot says, from the files in prompts/. Save one in your editor: it reads anew here at once, and the bot speaks so from now on."),
    this.choice, this.faults, this.list);
    toggle.addEventListener("click", () => drawers.show(node.hidden ? this : null));
  }

  /** Take note of what changed; `state.prompts` is null where there is no desk of authors. */
  update(state) {
    this.toggle.hidden = !state.prompts;
    if (!state.prompts) return;
    this.state = state;
    const { version, newest, faults } = state.prompts;
    if (this.version !== undefined && version !== this.version) {
      this.group = newest;
      say(faults ? `Saved, with something to mend: ${newest}` : `Read anew: ${newest}`);
    }
    this.toggle.classList.toggle("faulty", faults > 0);
    if (version !== this.version) this.stale = true;
    this.version = version;
    if (!this.node.hidden) this.fetch();
  }

  opened() {
    this.stale = true;
    this.fetch();
    this.choice.focus();
  }

  choose(group) {
    this.group = group;
    this.stale = true;
    this.fetch();
  }

  async fetch() {
    while (this.stale && !this.fetching) {
      this.stale = false;
      this.fetching = true;
      try { this.draw(await fetchPrompts(this.group)); } finally { this.fetching = false; }
    }
  }

  draw(shown) {
    this.group = shown.group;
    keepingFocus(this.node, () => {
      fill(this.choice, grouped(shown.groups));
      this.choice.value = shown.group;
      fill(this.faults, shown.faults.map((fault) => this.fault(fault, shown.group)));
      fill(this.list, shown.prompts.map((prompt) => this.prompt(prompt)));
    });
  }

  fault(fault, group) {
    const elsewhere = fault.group !== group && fault.place;
    return h("p", { class: "error" }, fault.place ? h("code", {}, fault.place) : null, ` ${fault.says}. `,
      elsewhere ? h("button", { type: "button", class: "quiet", onclick: () => this.choose(fault.group) }, "Show") : null);
  }

  prompt(prompt) {
    return h("article", { class: prompt.is_old ? "prompt old" : "prompt" },
      h("h3", {}, prompt.name.split("/").pop().replaceAll("_", " ")), h("p", { class: "file" }, h("code", {}, prompt.file || "(deleted)")),
      prompt.is_old ? h("p", { class: "hint" }, prompt.reads.length ? "The last text without a fault, which the bot keeps to:" : "Nothing to show until this is mended.") : null,
      prompt.reads.map(({ when, text }) => h("figure", {},
        h("figcaption", {}, when || "The same for each kind of tour"),
        h("div", { class: "b-text" }, mrkdwn(text, this.context())))));
  }

  context() {
    const [manager, holder] = this.state.people;
    return { users: { U0SAMPLE: holder ?? manager }, person: manager, now: new Date(this.state.clock.now) };
  }
}

function grouped(groups) {
  return Object.entries(FOLDERS).map(([folder, title]) => h("optgroup", { label: title },
    groups.filter((group) => group.startsWith(`${folder}/`)).map((group) =>
      h("option", { value: group }, group.slice(folder.length + 1).replaceAll("_", " ").replaceAll("/", ", ")))));
}
