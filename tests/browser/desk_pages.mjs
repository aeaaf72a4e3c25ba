// The coordinators' pages: how they look, whom they let in, and that they follow what happens.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, assertFits, launch, picture, url, visit } from "./browser.mjs";

const password = process.env.KESTE_PASSWORD;
const session = process.env.KESTE_SESSION;
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const headings = { kk: "Шолу", ru: "Обзор", en: "Overview" };

async function enter(name, options = {}, path = "/desk") {
  const page = await visit(browser, options);
  await page.goto(url + path);
  await page.fill("#name", name);
  await page.fill("#password", password);
  await page.press("#password", "Enter");
  await page.waitForURL(url + path);
  return page;
}

for (const language of Object.keys(headings)) {
  test(`the overview speaks ${language}, and is accessible`, async () => {
    const page = await enter("aigul", { language });
    assert.equal(await page.locator("h1").textContent(), headings[language]);
    assert.equal(await page.locator("article.city").count(), 20);
    await assertAccessible(page);
    await assertFits(page);
    await page.close_all();
  });
}

test("every page of the desk is accessible, light and dark, and fits a phone", async () => {
  for (const dark of [false, true]) {
    const page = await enter("aigul", { language: "kk", width: 360, dark });
    for (const path of ["/desk", "/desk?wall=1", "/desk/cities/almaty", `/desk/sessions/${session}`,
      `/desk/sessions/${session}/roster.html`, "/desk/applications", "/desk/applications/1",
      "/desk/notifications?state=sent", "/desk/calls", "/desk/agenda", "/desk/audit",
      "/desk/nowhere"]) {
      await page.goto(url + path);
      await assertAccessible(page);
      await assertFits(page);
      await picture(page, `desk-360-${dark}-${path.replace(/\W+/g, "-")}`, { fullPage: true });
    }
    await page.close_all();
  }
});

test("the sign-in is accessible and says what was wrong", async () => {
  const page = await visit(browser, { language: "en", width: 360 });
  await page.goto(`${url}/desk`);
  await assertAccessible(page);
  await page.fill("#name", "nobody");
  await page.fill("#password", "wrong password 1");
  await page.press("#password", "Enter");
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /wrong/);
  await assertAccessible(page);
  await page.close_all();
});

test("a coordinator sees their city, and no other", async () => {
  const page = await enter("dana", { language: "en" });
  assert.deepEqual(await page.locator("article.city h3 a").allTextContents(), ["Almaty"]);
  assert.equal((await page.goto(`${url}/desk/cities/astana`)).status(), 404);
  await page.close_all();
});

test("everything works without scripts", async () => {
  const page = await enter("dana", { language: "en", script: false });
  await page.getByRole("link", { name: "Almaty" }).first().click();
  await page.getByRole("link", { name: session }).first().click();
  assert.equal(await page.locator("h1").textContent(), session);
  await page.getByRole("link", { name: "Applications" }).first().click();
  await page.getByLabel(/Number, IIN/).fill("Үмі");
  await page.getByRole("button", { name: "Show" }).click();
  assert.ok(await page.locator("tbody tr").count() > 0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/desk/sign-in");
  await page.close_all();
});

test("the first view is below 100 kB and interactive within a second", async () => {
  const page = await enter("aigul", { language: "ru" });
  await page.context().clearCookies({ name: "nothing" });
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  client.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  await page.goto(`${url}/desk`);
  const ready = await page.evaluate(
    () => performance.getEntriesByType("navigation")[0].domInteractive);
  await page.locator("[data-until]:not([hidden])").first().waitFor();
  assert.ok(bytes > 10_000 && bytes < 100_000, `${bytes} bytes`);
  assert.ok(ready < 1000, `${ready} ms`);
  console.log(`first view: ${bytes} bytes, interactive after ${Math.round(ready)} ms`);
  await page.close_all();
});

test("the countdown runs", async () => {
  const page = await enter("dana", { language: "en" });
  const left = page.locator("[data-until]").first();
  await left.waitFor({ state: "visible" });
  const first = await left.textContent();
  await page.waitForFunction(
    (before) => document.querySelector("[data-until]").textContent !== before, first);
  await page.close_all();
});

test("a card follows what happens in its city", async () => {
  const page = await enter("dana", { language: "en" });
  const seats = page.locator("#city-almaty .seats .num");
  const before = await seats.textContent();
  const answer = await fetch(`${url}/api/v1/applications`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: process.env.KESTE_FORM,
  });
  assert.equal(answer.status, 201);
  // Told by an event, long before the page would ask by itself.
  await page.waitForFunction(
    (old) => document.querySelector("#city-almaty .seats .num").textContent !== old, before,
    { timeout: 15_000 });
  await page.close_all();
});
