"""Which day it is, and when what depends on it is made again."""

import datetime

import pytest

from nationalreports.days import days_come, today

HEAD = "rule,record,decision,reason,reviewer,date,until\n"
ROWS = 'X-1,0,accept,"on 2020-01-01, so",A,2020-11-03,2020-11-10\nX-1,1,accept,b,A,2020-11-05,\n'


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_changes_when_a_day_comes_or_is_over_and_on_no_other(tmp_path, encoding, delimiter):
    path = tmp_path / "decisions.csv"
    path.write_text((HEAD + ROWS).replace(",", delimiter), encoding=encoding)
    days = [day("2020-10-30") + datetime.timedelta(n) for n in range(20)]
    seen = [days_come(path, on) for on in days]
    changes = [on.isoformat() for on, a, b in zip(days[1:], seen, seen[1:], strict=False) if a != b]
    # When a day comes it may be the day of a decision; when it is over, a decision's last.
    assert changes == [f"2020-11-{day:02}" for day in (3, 4, 5, 6, 10, 11)]
    assert days_come(path, day("2019-12-31")) == []


@pytest.mark.parametrize(
    "content",
    [
        HEAD.replace(",", " , ") + "X-1,0,accept,b,A,2020-11-03, 2020-11-10\n",
        (HEAD + "X-1,0,accept,b,A,2020-11-03,2020-11-10\n").replace("\n", "\r"),
        f"{HEAD}X-1,0,accept,{'b' * 200_000},A,2020-11-03,2020-11-10\n",
        f"{HEAD}X-1,0,accept,b;c;d;e;f;g;h;i,A,2020-11-03,2020-\u200b11-10\n",
        HEAD.replace("until", "Until\N{NO-BREAK SPACE}")
        + "X-1,0,accept,b,A,2020-11-03,2020-11-10\n",
        f'{HEAD}X-1,0,accept,"b\nc""d",A,2020-11-03,2020-11-10\n',
        'reason;until,"rule;record;decision;reviewer;date"\nb;2020-11-10,x',
    ],
)
def test_no_day_is_missed_however_the_file_is_written(tmp_path, content):
    path = tmp_path / "decisions.csv"
    path.write_text(content, encoding="utf-8", newline="")
    assert days_come(path, day("2020-11-10")) != days_come(path, day("2020-11-11"))


@pytest.mark.parametrize("content", [b"", b"\0\xff\xfe", b"x", b'date\n"', b"until\n\n"])
def test_what_is_no_such_file_has_no_days(tmp_path, content):
    path = tmp_path / "decisions.csv"
    assert days_come(path, day("2020-11-03")) == []
    path.write_bytes(content)
    assert days_come(path, day("2020-11-03")) == []


def test_the_day_can_be_set(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1604361600")  # 3 November 2020, 00:00 UTC
    assert today() == day("2020-11-03")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1604361599")
    assert today() == day("2020-11-02")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert today() == datetime.date.today()
