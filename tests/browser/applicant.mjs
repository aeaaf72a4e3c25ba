// An applicant at the form.
import { url } from "./browser.mjs";

const people = (process.env.KESTE_IINS ?? "").split(",");
const names = { kk: ["Үміткерұлы", "Сынақ"], ru: ["Кандидатов", "Проба"],
  en: ["Applicantson", "Trial"] };

/** Another invented person each time. */
export function nextPerson(language = "kk") {
  const [surname, given_name] = names[language];
  return { iin: people.pop(), surname, given_name, email: "applicant@example.kz",
    phone: "8 701 000 00 01" };
}

export async function fill(page, person) {
  for (const [name, value] of Object.entries(person)) await page.fill(`[name=${name}]`, value);
}

/** From the list of cities to the application. */
export async function apply(page, person, city = "astana") {
  await page.goto(`${url}/apply/${city}`);
  await fill(page, person);
  await page.check("[name=consent]");
  await page.click("button[type=submit]");
}
