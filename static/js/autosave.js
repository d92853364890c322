/* Saves a draft a moment after each change (data-autosave) and says how things stand in words (data-saved-state).
   Works on top of a plain form: without it "Save and continue" saves. What is typed offline stays on the page and, where
   keep-form.js is loaded, on the device; saving is tried again when the connection is back. */
(() => {
  "use strict";
  const DELAY = 1200;
  const RETRY = 10000;

  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

  function watch(form) {
    const state = form.querySelector("[data-saved-state]");
    let timer = null;
    // Until what could not be saved is tried again.
    let pause = DELAY;
    let running = null;
    let dirty = false;
    let leaving = false;

    form.addEventListener("input", () => {
      dirty = true;
      wait(DELAY);
    });
    window.addEventListener("online", () => dirty && wait(0));
    // The page goes away: the last words go with a request that outlives it.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && dirty && !leaving) save({ keepalive: true });
    });
    // A save on its way would make the revision of this form stale: it is waited for.
    form.addEventListener("submit", async (event) => {
      clearTimeout(timer);
      leaving = true;
      if (!running) return;
      event.preventDefault();
      const button = event.submitter;
      await running;
      form.requestSubmit(button);
    });

    function wait(delay) {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    }

    function say(words) {
      if (state) state.textContent = words;
    }

    function save(options) {
      if (running || leaving) return;
      dirty = false;
      pause = DELAY;
      say(form.dataset.saving);
      running = send(options || {}).finally(() => {
        running = null;
        if (dirty && !leaving) wait(pause);
      });
    }

    async function send(options) {
      try {
        const response = await fetch(form.dataset.autosave, {
          method: "POST",
          body: new FormData(form),
          headers: { Accept: "application/json" },
          ...options,
        });
        const answer = await response.json();
        if (response.ok) return saved(answer);
        say(answer.message);
        const seconds = Number(response.headers.get("Retry-After"));
        if (seconds) again(seconds * 1000);
      } catch {
        say(form.dataset.offline);
        again(RETRY);
      }
    }

    function again(delay) {
      dirty = true;
      pause = delay;
    }

    function saved(answer) {
      form.elements.seen_revision.value = answer.revision;
      const time = new Date(answer.saved_at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      const words = answer.wrong.length ? form.dataset.savedExcept : form.dataset.saved;
      say(words.replace("{time}", time).replace("{fields}", answer.wrong.join(", ")));
      // The device may forget what the server has: all of it, and nothing typed since.
      if (!dirty && !answer.wrong.length) form.dispatchEvent(new CustomEvent("portal:saved"));
    }
  }
})();
