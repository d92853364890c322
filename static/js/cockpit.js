/* Brings the cockpit up to date while somebody looks at it: asks for its live parts (data-part) and replaces those that
   changed. Keeps what is open and where the focus is, and tells a screen reader only what is new (data-say). Without it
   the page has a link that loads it anew. */
(() => {
  "use strict";
  const PAUSE = 25000;
  const live = document.querySelector("[data-cockpit]");
  const state = document.querySelector("[data-cockpit-state]");
  const said = document.querySelector("[data-cockpit-said]");
  if (!live) return;
  state.textContent = state.dataset.live;
  let asked = Date.now();

  setInterval(() => document.hidden || refresh(), PAUSE);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - asked > PAUSE) refresh();
  });

  async function refresh() {
    asked = Date.now();
    try {
      const answer = await fetch(live.dataset.cockpit, { headers: { "X-Part": "live" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      update(new DOMParser().parseFromString(await answer.text(), "text/html"));
      state.textContent = state.dataset.live;
    } catch {
      state.textContent = state.dataset.lost;
    }
  }

  function update(fresh) {
    const before = sayings(live);
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const shown = live.querySelector(`[data-part="${part.dataset.part}"]`);
      if (shown && bare(shown) !== bare(part)) replace(shown, part);
    }
    const news = [...sayings(live)].filter((words) => !before.has(words));
    if (news.length) said.textContent = news.join(". ");
  }

  function replace(shown, part) {
    const open = [...shown.querySelectorAll("details[open]")].map((details) => details.id);
    const focused = shown.contains(document.activeElement) ? place(document.activeElement) : null;
    shown.replaceChildren(...part.childNodes);
    for (const id of open) shown.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    if (focused) shown.querySelector(focused)?.focus({ preventScroll: true });
  }

  /* How the same thing is found again: a link by where it leads, a disclosure by its name. */
  function place(element) {
    if (element.tagName === "SUMMARY") return `#${CSS.escape(element.parentElement.id)} > summary`;
    return element.href ? `a[href="${CSS.escape(element.getAttribute("href"))}"]` : null;
  }

  function bare(part) {
    const copy = part.cloneNode(true);
    for (const details of copy.querySelectorAll("details[open]")) details.removeAttribute("open");
    // Said in the reader's zone by reader-zone.js; `datetime` says which time it is.
    for (const time of copy.querySelectorAll("time[data-until]")) {
      time.textContent = "";
      delete time.dataset.said;
    }
    return copy.innerHTML;
  }

  function sayings(within) {
    return new Set([...within.querySelectorAll("[data-say]")].map((element) => element.dataset.say));
  }
})();
