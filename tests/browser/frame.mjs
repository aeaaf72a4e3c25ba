// The frame of every page, seen on the page that says that nothing is there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, assertFits, launch, picture, url, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const headings = { kk: "Табылмады", ru: "Не найдено", en: "Not found" };

for (const language of Object.keys(headings)) {
  test(`a page that is not there says so in ${language}`, async () => {
    const page = await visit(browser, { language });
    const answer = await page.goto(`${url}/nowhere`);
    assert.equal(answer.status(), 404);
    assert.equal(await page.locator("html").getAttribute("lang"), language);
    assert.equal(await page.locator("h1").textContent(), headings[language]);
    await assertAccessible(page);
    await page.close_all();
  });
}

test("the language that is chosen stays chosen", async () => {
  const page = await visit(browser, { language: "en" });
  await page.goto(`${url}/nowhere`);
  await page.getByRole("link", { name: "Русский" }).click();
  assert.equal(await page.locator("h1").textContent(), headings.ru);
  await page.goto(`${url}/elsewhere`);
  assert.equal(await page.locator("h1").textContent(), headings.ru);
  await page.close_all();
});

test("the keyboard reaches the content first", async () => {
  const page = await visit(browser, { language: "en" });
  await page.goto(`${url}/nowhere`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#content");
  await page.close_all();
});

test("it is dark where people want it dark, and fits a phone", async () => {
  const page = await visit(browser, { dark: true, width: 360 });
  await page.goto(`${url}/nowhere`);
  const ground = await page.evaluate(
    () => getComputedStyle(document.documentElement).backgroundColor);
  const shades = ground.match(/\d+/g).map(Number);
  assert.ok(Math.max(...shades) < 60, ground);
  await assertFits(page);
  await assertAccessible(page);
  await picture(page, "frame-dark");
  await page.close_all();
});

test("every asset is named by its hash, kept for good and answered 304", async () => {
  const page = await visit(browser);
  const answers = [];
  page.on("response", (answer) => { if (answer.url().includes("/assets/")) answers.push(answer); });
  await page.goto(`${url}/nowhere`);
  assert.ok(answers.length >= 2);
  for (const answer of answers) {
    const headers = await answer.allHeaders();
    assert.match(headers["cache-control"], /immutable/);
    const again = await fetch(answer.url(), {
      headers: { "If-None-Match": headers.etag, "Accept-Encoding": "gzip" },
    });
    assert.equal(again.status, 304, answer.url());
  }
  await page.close_all();
});
