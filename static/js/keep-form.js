/* Keeps what is typed into <form data-keep="key"> on this device until the server has it, so that a lost connection or
   a closed tab loses nothing. Name the person in the key: a device may be shared. A page that shows what was sent
   carries data-keep-sent="key …", which forgets it; so does the event portal:saved on the form. Fields with
   data-keep-never, passwords and files are not kept.
   portal/_keep.html says in words what is kept; the page works without this script. */
(function () {
  "use strict";
  const PREFIX = "kept:";
  const DAYS = 14;
  const NEVER = ["hidden", "password", "file", "submit", "button"];

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
      return null;
    }
  }

  function write(key, fields) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), fields }));
      return true;
    } catch {
      return false;
    }
  }

  function forget(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch { /* a device that keeps nothing has nothing to forget */ }
  }

  function forgetOld() {
    try {
      for (const name of Object.keys(localStorage)) {
        const kept = name.startsWith(PREFIX) && read(name.slice(PREFIX.length));
        if (kept && Date.now() - kept.at > DAYS * 86400000) localStorage.removeItem(name);
      }
    } catch { /* as above */ }
  }

  function controls(form) {
    return [...form.elements].filter(
      (control) => control.name && !NEVER.includes(control.type) && !control.hasAttribute("data-keep-never")
    );
  }

  function values(form) {
    const found = {};
    for (const control of controls(form)) {
      const list = (found[control.name] ??= []);
      if (control.type === "checkbox" || control.type === "radio") {
        if (control.checked) list.push(control.value);
      } else if (control.multiple) {
        list.push(...[...control.selectedOptions].map((option) => option.value));
      } else {
        list.push(control.value);
      }
    }
    return found;
  }

  function putBack(form, fields) {
    for (const control of controls(form)) {
      const list = fields[control.name];
      if (!list) continue;
      if (control.type === "checkbox" || control.type === "radio") control.checked = list.includes(control.value);
      else if (control.multiple) for (const option of control.options) option.selected = list.includes(option.value);
      else control.value = list[0] ?? "";
    }
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  function keep(form) {
    const key = form.dataset.keep;
    const state = form.querySelector("[data-keep-state]");
    const discard = form.querySelector("[data-keep-discard]");
    const say = (words) => { if (state) state.textContent = words ? state.dataset[words] : ""; };
    let base = values(form);
    let fields = read(key)?.fields ?? {};

    if (Object.keys(fields).some((name) => name in base && !same(fields[name], base[name]))) {
      putBack(form, fields);
      say("putBack");
      if (discard) discard.hidden = false;
    }
    form.addEventListener("input", () => {
      const now = values(form);
      for (const name in now) if (name in fields || !same(now[name], base[name])) fields[name] = now[name];
      say(write(key, fields) ? "kept" : "notKept");
    });
    // Another script has saved the form as it stands.
    form.addEventListener("portal:saved", () => {
      fields = {};
      base = values(form);
      forget(key);
      if (discard) discard.hidden = true;
      say("");
    });
    discard?.addEventListener("click", () => {
      fields = {};
      forget(key);
      form.reset();
      discard.hidden = true;
      say("");
    });
  }

  function start(root) {
    for (const sent of root.querySelectorAll("[data-keep-sent]")) sent.dataset.keepSent.split(" ").forEach(forget);
    root.querySelectorAll("form[data-keep]").forEach(keep);
  }

  forgetOld();
  start(document);
  document.addEventListener("htmx:afterSwap", (event) => start(event.detail.elt));
})();
