// Chromium under test: pages in a language, a size and a colour scheme, watched for every fault.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

export const url = process.env.KESTE_URL;
const locales = { kk: "kk-KZ", ru: "ru-RU", en: "en-GB" };
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** One browser for a file of tests; closes itself with `t.after`. */
export async function launch() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
}

/**
 * A page of a new person: no cookies, nothing stored. Console errors, requests that fail and
 * requests to another host end the test when `close` is called.
 */
export async function visit(browser, { language = "kk", width = 1280, dark = false,
  script = true } = {}) {
  const context = await browser.newContext({
    locale: locales[language], timezoneId: "Asia/Almaty", viewport: { width, height: 800 },
    colorScheme: dark ? "dark" : "light", javaScriptEnabled: script,
  });
  const page = await context.newPage();
  const faults = [];
  // A refused form is shown with its status, which the console reports: that is no fault.
  page.on("console", (message) => {
    const expected = /the server responded with a status of (4\d\d|503)/.test(message.text());
    if (message.type() === "error" && !expected) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) {
      faults.push(`asks another host: ${request.url()}`);
    }
  });
  page.faults = faults;
  page.close_all = async () => {
    await context.close();
    assert.deepEqual(faults, []);
  };
  return page;
}

/** axe finds nothing serious or critical, by WCAG 2.2 AA. */
export async function assertAccessible(page) {
  const found = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  const grave = found.violations
    .filter((each) => each.impact === "serious" || each.impact === "critical")
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" | ")}`);
  assert.deepEqual(grave, [], page.url());
}

/** Nothing is wider than the window, so nobody must scroll sideways. */
export async function assertFits(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${page.url()} is ${over}px too wide`);
}

/** A picture, kept only where KESTE_PICTURES names a folder. */
export async function picture(page, name, options = {}) {
  const folder = process.env.KESTE_PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), ...options });
}

export function scratch() {
  return mkdtempSync(join(process.env.KESTE_SCRATCH, "browser-"));
}
