// The applicant's way in a browser, in three languages, from the list of cities to the end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fill, nextPerson } from "./applicant.mjs";
import { assertAccessible, launch, picture, url, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const ticket = /\/a\/[0-9a-z]+-[0-9a-z]{16}$/;
const words = {
  kk: { city: "Астана", send: "Өтінішті жіберу", seat: "Орын берілді", withdrawn: "Қайтарып алынды",
    withdraw: "Өтінішті қайтарып алу", sure: "Иә, қайтарып аламын" },
  ru: { city: "Астана", send: "Отправить заявку", seat: "Место есть", withdrawn: "Отозвана",
    withdraw: "Отозвать заявку", sure: "Да, отозвать" },
  en: { city: "Astana", send: "Send the application", seat: "You have a seat",
    withdrawn: "Withdrawn", withdraw: "Withdraw the application", sure: "Yes, withdraw" },
};

for (const [language, said] of Object.entries(words)) {
  test(`from the list of cities to a withdrawal in ${language}`, async () => {
    const page = await visit(browser, { language });
    await page.goto(`${url}/`);
    await assertAccessible(page);
    await picture(page, `apply-list-${language}`);
    await page.getByRole("link", { name: said.city, exact: true }).click();
    await assertAccessible(page);
    await picture(page, `apply-form-${language}`);
    await page.getByRole("button", { name: said.send }).click();
    const alert = page.getByRole("alert");
    assert.equal(await alert.locator("li").count(), 6);
    assert.ok(await alert.evaluate((element) => element === document.activeElement));
    await assertAccessible(page);
    // From the summary to the field, which tells what is wrong with it.
    await alert.locator("a[href='#iin']").click();
    const described = await page.locator("#iin").getAttribute("aria-describedby");
    assert.equal(described, "hint-iin wrong-iin");
    await fill(page, nextPerson(language));
    await page.check("#consent");
    await page.getByRole("button", { name: said.send }).click();
    assert.match(page.url(), ticket);
    await page.getByText(said.seat).waitFor();
    await page.locator("summary").click();
    await assertAccessible(page);
    await picture(page, `ticket-${language}`);
    const own = page.url();
    for (const step of ["session", "consent", "withdraw"]) {
      await page.goto(`${own}/${step}`);
      await assertAccessible(page);
    }
    await page.getByRole("button", { name: said.sure }).click();
    assert.equal(page.url(), own);
    await page.getByText(said.withdrawn).waitFor();
    await page.close_all();
  });
}
