import django.db.models.deletion
import modelcluster.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("municipalities", "0001_initial"),
        ("topics", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Example",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=20,
                        null=True,
                        unique=True,
                        verbose_name="Kennung",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Höchstens 90 Zeichen. Beginnt mit der Maßnahme, nicht mit der Kommune.",
                        max_length=90,
                        verbose_name="Titel",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Der letzte Teil der Internetadresse. Bleibt nach dem Veröffentlichen gleich.",
                        max_length=110,
                        unique=True,
                        verbose_name="Adresse",
                    ),
                ),
                (
                    "what",
                    models.TextField(
                        help_text="Ein Satz: Wer tut was für wen?",
                        max_length=600,
                        verbose_name="Kurz gesagt",
                    ),
                ),
                (
                    "problem",
                    models.TextField(
                        blank=True, help_text="Was ging vorher nicht?", verbose_name="Ausgangslage"
                    ),
                ),
                (
                    "solution",
                    models.TextField(
                        blank=True,
                        help_text="Was wurde getan, und wer hat mitgewirkt?",
                        verbose_name="Lösung",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "geplant"),
                            ("running", "läuft"),
                            ("ended", "beendet"),
                            ("permanent", "dauerhaft"),
                            ("failed", "gescheitert"),
                            ("unknown", "Stand offen"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="Beginn")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="Ende")),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Jahr"),
                ),
                (
                    "year_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stated", "laut Quelle"),
                            ("inferred", "aus dem Zusammenhang erschlossen"),
                        ],
                        max_length=8,
                        verbose_name="Das Jahr ist",
                    ),
                ),
                (
                    "content_as_of",
                    models.DateField(
                        blank=True,
                        help_text="Bis zu welchem Tag die Angaben reichen.",
                        null=True,
                        verbose_name="Stand des Inhalts",
                    ),
                ),
                (
                    "lead_time_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Vom Beschluss bis zur Wirkung. Die häufigste Frage im Notfall.",
                        null=True,
                        verbose_name="Vorlauf in Tagen",
                    ),
                ),
                (
                    "effort_fte",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="Stellen (VZÄ)",
                    ),
                ),
                (
                    "one_off_cost_euro",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="einmalige Kosten in Euro"
                    ),
                ),
                (
                    "running_cost_euro",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="laufende Kosten in Euro im Jahr"
                    ),
                ),
                (
                    "cost_basis",
                    models.CharField(
                        blank=True,
                        help_text="Zum Beispiel: Haushaltsauswertung der Kommune, 92 Plätze.",
                        max_length=200,
                        verbose_name="Grundlage der Zahlen",
                    ),
                ),
                (
                    "cost_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Jahr der Zahlen"
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        blank=True,
                        help_text="Plätze, Fälle oder erreichte Menschen.",
                        max_length=200,
                        verbose_name="Umfang",
                    ),
                ),
                ("legal_basis", models.TextField(blank=True, verbose_name="Rechtsgrundlage")),
                (
                    "legal_jurisdiction",
                    models.CharField(
                        blank=True,
                        help_text="Bund oder welches Land?",
                        max_length=120,
                        verbose_name="Geltungsbereich",
                    ),
                ),
                (
                    "legal_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="Rechtsstand"),
                ),
                (
                    "partners",
                    models.TextField(
                        blank=True,
                        help_text="Eine Stelle in jeder Zeile.",
                        verbose_name="Beteiligte",
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("selfReport", "Eigenbericht der Kommune"),
                            ("press", "Pressebericht"),
                            ("figures", "Zahlen"),
                            ("evaluation", "Auswertung"),
                            ("award", "Auszeichnung"),
                            ("peerConfirmed", "von anderer Kommune bestätigt"),
                        ],
                        max_length=13,
                        verbose_name="Beleg",
                    ),
                ),
                (
                    "evidence_text",
                    models.TextField(
                        blank=True,
                        help_text="Was hat es gebracht, und woher wissen wir das?",
                        verbose_name="Wirkung",
                    ),
                ),
                (
                    "limits",
                    models.TextField(
                        blank=True,
                        help_text="Was geht damit nicht? Eine Grenze in jeder Zeile.",
                        verbose_name="Grenzen",
                    ),
                ),
                (
                    "lessons",
                    models.TextField(
                        blank=True,
                        help_text="Eine Erkenntnis in jeder Zeile.",
                        verbose_name="Stolpersteine",
                    ),
                ),
                (
                    "would_do_differently",
                    models.TextField(blank=True, verbose_name="Das würden wir anders machen"),
                ),
                (
                    "suits_size_classes",
                    models.JSONField(
                        blank=True, default=list, verbose_name="geeignet für Größenklassen"
                    ),
                ),
                (
                    "suitable_if",
                    models.TextField(
                        blank=True,
                        help_text="Eine Voraussetzung in jeder Zeile.",
                        verbose_name="Passt gut, wenn",
                    ),
                ),
                (
                    "unsuitable_if",
                    models.TextField(
                        blank=True,
                        help_text="Ein Hindernis in jeder Zeile.",
                        verbose_name="Passt weniger, wenn",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Hinweis der Redaktion, für alle sichtbar.",
                        verbose_name="Anmerkung",
                    ),
                ),
                (
                    "internal_note",
                    models.TextField(
                        blank=True,
                        help_text="Sieht nur das Kompetenzteam.",
                        verbose_name="Interne Notiz",
                    ),
                ),
                (
                    "contact_office",
                    models.CharField(blank=True, max_length=120, verbose_name="Ansprechstelle"),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True,
                        help_text="Möglichst keine persönliche Adresse. Sichtbar nur für Mitglieder.",
                        max_length=254,
                        verbose_name="Funktionspostfach",
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="Telefon"),
                ),
                (
                    "contact_consent_until",
                    models.DateField(
                        blank=True,
                        help_text="Danach verschwindet die Ansprechstelle von selbst.",
                        null=True,
                        verbose_name="Einwilligung bis",
                    ),
                ),
                (
                    "audience",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "öffentlich"), (1, "Mitglieder"), (2, "Kompetenzteam")],
                        default=1,
                        verbose_name="sichtbar für",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        blank=True,
                        help_text="Leer heißt: Prüfung offen. Das steht dann sichtbar am Beispiel.",
                        null=True,
                        verbose_name="geprüft am",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(blank=True, max_length=120, verbose_name="geprüft von"),
                ),
                (
                    "review_due_on",
                    models.DateField(
                        blank=True,
                        help_text="Wann schauen wir wieder nach?",
                        null=True,
                        verbose_name="Wiedervorlage",
                    ),
                ),
                (
                    "adapted_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="adaptations",
                        to="knowledge.example",
                        verbose_name="angelehnt an",
                    ),
                ),
                (
                    "concepts",
                    modelcluster.fields.ParentalManyToManyField(
                        help_text="Ein bis sechs Themen. Das Themenfeld ergibt sich daraus.",
                        related_name="examples",
                        to="topics.concept",
                        verbose_name="Themen",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "Gutes Beispiel",
                "verbose_name_plural": "Gute Beispiele",
                "ordering": ["-first_published_at", "-pk"],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("CC BY 4.0", "CC BY 4.0: nutzen und anpassen mit Namensnennung"),
                            ("CC0 1.0", "CC0 1.0: frei nutzen"),
                            ("dl-de/by-2-0", "Datenlizenz Deutschland, Namensnennung 2.0"),
                            ("nachfragen", "Nutzung nur nach Rückfrage bei der Kommune"),
                        ],
                        default="CC BY 4.0",
                        max_length=20,
                        verbose_name="Lizenz",
                    ),
                ),
                (
                    "is_released",
                    models.BooleanField(
                        default=False,
                        help_text="Sonst sehen nur Mitglieder die Datei, auch wenn das Beispiel öffentlich ist.",
                        verbose_name="freigegeben",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtaildocs.document",
                        verbose_name="Datei",
                    ),
                ),
                (
                    "example",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="knowledge.example",
                    ),
                ),
            ],
            options={
                "verbose_name": "Anlage",
                "verbose_name_plural": "Anlagen",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExampleMunicipality",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "example",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="municipalities",
                        to="knowledge.example",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="example_parts",
                        to="municipalities.municipality",
                        verbose_name="Kommune",
                    ),
                ),
            ],
            options={
                "verbose_name": "beteiligte Kommune",
                "verbose_name_plural": "beteiligte Kommunen",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FacetSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facet", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=20)),
                ("members", models.BinaryField(default=b"")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("facet", "value"), name="one_set_per_facet_value"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                ("position", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("values", models.JSONField(default=list)),
                ("is_stale", models.BooleanField(default=False)),
                (
                    "example",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_entry",
                        to="knowledge.example",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="Bezeichnung")),
                ("url", models.URLField(max_length=500, verbose_name="Adresse")),
                (
                    "accessed_on",
                    models.DateField(blank=True, null=True, verbose_name="abgerufen am"),
                ),
                (
                    "example",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="knowledge.example",
                    ),
                ),
            ],
            options={
                "verbose_name": "Quelle",
                "verbose_name_plural": "Quellen",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=90, verbose_name="Schritt")),
                ("when", models.CharField(blank=True, max_length=60, verbose_name="Wann")),
                ("text", models.TextField(blank=True, verbose_name="Was geschieht")),
                (
                    "example",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="knowledge.example",
                    ),
                ),
            ],
            options={
                "verbose_name": "Schritt",
                "verbose_name_plural": "Schritte",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="example",
            index=models.Index(fields=["live", "audience"], name="example_by_audience"),
        ),
        migrations.AddIndex(
            model_name="example",
            index=models.Index(fields=["review_due_on"], name="example_by_review"),
        ),
        migrations.AddConstraint(
            model_name="example",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None),
                    ("started_on", None),
                    ("ended_on__gte", models.F("started_on")),
                    _connector="OR",
                ),
                name="example_ends_after_its_beginning",
            ),
        ),
        migrations.AddConstraint(
            model_name="examplemunicipality",
            constraint=models.UniqueConstraint(
                fields=("example", "municipality"), name="municipality_once_per_example"
            ),
        ),
    ]
