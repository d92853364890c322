/* The programme editor: rows moved by dragging (mouse, pen or finger) or by their buttons, budgets and running times kept
   right while one types. Without this script the same buttons do it by the server. Nothing is saved before "Save". */
(function () {
  "use strict";
  const form = document.querySelector("[data-programme]");
  if (!form) return;
  const list = form.querySelector("[data-programme-rows]");
  const sentences = JSON.parse(document.getElementById("programme-sentences").textContent);
  const { startsAt, timeZone, length } = form.dataset;
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  const rows = () => Array.from(list.children);
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const counts = (row) => ["title", "minutes", "led_by"].some((name) => field(row, name).value.trim());
  const minutesOf = (row) => Math.max(0, parseInt(field(row, "minutes").value, 10) || 0);

  /* Real minutes are added to the moment of the beginning, so the clock is right across a change of it, too. */
  function recount() {
    let planned = 0;
    rows().forEach(function (row, index) {
      const minutes = minutesOf(row);
      const begins = startsAt && minutes ? clock.format(Date.parse(startsAt) + planned * 60000) : "";
      row.querySelector("[data-begins]").textContent = begins;
      row.querySelectorAll("[data-move]").forEach((button) => (button.value = button.dataset.move + "-" + (index + 1)));
      const legend = row.querySelector("legend");
      legend.textContent = legend.textContent.replace(/\d+/, index + 1);
      planned += minutes;
    });
    const words = form.querySelector("[data-budget-words]");
    const rest = Number(length) - planned;
    const key = !length ? "alone" : rest < 0 ? "over" : rest ? "left" : "full";
    const values = { planned, length, rest: Math.abs(rest) };
    const said = sentences[key].replace(/%\((\w+)\)s/g, (_match, name) => values[name]);
    if (words.textContent !== said) words.textContent = said;
    words.classList.toggle("is-over", key === "over");
    const bar = form.querySelector("[data-budget-bar]");
    if (bar) bar.value = planned;
  }

  function renumber() {
    rows().forEach((row, index) => (field(row, "number").value = counts(row) ? index + 1 : ""));
    recount();
  }

  function remove(row) {
    ["title", "minutes", "led_by", "number"].forEach((name) => (field(row, name).value = ""));
    list.append(row);
  }

  form.addEventListener("click", function (event) {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-programme-row]");
    if (button.dataset.move === "up") row.previousElementSibling?.before(row);
    else if (button.dataset.move === "down") row.nextElementSibling?.after(row);
    else remove(row);
    renumber();
    button.focus();
  });

  form.addEventListener("input", function (event) {
    if (!event.target.name.endsWith("-number")) recount();
  });
  /* A number typed by hand puts its row there. */
  form.addEventListener("change", function (event) {
    if (!event.target.name.endsWith("-number")) return renumber();
    const row = event.target.closest("[data-programme-row]");
    const wanted = Math.max(1, parseInt(event.target.value, 10) || rows().length);
    row.remove();
    list.insertBefore(row, rows()[wanted - 1] || null);
    renumber();
    event.target.focus();
  });

  /* --- Dragging by the handle: pointer events, so that a finger does it as well as a mouse. --- */

  let dragged = null;

  rows().forEach((row) => (row.querySelector("[data-handle]").hidden = false));
  list.addEventListener("pointerdown", function (event) {
    const handle = event.target.closest("[data-handle]");
    if (!handle) return;
    event.preventDefault();
    dragged = handle.closest("[data-programme-row]");
    dragged.classList.add("is-dragged");
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", function (event) {
    if (!dragged) return;
    const below = rows().find((row) => row !== dragged && event.clientY < middle(row));
    if (below !== dragged.nextElementSibling) list.insertBefore(dragged, below || null);
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    list.addEventListener(name, function () {
      if (!dragged) return;
      dragged.classList.remove("is-dragged");
      dragged = null;
      renumber();
    });
  });

  function middle(row) {
    const box = row.getBoundingClientRect();
    return box.top + box.height / 2;
  }

  recount();
})();
