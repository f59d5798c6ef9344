"""Made-up exports in the shapes of three survey tools, with the YAML and the answers they hold.

Shapes, as far as public sources show them. SmartSurvey: question in row 1 and answers to be ticked
in row 2, "-" where nothing was answered, and columns UserID to Tracking Link about the respondent.
Microsoft Forms: ID to Last modified time, then a column a question; several answers joined by ";",
which ends the cell too. Snap: paradata such as Case and End Date, 1 and 0 for ticks, "No reply" and
"Not asked" for what is missing, and Windows' encoding.
"""

import csv
import datetime
import io
from dataclasses import dataclass

import openpyxl
import pandas as pd

AREAS = pd.DataFrame(
    [["E99000001", "Corvenham", ""], ["E99000002", "Eldermarsh", ""]],
    columns=["area_code", "area_name", "former_codes"],
)
VISITS = pd.DataFrame(
    [["E99000001", "2020-10-05", "autumn"], ["E99000002", "2020-10-12", "autumn"]],
    columns=["area_code", "start_date", "report"],
)

INFORMED = ["Very well", "Not well", "Prefer not to say"]
#: One answer holds the separator of joined cells.
SERVICES = ["Speech therapy", "Short breaks; day or night", "None"]
WORKED = ["Well", "Badly"]
#: What must not leave an export: metadata and free text.
NAME, PLACE = "Jane Roe", "Hillside"


@dataclass(frozen=True)
class Person:
    number: int
    area: str
    ended: datetime.datetime
    informed: str
    services: tuple[str, ...]
    met: str
    worked: str
    more: str

    @property
    def begun(self) -> datetime.datetime:
        return self.ended - datetime.timedelta(seconds=60 + self.number)

    @property
    def email(self) -> str:
        return f"person{self.number}@example.org"


def _person(n: int) -> Person:
    met = ["Yes", "No", "Yes", ""][n % 4]
    return Person(
        number=n,
        area=f"E9900000{n % 2 + 1}",
        ended=datetime.datetime(2020, 10, 3 + n % 20, 14, n % 60, 5),
        informed=[*INFORMED, ""][n // 3 % 4],
        services=tuple(s for place, s in enumerate(SERVICES) if n >> place & 1),
        met=met,
        worked=WORKED[n // 4 % 2] if met == "Yes" else "",
        more=f"Mrs {NAME} of {PLACE} rang in week {n}; “good” – café" if n % 7 == 0 else "",
    )


PEOPLE = [_person(n) for n in range(1, 61)]


def truth(survey: str) -> list[tuple[str, str, str, str, str]]:
    """Response, area, wave, question and answer of all that the people said."""
    rows = []
    for person in sorted(PEOPLE, key=lambda person: str(person.number)):
        said = [("informed", person.informed), *(("services", s) for s in person.services)]
        said += [("met", person.met), ("worked", person.worked), ("more", person.more)]
        rows += [
            (f"{survey}-{person.number}", person.area, "autumn", question, answer)
            for question, answer in said
            if answer
        ]
    return rows


def _questions(headers: list[str], layout: str) -> str:
    services = "\n".join(f'      - "{answer}"' for answer in SERVICES)
    return f"""
groups: null
questions:
  informed:
    header: "{headers[0]}"
    label: Informed
    type: single
    answers: [{", ".join(INFORMED)}]
  services:
    header: "{headers[1]}"
    label: Services
    type: multiple
    layout: {layout}
    answers:
{services}
  met:
    header: "{headers[2]}"
    label: Met online
    type: single
    answers: [Yes, No]
  worked:
    header: "{headers[3]}"
    label: Worked
    type: single
    answers: [{", ".join(WORKED)}]
    asked_if: {{ question: met, answer: Yes }}
  more:
    header: "{headers[4]}"
    label: More
    type: text
"""


_SMART_HEADERS = [
    "Q2. How well were you kept informed?",
    "Q3. Which services carried on? Tick all that apply:",
    "Q4. Did you meet online?",
    "Q5. How did it work?",
    "Q6. Is there anything else?",
]
SMART_YAML = f"""title: Families
respondents: families
id: UserID
area: Q1. Area code
submitted: Ended
started: Started
drop: [UserNo, Name, Email, IP Address, Unique ID, Tracking Link]
export: {{ header_rows: 2, dates: day-first, blank: ["-"] }}
{_questions(_SMART_HEADERS, "columns")}"""


def smart_survey() -> bytes:
    """CSV in UTF-8 with its mark."""
    metadata = ["UserID", "UserNo", "Name", "Email", "IP Address", "Unique ID", "Started", "Ended"]
    metadata += ["Tracking Link"]
    informed, services, *rest = _SMART_HEADERS
    first = [*metadata, "Q1. Area code", informed, services, "", "", *rest]
    second = [""] * 11 + SERVICES + [""] * 3
    rows = []
    for person in PEOPLE:
        begun, day = (f"{time:%d/%m/%Y %H:%M:%S}" for time in (person.begun, person.ended))
        row = [
            str(person.number),
            str(person.number),
            NAME,
            person.email,
            "192.0.2.7",
            "",
            begun,
            day,
        ]
        row += ["Web link", person.area, person.informed or "-"]
        row += [service if service in person.services else "-" for service in SERVICES]
        rows.append([*row, person.met or "-", person.worked or "-", person.more or "-"])
    return _csv([first, second, *rows]).encode("utf-8-sig")


_FORMS_HEADERS = [
    "How well were you kept informed?",
    "Which services carried on?",
    "Did you meet online?",
    "How did it work?",
    "Is there anything else?",
]
FORMS_YAML = f"""title: Families
respondents: families
id: ID
area: Area code
submitted: Completion time
started: Start time
drop: [Email, Name, Last modified time]
{_questions(_FORMS_HEADERS, "joined")}"""


def microsoft_forms() -> bytes:
    """XLSX, with real days, and with a space that does not break in one header."""
    book = openpyxl.Workbook()
    sheet = book.active
    metadata = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    first, *others = _FORMS_HEADERS
    sheet.append([*metadata, "Area code", first.replace("you ", "you\u00a0"), *others])
    for person in PEOPLE:
        joined = "".join(f"{service};" for service in person.services)
        row = [person.number, person.begun, person.ended, person.email, NAME, None, person.area]
        said = [person.informed, joined, person.met, person.worked, person.more]
        sheet.append([*row, *(text or None for text in said)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_SNAP_HEADERS = [
    "Q1 How well were you kept informed",
    "Q2 Which services carried on",
    "Q3 Did you meet online",
    "Q3a How did it work",
    "Q4 Is there anything else",
]
SNAP_YAML = f"""title: Families
respondents: families
id: Case
area: Area code
submitted: End Date
drop: [Completed, Start Date, End Time, Duration, Participant, User agent]
export:
  encoding: cp1252
  dates: day-first
  blank: [No reply, Not asked]
  not_ticked: ["0"]
{_questions(_SNAP_HEADERS, "columns")}"""


def snap() -> bytes:
    """CSV as older Windows programs write it."""
    informed, services, *rest = _SNAP_HEADERS
    header = ["Case", "Completed", "Start Date", "End Date", "End Time", "Duration", "Participant"]
    header += ["User agent", "Area code", informed]
    header += [f"{services} - {service}" for service in SERVICES] + rest
    rows = [header]
    for person in PEOPLE:
        day, time = person.ended.strftime("%d/%m/%Y"), person.ended.strftime("%H:%M")
        row = [str(person.number), "Completed", day, day, time, "3.25", person.email, "Firefox"]
        row += [person.area, person.informed or "No reply"]
        row += [str(int(service in person.services)) for service in SERVICES]
        asked = person.worked or "Not asked"
        rows.append([*row, person.met or "No reply", asked, person.more])
    return _csv(rows).encode("cp1252")


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


#: Shape -> file name, content, YAML.
SHAPES = {
    "smart_survey": ("export.csv", smart_survey, SMART_YAML),
    "microsoft_forms": ("export.xlsx", microsoft_forms, FORMS_YAML),
    "snap": ("export.csv", snap, SNAP_YAML),
}
