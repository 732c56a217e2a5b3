from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from lotse.operations import fingerprints, preparation
from lotse.operations.models import LoadedPart
from lotse.topics.models import Concept


def test_a_changed_source_changes_the_fingerprint_and_those_after_it(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text("a = 1")
    before = fingerprints.of_sources(tmp_path)
    chained = fingerprints.of_sources(tmp_path, before=before)

    (tmp_path / "models.py").write_text("a = 2")
    after = fingerprints.of_sources(tmp_path)

    assert before != after
    assert chained != fingerprints.of_sources(tmp_path, before=after)


def test_templates_and_tests_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text("a = 1")
    before = fingerprints.of_sources(tmp_path)

    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_models.py").write_text("assert True")
    (tmp_path / "page.html").write_text("<p>")

    assert fingerprints.of_sources(tmp_path) == before


@pytest.mark.django_db
def test_setup_loads_each_part_once_and_again_when_forced(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        first = [step.run() for step in preparation.steps(has_demo=False, is_forced=False)]
        concepts = Concept.objects.count()
        second = [step.run() for step in preparation.steps(has_demo=False, is_forced=False)]
        topics = preparation.steps(has_demo=False, is_forced=True)
        forced = next(step.run() for step in topics if step.title == "Themen")

    assert all(first[2:])
    assert not any(second)
    assert forced
    assert concepts == Concept.objects.count() > 100
    assert LoadedPart.objects.filter(name="lotse.topics.bootstrap").count() == 1


@pytest.mark.django_db
def test_setup_prints_a_line_for_each_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        call_command("setup")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Datenbank … auf dem Stand"
    assert lines[-1].startswith("Suchindex … ")
