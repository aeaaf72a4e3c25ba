"""Invented applicants: numbers with a right control digit, addresses below example.kz."""
import itertools

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
SURNAMES = {"kk": "Үміткерұлы", "ru": "Кандидатов", "en": "Applicantson"}


def find_control_digit(digits):
    """The twelfth digit; None where no IIN with these eleven exists."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11
        if rest < 10:
            return rest
    return None


def list_iins():
    """IINs without end, no two alike."""
    for number in itertools.count():
        digits = f"{number // 9000 % 90:02d}01015{number % 9000 + 1:04d}"
        control = find_control_digit(digits)
        if control is not None:
            yield digits + str(control)


class Crowd:
    """Applicants one after the other; each `next_form` is another person."""

    def __init__(self):
        self.iins = list_iins()
        self.count = 0

    def next_form(self, city, session, language="kk", **other):
        self.count += 1
        form = {"iin": next(self.iins), "surname": SURNAMES[language],
                "given_name": f"Сынақ-{self.count}", "patronymic": None,
                "email": f"applicant-{self.count}@example.kz",
                "phone": f"8 701 {self.count // 10000:03d} {self.count % 10000:04d}",
                "language": language, "test": "QAZTEST", "city": city, "session": session,
                "consent": True}
        form.update(other)
        return form
