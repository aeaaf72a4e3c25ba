// The form in a browser: on a phone, without scripts, with a draft, and how heavy it is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { apply, fill, nextPerson } from "./applicant.mjs";
import { assertAccessible, assertFits, launch, url, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const ticket = /\/a\/[0-9a-z]+-[0-9a-z]{16}$/;

test("on a phone, dark, nothing is cut off and everything is large enough", async () => {
  const page = await visit(browser, { width: 360, dark: true });
  for (const path of ["/apply", "/apply/astana", "/apply/online/QRT", "/consent-withdrawn"]) {
    await page.goto(url + path);
    await assertFits(page);
    await assertAccessible(page);
  }
  await apply(page, nextPerson());
  for (const step of ["", "/session", "/withdraw"]) {
    await page.goto(page.url().replace(/\/(session|withdraw)$/, "") + step);
    await assertFits(page);
    await assertAccessible(page);
  }
  await page.close_all();
});

test("without scripts the way is the same", async () => {
  const page = await visit(browser, { script: false });
  await page.goto(`${url}/apply`);
  assert.equal(await page.locator("[data-closes]:visible").count(), 0);
  await page.getByText("22 қыркүйек, жұма, 24:00 (UTC+6)").first().waitFor();
  await apply(page, nextPerson());
  assert.match(page.url(), ticket);
  await page.getByRole("button", { name: "Сессияны ауыстыру" }).or(
    page.getByRole("link", { name: "Сессияны ауыстыру" })).click();
  await page.locator("[name=session]:not([disabled])").last().check();
  await page.getByRole("button", { name: "Осы сессияға ауысу" }).click();
  assert.match(page.url(), ticket);
  await page.getByText("22 қыркүйек, жұма, 15:00–17:30").waitFor();
  await page.close_all();
});

test("a draft survives a reload in its tab, without what is secret", async () => {
  const page = await visit(browser);
  await page.goto(`${url}/apply/astana`);
  await fill(page, nextPerson());
  await page.fill("[name=promo_code]", "SECRET");
  await page.check("[name=session][value=astana-0914-1]");
  await page.reload();
  assert.equal(await page.inputValue("[name=surname]"), "Үміткерұлы");
  assert.equal(await page.inputValue("[name=email]"), "applicant@example.kz");
  assert.ok(await page.isChecked("[name=session][value=astana-0914-1]"));
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage },
    { ...localStorage }]));
  assert.doesNotMatch(kept, /SECRET|iin|consent/);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.close_all();
});

test("a draft is kept on the device only when asked for, and goes with the sending", async () => {
  const page = await visit(browser);
  await page.goto(`${url}/apply/astana`);
  const person = nextPerson();
  await fill(page, person);
  await page.check("[data-keep-box]");
  assert.equal(await page.evaluate(() => localStorage.length), 1);
  const other = await page.context().newPage();
  await other.goto(`${url}/apply/astana`);
  assert.equal(await other.inputValue("[name=surname]"), person.surname);
  await other.close();
  await page.check("#consent");
  await page.click("button[type=submit]");
  await page.getByText("Орын берілді").waitFor();
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await page.close_all();
});

test("a form that is sent without a connection stays, and says so", async () => {
  const page = await visit(browser);
  await page.goto(`${url}/apply/astana`);
  await fill(page, nextPerson());
  await page.check("#consent");
  await page.context().setOffline(true);
  await page.click("button[type=submit]");
  await page.getByText("Интернетпен байланыс жоқ").waitFor();
  assert.equal(await page.inputValue("[name=surname]"), "Үміткерұлы");
  await page.context().setOffline(false);
  await page.click("button[type=submit]");
  await page.getByText("Орын берілді").waitFor();
  await page.close_all();
});

test("a double click is one application", async () => {
  const page = await visit(browser);
  await page.goto(`${url}/apply/astana`);
  await fill(page, nextPerson());
  await page.check("#consent");
  await page.dblclick("button[type=submit]");
  await page.getByText("Орын берілді").waitFor();
  await page.close_all();
});

test("the first view is below 60 kB on the wire", async () => {
  for (const path of ["/apply", "/apply/astana"]) {
    const page = await visit(browser);
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    let bytes = 0;
    client.on("Network.loadingFinished", (each) => { bytes += each.encodedDataLength; });
    await page.goto(url + path, { waitUntil: "networkidle" });
    assert.ok(bytes > 10_000 && bytes < 60_000, `${path}: ${bytes} bytes`);
    await page.close_all();
  }
});
