// The last seconds before a city's window closes, with a form open.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fill, nextPerson } from "./applicant.mjs";
import { assertAccessible, launch, url, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

test("the countdown ends by the server's clock, and the late form is refused with its text",
  async () => {
    const page = await visit(browser);
    await page.goto(`${url}/apply/almaty`);
    const countdown = page.locator(".lead [data-closes]");
    assert.match(await countdown.textContent(), /^00:00:\d\d қалды$/);
    const person = nextPerson();
    await fill(page, person);
    await page.check("#consent");
    await page.getByText("өтініш қабылдау аяқталды").first().waitFor();
    await page.click("button[type=submit]");
    const alert = page.getByRole("alert");
    assert.match(await alert.textContent(), /2023-09-18 00:00/);
    assert.equal(await page.inputValue("[name=surname]"), person.surname);
    assert.equal(await page.inputValue("[name=iin]"), person.iin);
    await assertAccessible(page);
    const cities = await (await fetch(`${url}/api/v1/cities/almaty`)).json();
    assert.equal(cities.window.state, "closed");
    await page.close_all();
  });
