import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Concept",
            fields=[
                (
                    "code",
                    models.CharField(
                        help_text="Bleibt für immer gleich, zum Beispiel U12 für das Feld U.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                        verbose_name="Kennung",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("field", "Themenfeld"),
                            ("cross", "Querschnittsthema"),
                            ("concept", "Schlagwort"),
                        ],
                        default="concept",
                        max_length=8,
                        verbose_name="Art",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=80, verbose_name="Name auf Englisch"),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="Adresse")),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="Reihenfolge"),
                ),
                (
                    "lead_question",
                    models.CharField(
                        blank=True,
                        help_text="Die Frage, die Kommunen in diesem Feld stellen. Nur für die oberste Ebene.",
                        max_length=200,
                        verbose_name="Leitfrage",
                    ),
                ),
                ("icon", models.CharField(blank=True, max_length=20, verbose_name="Symbol")),
                (
                    "broader",
                    models.ForeignKey(
                        blank=True,
                        help_text="Das Themenfeld oder Querschnittsthema über diesem Schlagwort.",
                        limit_choices_to={"broader": None},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="narrower",
                        to="topics.concept",
                        verbose_name="gehört zu",
                    ),
                ),
            ],
            options={
                "verbose_name": "Thema",
                "verbose_name_plural": "Themen",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=80, verbose_name="Wort")),
                (
                    "is_hidden",
                    models.BooleanField(
                        default=False,
                        help_text="Wird gefunden, aber nie angezeigt: für Wörter, die wir selbst nicht benutzen.",
                        verbose_name="nur für die Suche",
                    ),
                ),
                (
                    "concept",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="labels",
                        to="topics.concept",
                    ),
                ),
            ],
            options={
                "verbose_name": "Synonym",
                "verbose_name_plural": "Synonyme",
                "ordering": ["text"],
            },
        ),
        migrations.AddConstraint(
            model_name="concept",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("broader__isnull", False), ("kind", "concept")),
                    models.Q(
                        models.Q(("kind", "concept"), _negated=True), ("broader__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="only_concepts_have_a_broader_topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.UniqueConstraint(
                fields=("concept", "text"), name="one_label_per_concept"
            ),
        ),
    ]
