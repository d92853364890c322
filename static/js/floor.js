/* The live floor on a page: listens to the event stream, keeps the clocks going by the server's time, tells parts of the
   page to refresh, and says to screen readers what the room sees. Read by the console, the screen and the delegate's
   page; each works without it. The words come from the page, in the reader's language. */
(function () {
  "use strict";
  const page = document.querySelector("[data-floor-page]");
  if (!page) return;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const words = read("floor-words");
  const LAST_SECONDS = 30;
  const RETRY_MILLISECONDS = 3000;

  let state = read("floor-state");
  let streams = state.streams;
  let requestNumber = state.request_number || 0;
  const kinds = ["hello"].concat(state.events);
  let offset = -Infinity;
  let sources = [];

  /* --- The server's time: our own clock only counts, steps of it do no harm. What came quickest is nearest. --- */

  function correct(serverNow) {
    offset = Math.max(offset, Date.parse(serverNow) - performance.now());
  }

  function serverNow() {
    return performance.now() + offset;
  }

  /* --- Clocks --- */

  function digits(seconds) {
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }

  function secondsLeft(clock) {
    const now = clock.pausedAt ? Date.parse(clock.pausedAt) : serverNow();
    return Number(clock.allotted) + Number(clock.pausedSeconds) - (now - Date.parse(clock.startedAt)) / 1000;
  }

  function phaseOf(left, showsOvertime) {
    if (left <= 0) return showsOvertime ? "over" : "time";
    return left <= LAST_SECONDS ? "last" : "running";
  }

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function tick() {
    document.querySelectorAll("[data-clock]").forEach(function (element) {
      const clock = element.dataset;
      if (!clock.startedAt) return;
      const left = secondsLeft(clock);
      const phase = phaseOf(left, clock.overtime === "1");
      const shown = phase === "over" ? "+" + digits(Math.floor(-left)) : digits(Math.max(0, Math.ceil(left)));
      write(element.querySelector(".clock-digits"), shown);
      write(element.querySelector(".clock-word"), clock.pausedAt ? words.clock.paused : words.clock[phase] || "");
      element.className = "clock clock-" + phase + (clock.pausedAt ? " clock-paused" : "");
      const percent = Math.max(0, (100 * left) / Number(clock.allotted)).toFixed(1);
      element.querySelector(".clock-left").setAttribute("stroke-dasharray", percent + " 100");
    });
    tickSegment();
    announceTime();
  }

  /* As FloorSegment.local_title says it. */
  function writeName(element, segment) {
    const item = segment && words.items[segment.item];
    const isKept = item && item.english === segment.title;
    const name = !segment ? "" : isKept ? item.text : segment.title || words.segments[segment.segment];
    const language = !segment || !segment.title ? document.documentElement.lang : isKept ? item.lang : "en";
    if (element.lang !== language) {
      element.lang = language;
      element.dir = language === "ar" ? "rtl" : "ltr";
    }
    write(element, name);
  }

  /* The same words as floor_clock.segment_words. */
  function tickSegment() {
    const segment = state.segment;
    document.querySelectorAll("[data-segment-clock]").forEach(function (element) {
      let said = "";
      if (segment) {
        const now = segment.paused_at ? Date.parse(segment.paused_at) : serverNow();
        const here = (now - Date.parse(segment.started_at)) / 1000 - segment.paused_seconds;
        const budget = segment.budget_seconds;
        let used = Math.floor(segment.earlier_seconds + Math.max(0, here));
        if (used > budget && element.dataset.overtime !== "1") used = budget;
        const values = { used: digits(used), budget: digits(budget), rest: digits(Math.abs(budget - used)) };
        const sentence = words.segment_clock[used > budget ? "over" : "left"];
        said = sentence.replace(/\{(\w+)\}/g, (_match, name) => values[name]);
      }
      write(element.querySelector("[data-segment-words]"), said);
      writeName(element.querySelector("[data-segment-name]"), segment);
    });
  }

  function setClocks() {
    const speaker = state.speaker;
    document.querySelectorAll("[data-clock]").forEach(function (element) {
      element.hidden = !speaker;
      if (!speaker) return;
      element.dataset.startedAt = speaker.started_at;
      element.dataset.allotted = speaker.allotted_seconds;
      element.dataset.pausedAt = speaker.paused_at || "";
      element.dataset.pausedSeconds = speaker.paused_seconds;
    });
  }

  /* --- Screen readers: the grant, one minute, 30 seconds, time; never each second. --- */

  let said = { intervention: state.speaker && state.speaker.intervention, left: Infinity };

  function say(text) {
    document.querySelectorAll("[data-floor-announcement]").forEach(function (element) {
      element.textContent = text;
    });
  }

  function nameOf(speaker) {
    return [speaker.name || words.unnamed, speaker.represents].filter(Boolean).join(", ");
  }

  function announceSpeaker() {
    const speaker = state.speaker;
    const intervention = speaker && speaker.intervention;
    if (intervention === said.intervention) return;
    said = { intervention: intervention, left: Infinity };
    if (!speaker) return say(words.free);
    say(words.given.replace("{who}", nameOf(speaker)).replace("{time}", digits(speaker.allotted_seconds)));
  }

  function announceTime() {
    const speaker = state.speaker;
    if (!speaker) return;
    const left = secondsLeft({
      allotted: speaker.allotted_seconds,
      pausedAt: speaker.paused_at,
      pausedSeconds: speaker.paused_seconds,
      startedAt: speaker.started_at,
    });
    const before = said.left;
    said.left = left;
    // A page opened in the middle says nothing of what has passed; nor is the grant of a minute followed by itself.
    if (before === Infinity) return;
    const passed = (seconds) => before > seconds && left <= seconds;
    if (passed(0)) say(words.up);
    else if (passed(30)) say(words.seconds);
    else if (passed(60) && speaker.allotted_seconds > 60) say(words.minute);
  }

  /* --- What the page shows --- */

  /* As Intervention.spoken_as says it. */
  function spokenAs(speaker) {
    const kind = words.kinds[speaker.kind];
    return ["initial", "follow_up"].includes(speaker.kind) ? words.capacities[speaker.capacity] + " · " + kind : kind;
  }

  function paintScreen() {
    const speaker = state.speaker;
    const question = words.questions[state.question];
    const texts = {
      state: words.states[state.state],
      name: speaker ? speaker.name || words.unnamed : words.nobody,
      title: speaker ? speaker.functional_title : "",
      represents: speaker ? speaker.represents : "",
      capacity: speaker ? spokenAs(speaker) : "",
      question: question ? question.number + ". " + question.text : "",
    };
    document.querySelectorAll("[data-screen]").forEach(function (element) {
      write(element, texts[element.dataset.screen] || "");
      if (element.dataset.screen === "question" && question) element.lang = question.lang;
    });
  }

  function isTypedIn(part) {
    return part.contains(document.activeElement) && document.activeElement.matches("input:not([type=hidden]), select, textarea");
  }

  /* Parts that are older than what happened fetch themselves again; one in which somebody types waits until they left. */
  function refreshParts() {
    document.querySelectorAll("[data-floor-part]").forEach(function (part) {
      const behind = Number(part.dataset.number) < state.number;
      const requestsBehind = "requestNumber" in part.dataset && Number(part.dataset.requestNumber) < requestNumber;
      if ((behind || requestsBehind) && !isTypedIn(part)) window.htmx.trigger(part, "floor-changed");
    });
  }

  function take(newer) {
    if (newer.number < state.number) return;
    const question = newer.question;
    if (question && !words.questions[question]) return location.reload();
    state = newer;
    setClocks();
    paintScreen();
    announceSpeaker();
    chooseIntervention();
    tick();
    refreshParts();
  }

  /* A point that nobody has begun to type belongs to whoever speaks now. */
  function chooseIntervention() {
    const text = document.querySelector("#points textarea");
    const select = document.querySelector("#points select[name=intervention]");
    const speaker = state.speaker;
    if (!text || text.value || !select || !speaker) return;
    if (!select.querySelector('option[value="' + speaker.intervention + '"]')) {
      select.add(new Option(words.kinds[speaker.kind] + ": " + nameOf(speaker), speaker.intervention));
    }
    select.value = speaker.intervention;
  }

  /* --- The streams. The browser reconnects by itself; an address that is not valid any more is asked for again. --- */

  function connection(isLive) {
    document.querySelectorAll("[data-floor-connection]").forEach(function (element) {
      write(element, isLive ? words.live : words.lost);
      element.classList.toggle("is-lost", !isLive);
    });
  }

  function hear(stream, event) {
    const data = JSON.parse(event.data);
    correct(data.server_now);
    if (stream.name === "floor-requests" && data.number) {
      requestNumber = data.number;
      refreshParts();
    } else if (data.floor) {
      take(data.floor);
    }
  }

  function listen() {
    sources.forEach((source) => source.close());
    sources = streams.map(function (stream) {
      const source = new EventSource(stream.url);
      kinds.forEach((kind) => source.addEventListener(kind, (event) => hear(stream, event)));
      source.onopen = () => connection(true);
      source.onerror = function () {
        connection(false);
        if (source.readyState === EventSource.CLOSED) setTimeout(catchUp, RETRY_MILLISECONDS);
      };
      return source;
    });
  }

  let catchingUp = false;

  async function catchUp() {
    if (catchingUp) return;
    catchingUp = true;
    try {
      const answer = await fetch(page.dataset.stateUrl);
      if (!answer.ok) throw new Error(answer.status);
      const newer = await answer.json();
      offset = -Infinity;
      correct(newer.server_now);
      streams = newer.streams;
      requestNumber = newer.request_number || 0;
      listen();
      take(newer);
    } catch {
      setTimeout(catchUp, RETRY_MILLISECONDS);
    } finally {
      catchingUp = false;
    }
  }

  /* --- The pool: a filter while typing, arrows from button to button. --- */

  const filter = document.querySelector("[data-pool-filter]");

  function filterPool() {
    if (!filter) return;
    const wanted = filter.value.trim().toLowerCase();
    document.querySelectorAll("#floor-pool ul").forEach(function (list) {
      const rows = Array.from(list.children);
      rows.forEach((row) => (row.hidden = !row.dataset.words.includes(wanted)));
      list.hidden = list.previousElementSibling.hidden = rows.every((row) => row.hidden);
    });
  }

  function moveInPool(event) {
    const row = event.target.closest("#floor-pool .pool-row");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!row || !step) return;
    const rows = Array.from(document.querySelectorAll("#floor-pool .pool-row:not([hidden])"));
    const button = rows[rows.indexOf(row) + step]?.querySelector("button");
    if (!button) return;
    event.preventDefault();
    button.focus();
  }

  /* The button that was pressed may be gone from the refreshed pool: the focus stays in its row. */
  let focusedRow = "";

  function keepFocus() {
    const row = focusedRow && document.getElementById(focusedRow);
    if (row && document.activeElement === document.body) (row.querySelector("button") || row).focus();
  }

  document.addEventListener("focusin", function (event) {
    focusedRow = event.target.closest("#floor-pool .pool-row")?.id || "";
  });
  document.addEventListener("keydown", moveInPool);
  filter?.addEventListener("input", filterPool);
  filter?.form.addEventListener("submit", function (event) {
    event.preventDefault();
    filterPool();
  });
  document.addEventListener("focusout", () => setTimeout(refreshParts));
  document.addEventListener("htmx:afterSwap", function () {
    filterPool();
    keepFocus();
    chooseIntervention();
    tick();
  });
  // Whoever presses while the stream is down sees the rest of the page follow all the same.
  document.addEventListener("htmx:afterRequest", function (event) {
    setTimeout(refreshParts);
    const isAct = event.detail.requestConfig.verb !== "get";
    if (isAct && sources.some((source) => source.readyState !== EventSource.OPEN)) catchUp();
  });
  // A device that slept may have stopped our clock.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && catchUp());

  correct(state.server_now);
  listen();
  tick();
  setInterval(tick, 200);
})();
