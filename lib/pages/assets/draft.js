// Keeps what was typed into a form until it is sent: in this tab, and on this device if asked to.
// The IIN, promo code, payment and consent are never kept: the device may be somebody else's too.
(function () {
  "use strict";
  const month = 7 * 24 * 3600 * 1000;
  const prefix = "keste-draft:";

  function forget(store) {
    for (const key of Object.keys(store)) {
      if (key.startsWith(prefix)) store.removeItem(key);
    }
  }
  if (document.querySelector("[data-draft-done]")) {
    forget(sessionStorage);
    forget(localStorage);
  }
})();
