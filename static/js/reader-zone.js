/* The page of a visitor, and of who has chosen no zone, says each time in the meeting's zone and in UTC. Here the second
   becomes the browser's own, in the words of who has chosen one (moments.py); where it would say the same, it goes. */
(() => {
  "use strict";
  const data = document.getElementById("zone-words");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!data || !zone || zone === "UTC") return;
  const words = JSON.parse(data.textContent);
  const language = document.documentElement.lang;
  const clock = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    numberingSystem: "latn",
  });
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long" });
  const name = zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
  const city = words.cities[name] || name;

  say();
  // What a page brings up to date comes as the portal says it.
  new MutationObserver(say).observe(document.body, { childList: true, subtree: true });
  for (const footer of document.querySelectorAll("[data-zone-footer]")) footer.textContent = fill(words.footer, { zone });

  function say() {
    for (const time of document.querySelectorAll("time[data-until]:not([data-said])")) {
      const said = elsewhere(time.dateTime, time.dataset.until);
      const shown = time.querySelector("span") || document.createElement("span");
      time.dataset.said = "";
      shown.textContent = said && `(${said})`;
      if (said && !shown.parentNode) time.append(" ", shown);
    }
  }

  /* `begins` and `ends` are by the meeting's clock, with its offset at that moment: 2019-03-12T15:00:00-04:00. */
  function elsewhere(begins, ends) {
    const there = new Date(begins);
    const isSameDay = there.getDate() === Number(begins.slice(8, 10));
    let time = clock.format(there);
    if (isSameDay && time === begins.slice(11, 16)) return "";
    if (ends) time += `–${clock.format(new Date(ends))}`;
    return fill(isSameDay ? words.same_day : words.other_day, { time, city, day: weekday.format(there) });
  }

  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (_match, key) => values[key]);
  }
})();
