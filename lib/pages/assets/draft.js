// Keeps what was typed into a form until it is sent: in this tab, and, if asked to, on this device.
// The IIN, promo code, payment and consent are never kept: the device may be somebody else's too.
(function () {
  "use strict";
  const prefix = "keste-draft:";
  const keptFor = 7 * 24 * 3600 * 1000;
  const secrets = ["iin", "promo_code", "payment_reference", "consent", "form_key"];

  // A browser may forbid storage altogether; then there is no draft, and nothing else changes.
  function attempt(action) {
    try {
      return action();
    } catch {
      return null;
    }
  }
  const stores = [attempt(() => window.sessionStorage), attempt(() => window.localStorage)];

  function forget() {
    for (const store of stores) {
      attempt(() => Object.keys(store).filter((key) => key.startsWith(prefix))
        .forEach((key) => store.removeItem(key)));
    }
  }

  function read(store, key) {
    const kept = attempt(() => JSON.parse(store.getItem(key)));
    if (kept && Date.now() - kept.at < keptFor) return kept.fields;
    attempt(() => store.removeItem(key));
    return null;
  }

  // What is too old goes from every form's place, not only from this one's.
  for (const store of stores) {
    attempt(() => Object.keys(store).filter((key) => key.startsWith(prefix))
      .forEach((key) => read(store, key)));
  }

  function list(form) {
    return Array.from(form.elements).filter((each) => each.name && !secrets.includes(each.name));
  }

  function collect(form) {
    const fields = {};
    for (const each of list(form)) {
      if (each.type === "checkbox") fields[each.name] = each.checked;
      else if (each.type !== "radio" || each.checked) fields[each.name] = each.value;
    }
    return fields;
  }

  function restore(form, fields) {
    for (const each of list(form)) {
      const value = fields[each.name];
      if (value === undefined) continue;
      if (each.type === "checkbox") each.checked = value === true;
      else if (each.type === "radio") each.checked = each.value === value && !each.disabled;
      else each.value = value;
    }
  }

  function watch(form) {
    const key = prefix + form.dataset.draft;
    const [tab, device] = stores;
    const box = form.querySelector("[data-keep-box]");
    const onDevice = read(device, key);
    const fields = read(tab, key) || onDevice;
    // A form that came back with errors holds what was typed already.
    const cameBack = document.querySelector("[data-focus]");
    if (fields && !cameBack) restore(form, fields);
    form.querySelector("[data-keep]").hidden = !device;
    box.checked = onDevice !== null;
    form.addEventListener("input", () => {
      const kept = JSON.stringify({ at: Date.now(), fields: collect(form) });
      attempt(() => tab.setItem(key, kept));
      attempt(() => (box.checked ? device.setItem(key, kept) : device.removeItem(key)));
    });
  }

  // A lost connection would replace the form by the browser's own page, and a second click would
  // send it twice: the server knows a repetition, but the person should see that it is under way.
  function guard(form) {
    const offline = form.querySelector("[data-offline]");
    form.addEventListener("submit", (event) => {
      offline.hidden = navigator.onLine;
      if (!navigator.onLine || form.dataset.sent) event.preventDefault();
      else form.dataset.sent = "yes";
    });
    window.addEventListener("online", () => { offline.hidden = true; });
    window.addEventListener("pageshow", () => { delete form.dataset.sent; });
  }

  if (document.querySelector("[data-draft-done]")) forget();
  for (const form of document.querySelectorAll("[data-draft]")) {
    watch(form);
    guard(form);
  }
  const notice = document.querySelector("[data-focus]");
  if (notice) notice.focus();
})();
