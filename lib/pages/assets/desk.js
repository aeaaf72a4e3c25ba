// Keeps the dashboard in step: counts down by the server's clock, and asks for what has changed.
(function () {
  "use strict";
  const served = Number(document.body.dataset.now);
  const began = performance.now();
  const now = () => served + (performance.now() - began);
  const two = (number) => String(number).padStart(2, "0");

  function left(millis, days) {
    const seconds = Math.floor(millis / 1000);
    const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
    const whole = Math.floor(seconds / 86400);
    return (whole > 0 ? `${whole} ${days} ` : "") + clock.map(two).join(":");
  }

  // Looks for the elements anew each time: a card that was fetched again has others.
  function count() {
    for (const element of document.querySelectorAll("[data-until]")) {
      const millis = Number(element.dataset.until) - now();
      element.textContent = millis > 0 ? left(millis, element.dataset.days) : element.dataset.over;
      element.hidden = false;
    }
    setTimeout(count, 1000 - (now() % 1000));
  }
  if (served > 0) count();

  const fetch_again = (element) => { if (element) htmx.trigger(element, "keste"); };
  const fetch_board = () => fetch_again(document.getElementById("board"));

  // The sums and pictures follow a little later than the card, and once for many events.
  const board_after = 5000;
  let board_waits = false;
  function fetch_board_soon() {
    if (board_waits) return;
    board_waits = true;
    setTimeout(() => { board_waits = false; fetch_board(); }, board_after);
  }

  // Signed out meanwhile: the page leads to the sign-in.
  document.body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) location.reload();
  });

  if (!document.getElementById("board")) return;
  let live = false;
  const events = new EventSource("/api/v1/events");
  events.addEventListener("open", () => { live = true; });
  events.addEventListener("error", () => { live = false; });
  events.addEventListener("city", (event) => {
    const code = JSON.parse(event.data).city;
    fetch_again(document.getElementById("city-" + code));
    fetch_board_soon();
  });
  events.addEventListener("reset", fetch_board);
  // What happened between the page and its stream.
  events.addEventListener("start", (event) => {
    const shown = Number(document.getElementById("board").dataset.version);
    if (JSON.parse(event.data).version > shown) fetch_board();
  });
  const poll_every = 30000;
  setInterval(() => { if (!live) fetch_board(); }, poll_every);
})();
