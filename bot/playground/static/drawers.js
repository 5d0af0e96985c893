// The drawers on the right: at most one is open, and its button says so.

export class Drawers {
  constructor() {
    this.open = null;
  }

  /** Open a drawer in place of the one that is open, or close that one when `drawer` is null. */
  show(drawer) {
    const before = this.open;
    this.open = drawer;
    for (const one of [before, drawer]) {
      if (!one) continue;
      one.node.hidden = one !== drawer;
      one.toggle.setAttribute("aria-expanded", String(one === drawer));
    }
    if (drawer) drawer.opened();
    else before?.toggle.focus();
  }
}
