"""The invented people of the season: who applies for what, when, and with which promo code."""
import datetime as dt
import random

# More come for this session than it has seats; the last of them wait.
CROWDED = "zhezkazgan-0914-1"
BEYOND_ITS_SEATS = 5
ONLINE_SHARE = 12  # One in so many takes the test online.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def make_iin(number):
    """Twelve digits with a right control digit (weights 1..11, then 3..11, 1, 2; modulo 11)."""
    base = f"{700101 + number % 28:06d}{3 + number % 2}{number // 28 % 10000:04d}"
    digits = [int(c) for c in base]
    control = sum(w * d for w, d in zip(range(1, 12), digits)) % 11
    if control == 10:
        control = sum(w * d for w, d in zip([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2], digits)) % 11
    return None if control == 10 else base + str(control)


def make_code(chance):
    """A code as a cabinet might make it; Keste takes it as it comes."""
    return "PKR-" + "".join(chance.choice(CROCKFORD) for _ in range(10))


def make_form(number, iin, chance, **place):
    language = chance.choices(["kk", "ru", "en"], [6, 3, 1])[0]
    surname, given_name = {"kk": ("Үміткер", "Нөмір"), "ru": ("Кандидат", "Номер"),
                           "en": ("Applicant", "Number")}[language]
    return {"iin": iin, "surname": surname, "given_name": f"{given_name} {number}",
            "email": f"applicant-{number}@example.kz",
            "phone": f"8 701 {number // 10000:03d} {number % 10000:04d}", "language": language,
            "promo_code": make_code(chance), "consent": True, **place}


class People:
    def __init__(self, chance):
        self.chance = chance
        self.number = 0
        self.arrivals = []

    def add(self, opens, last, **place):
        """Somebody who comes between two instants, rather near the second."""
        self.number += 1
        iin = make_iin(self.number)
        if iin is None:
            return
        at = opens + (last - opens) * (1 - self.chance.random() ** 2) * 0.999
        self.arrivals.append((at, make_form(self.number, iin, self.chance, **place)))


def invent(daemon, count, seed, end):
    """(instant, form) for each applicant: more of them the nearer the window's end."""
    chance = random.Random(seed)
    people = People(chance)
    _, listing = daemon.ask("GET", "/cities")
    for city in (daemon.ask("GET", "/cities/" + c["code"])[1] for c in listing["cities"]):
        opens = dt.datetime.fromisoformat(city["window"]["opens_at"])
        closes = dt.datetime.fromisoformat(city["window"]["closes_at"])
        for session in city["sessions"]:
            # The last day before a session belongs to those who change their minds.
            last = min(closes, dt.datetime.fromisoformat(session["starts_at"])
                       - dt.timedelta(hours=30))
            share = max(1, round(count * session["seats"] / 5400))
            if session["id"] == CROWDED:
                share = session["seats"] + BEYOND_ITS_SEATS
            for _ in range(share):
                crowded = session["id"] == CROWDED
                if people.number % ONLINE_SHARE == 0 and not crowded:
                    people.add(opens, last, test="QRT")
                else:
                    any_will_do = people.number % 10 == 9 and not crowded
                    people.add(opens, last, test="QAZTEST", city=city["code"],
                               session="any" if any_will_do else session["id"])
    return sorted(people.arrivals + spoil(people, end), key=lambda arrival: arrival[0])


def spoil(people, end):
    """Some come too late, some mistype their IIN, and some try another's code: they are told."""
    chance = people.chance
    seated = [arrival for arrival in people.arrivals if "city" in arrival[1]]
    spoilt = []
    for _, form in chance.sample(seated, min(8, len(seated))):
        people.number += 1
        iin = make_iin(people.number) or form["iin"]
        spoilt.append((end - dt.timedelta(days=5), dict(form, iin=iin, promo_code="LATE")))
    for at, form in chance.sample(seated, min(6, len(seated))):
        mistyped = form["iin"][:-1] + str((int(form["iin"][-1]) + 1) % 10)
        spoilt.append((at, dict(form, iin=mistyped)))
    for at, form in chance.sample(seated, min(4, len(seated))):
        people.number += 1
        iin = make_iin(people.number)
        if iin is not None:
            spoilt.append((at, dict(form, iin=iin)))
    return spoilt
