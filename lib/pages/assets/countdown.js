// Counts down to each window's closing by the server's clock, whose time the page states.
(function () {
  "use strict";
  const served = Number(document.body.dataset.now);
  const began = performance.now();
  const now = () => served + (performance.now() - began);
  const two = (number) => String(number).padStart(2, "0");

  function left(millis, days) {
    const seconds = Math.floor(millis / 1000);
    const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
    const text = clock.map(two).join(":");
    const whole = Math.floor(seconds / 86400);
    return whole > 0 ? `${whole} ${days} ${text}` : text;
  }

  function show(element) {
    const millis = Number(element.dataset.at) - now();
    element.hidden = false;
    element.textContent = millis > 0
      ? element.dataset.pattern.replace("%s", left(millis, element.dataset.days))
      : element.dataset.over;
    return millis > 0;
  }

  let counting = Array.from(document.querySelectorAll("[data-closes]"));
  function turn() {
    counting = counting.filter(show);
    if (counting.length > 0) setTimeout(turn, 1000 - (now() % 1000));
  }
  if (served > 0) turn();
})();
