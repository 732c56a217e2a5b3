"""The report says what the records say."""

import csv
import io
import random
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.test import Client

from lotse.accounts.models import User
from lotse.inquiries import report, report_files, rules
from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.tests.factories import MONDAY
from lotse.inquiries.tests.promises.conftest import HOUR, asked
from lotse.team.models import ProgrammeArea
from lotse.team.tests.factories import ProgrammeAreaFactory

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=40)
PERIOD = report.Period((MONDAY - timedelta(days=3)).date(), NOW.date())


def reply(inquiry: Inquiry, officer: User, at: datetime) -> None:
    inquiry.refresh_from_db()
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=at)


def test_figures_are_those_of_the_raw_records(officer: User, area: ProgrammeArea) -> None:
    chance = random.Random(7)  # test data
    for n in range(40):
        inquiry = asked(MONDAY + 7 * n * HOUR, area=area if n % 3 else None)
        what = chance.random()
        if what < 0.8:
            reply(inquiry, officer, inquiry.received_at + chance.uniform(0.5, 40) * HOUR)
        elif what < 0.9:
            at = inquiry.received_at + chance.uniform(1, 40) * HOUR
            rules.close(inquiry, harvest="none", reason="Werbung", actor=officer, now=at)
    found = report.of(PERIOD, NOW)

    kept = measured = 0
    waited = []
    for inquiry in Inquiry.objects.all():
        due = inquiry.received_at + 24 * HOUR
        if inquiry.reacted_at:
            measured += 1
            kept += inquiry.reacted_at <= due
            waited.append(inquiry.reacted_at - inquiry.received_at)
        elif not inquiry.closed_at or inquiry.closed_at > due:
            measured += 1
            if inquiry.closed_at:
                waited.append(inquiry.closed_at - inquiry.received_at)
    waited.sort()
    assert (found.first.reactions, found.first.kept) == (measured, kept)
    median = found.first.median
    assert median is not None
    assert abs(median - waited[(len(waited) - 1) // 2]) < timedelta(seconds=1)
    assert found.breaches == measured - kept - Inquiry.objects.filter(due_at__lt=NOW).count()
    for section in found.sections:
        if section.name != "thema":
            assert sum(group.figures.reactions for group in section.groups) == measured


def test_further_messages_are_counted_apart(officer: User) -> None:
    inquiry = asked()
    reply(inquiry, officer, MONDAY + HOUR)
    again = MONDAY + 30 * HOUR
    rules.add_message(
        inquiry, rules.Incoming(text="Und?"), channel="mail", received_at=again, now=again
    )
    reply(inquiry, officer, again + 25 * HOUR)
    found = report.of(PERIOD, NOW)
    assert (found.first.reactions, found.first.share) == (1, 1)
    assert (found.further.reactions, found.further.share) == (1, 0)


def interim(inquiry: Inquiry, officer: User, at: datetime, due: datetime) -> None:
    inquiry.refresh_from_db()
    rules.reply(
        inquiry,
        kind=Message.Kind.INTERIM,
        text="Wir prüfen das.",
        author=officer,
        answer_due_at=due,
        now=at,
    )
    inquiry.refresh_from_db()


def test_an_answer_that_never_came_counts_as_missed(officer: User) -> None:
    interim(asked(), officer, MONDAY + HOUR, MONDAY + 48 * HOUR)
    before = report.of(PERIOD, MONDAY + 48 * HOUR).first
    assert (before.targets, before.plain_targets) == (0, 0)
    after = report.of(PERIOD, MONDAY + 49 * HOUR).first
    assert (after.targets, after.target_share, after.plain_target_share) == (1, 0, 0)


def test_a_pause_does_not_hide_that_the_first_day_is_over(officer: User) -> None:
    inquiry = asked()
    interim(inquiry, officer, MONDAY + HOUR, MONDAY + 48 * HOUR)
    rules.pause(
        inquiry, reason="asker", detail="Vertrag", days=14, actor=officer, now=MONDAY + 2 * HOUR
    )
    found = report.of(PERIOD, MONDAY + 72 * HOUR).first
    assert (found.targets, found.plain_targets, found.plain_target_share) == (0, 1, 0)


@pytest.mark.parametrize(("hours", "targets"), [(47, 0), (49, 1)])
def test_closing_instead_of_answering_keeps_no_day(hours: int, targets: int, officer: User) -> None:
    inquiry = asked()
    interim(inquiry, officer, MONDAY + HOUR, MONDAY + 48 * HOUR)
    at = MONDAY + hours * HOUR
    rules.close(inquiry, harvest="none", reason="erledigt", actor=officer, now=at)
    found = report.of(PERIOD, NOW).first
    assert (found.targets, found.targets_kept) == (targets, 0)


def test_the_longest_wait_is_that_of_who_still_waits(officer: User) -> None:
    asked()
    reply(asked(MONDAY + HOUR), officer, MONDAY + 3 * HOUR)
    found = report.of(PERIOD, MONDAY + 50 * HOUR).first
    assert (found.longest, found.median) == (50 * HOUR, 2 * HOUR)
    assert found.longest_service is not None
    assert 2 * HOUR < found.longest_service < 20 * HOUR


def test_advertising_and_misrouted_mail_are_no_promises(officer: User) -> None:
    for kind in ("inquiry", "spam", "misrouted"):
        Inquiry.objects.filter(pk=asked().pk).update(kind=kind)
    late = Inquiry.objects.get(kind="misrouted")
    rules.close(late, harvest="none", reason="Irrläufer", actor=officer, now=MONDAY + 30 * HOUR)
    found = report.of(PERIOD, NOW)
    assert (found.first.reactions, found.breaches) == (1, 0)


def test_only_what_was_received_in_the_period_counts(officer: User) -> None:
    for days in (0, 10):
        inquiry = asked(MONDAY + timedelta(days=days))
        reply(inquiry, officer, inquiry.received_at + HOUR)
    day = MONDAY.date()
    assert report.of(report.Period(day, day), NOW).first.reactions == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_report_asks_no_more_for_more_inquiries(
    count: int, officer: User, django_assert_max_num_queries: object
) -> None:
    for n in range(count):
        inquiry = asked(MONDAY + n * HOUR)
        reply(inquiry, officer, inquiry.received_at + HOUR)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        report.of(PERIOD, NOW)


def test_no_cell_of_the_files_is_a_formula(officer: User) -> None:
    evil = ProgrammeAreaFactory(name='=HYPERLINK("http://boese.example";"hier")')
    inquiry = asked(area=evil)
    reply(inquiry, officer, MONDAY + 30 * HOUR)
    breach = inquiry.breaches.get()
    rules.give_cause(breach, cause="other", detail="+49 30 1234", actor=officer, now=NOW)
    found = report.of(PERIOD, NOW)
    rows = list(
        csv.reader(io.StringIO(report_files.as_csv(found).decode("utf-8-sig")), delimiter=";")
    )
    cells = [cell for row in rows for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert "'+49 30 1234" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    book = openpyxl.load_workbook(io.BytesIO(report_files.as_xlsx(found)))
    assert book.sheetnames == ["Zusage", "Nicht gehalten"]
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert book["Nicht gehalten"]["A2"].value == inquiry.number


def test_the_page_and_its_files_keep_the_period(officer: User, client: Client) -> None:
    inquiry = asked()
    reply(inquiry, officer, MONDAY + 30 * HOUR)
    client.force_login(officer)
    query = f"von={PERIOD.first}&bis={PERIOD.last}"
    page = client.get(f"/arbeitsplatz/bericht/?{query}").content.decode()
    assert "2026-KW48" in page
    assert "1 Tag" in page or "30 Std." in page
    assert f"zusage.xlsx?{query}".replace("&", "&amp;") in page
    sheet = client.get(f"/arbeitsplatz/bericht/zusage.csv?{query}")
    assert sheet["Content-Disposition"].endswith(f'{PERIOD.last}.csv"')
    assert "2026-KW48" in sheet.content.decode("utf-8-sig")


def test_an_empty_period_says_so(officer: User, client: Client) -> None:
    client.force_login(officer)
    page = client.get("/arbeitsplatz/bericht/?von=2020-01-01&bis=2020-02-01").content.decode()
    assert "keine Zusage zu Ende gegangen" in page
