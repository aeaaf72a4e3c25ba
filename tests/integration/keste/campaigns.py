"""Small campaigns: a few cities and sessions, written as a campaign file."""
from dataclasses import dataclass, field

QRT = ('QRT: {mode: online, url: "https://qrt.example.kz", '
       'steps: {kk: "Себебі: резерв", ru: "Причина: резерв", en: "Reason: reserve"}}')
ZONES = {"almaty": "Asia/Almaty", "aktobe": "Asia/Aqtobe"}


@dataclass
class Session:
    id: str
    starts: str
    ends: str
    seats: int = 100
    city: str = "almaty"

    def to_yaml(self):
        return (f"  - {{id: {self.id}, city: {self.city}, starts: {self.starts}, "
                f"ends: {self.ends}, seats: {self.seats}}}\n")


@dataclass
class Campaign:
    """Friday 1 September 2023 to Tuesday the 5th; results within one working day."""
    sessions: list
    window_to: str = "2023-09-03"
    testing_to: str = "2023-09-22"
    closes_at: str = ""
    cities: list = field(default_factory=lambda: ["almaty"])
    online: bool = False  # QRT too.
    branches: bool = False  # Each city's has an address, and is told.
    more: str = ""  # Further sections, such as admission.

    def to_yaml(self):
        closes = f', closes_at: "{self.closes_at}"' if self.closes_at else ""
        cities = "".join(
            f"  - {{code: {code}, name: {{kk: {code}, ru: {code}, en: {code}}}, "
            f"zone: {ZONES[code]}, rule: quick{self.name_branch(code)}}}\n"
            for code in self.cities)
        online = f", {QRT}" if self.online else ""
        return ("id: trial\n"
                "title: {kk: Сынақ, ru: Проба, en: Trial}\n"
                "calendar: kz\n"
                f"testing: {{from: 2023-09-01, to: {self.testing_to}}}\n"
                "pass_level: B1\n"
                "tests: {QAZTEST: {mode: mobile, results_url: \"https://results.example.kz\"}"
                f"{online}}}\n"
                "rules:\n"
                f"  quick: {{window: {{from: 2023-09-01, to: {self.window_to}{closes}}}, "
                "results_within_working_days: 1}\n"
                f"cities:\n{cities}"
                "sessions:\n" + "".join(session.to_yaml() for session in self.sessions)
                + self.more)

    def name_branch(self, code):
        if not self.branches:
            return ""
        return (f", branch: {{name: {{kk: B, ru: B, en: B}}, email: {code}@branch.example.kz}}")
