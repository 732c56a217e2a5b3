import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Land",
            fields=[
                ("code", models.CharField(max_length=2, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=2, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("capital", models.CharField(max_length=40)),
                ("population", models.PositiveIntegerField()),
                ("area_km2", models.DecimalField(decimal_places=2, max_digits=9)),
            ],
            options={
                "verbose_name": "Land",
                "verbose_name_plural": "Länder",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gemeinde", "Gemeinde"),
                            ("kreis", "Kreis"),
                            ("verband", "Gemeindeverband"),
                        ],
                        max_length=8,
                        verbose_name="Art",
                    ),
                ),
                ("key", models.CharField(max_length=9, unique=True, verbose_name="Schlüssel")),
                (
                    "ars",
                    models.CharField(
                        blank=True, db_index=True, max_length=12, verbose_name="Regionalschlüssel"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("search_name", models.CharField(max_length=120)),
                ("bare_name", models.CharField(max_length=120)),
                ("core_name", models.CharField(max_length=120)),
                ("type", models.CharField(max_length=60, verbose_name="Bezeichnung")),
                (
                    "district_key",
                    models.CharField(db_index=True, max_length=5, verbose_name="Kreisschlüssel"),
                ),
                (
                    "postcode",
                    models.CharField(
                        blank=True, db_index=True, max_length=5, verbose_name="Postleitzahl"
                    ),
                ),
                ("seat", models.CharField(blank=True, max_length=80, verbose_name="Sitz")),
                ("population", models.PositiveIntegerField(verbose_name="Bevölkerung")),
                (
                    "area_km2",
                    models.DecimalField(
                        decimal_places=2, max_digits=8, verbose_name="Fläche in km²"
                    ),
                ),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("coordinate_source", models.CharField(blank=True, max_length=20)),
                (
                    "size_class",
                    models.CharField(blank=True, max_length=2, verbose_name="Größenklasse"),
                ),
                (
                    "land",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="municipalities",
                        to="municipalities.land",
                    ),
                ),
            ],
            options={
                "verbose_name": "Kommune",
                "verbose_name_plural": "Kommunen",
                "ordering": ["search_name", "key"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="Mitglied seit")),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="ausgetreten am"),
                ),
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="membership",
                        to="municipalities.municipality",
                        verbose_name="Kommune",
                    ),
                ),
            ],
            options={
                "verbose_name": "Mitgliedschaft",
                "verbose_name_plural": "Mitgliedschaften",
                "ordering": ["municipality__search_name"],
            },
        ),
        migrations.CreateModel(
            name="MailDomain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("domain", models.CharField(max_length=120, unique=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_domains",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "Maildomäne",
                "verbose_name_plural": "Maildomänen",
                "ordering": ["domain"],
            },
        ),
        migrations.CreateModel(
            name="KoenigsteinShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("percent", models.DecimalField(decimal_places=5, max_digits=8)),
                ("source", models.CharField(max_length=200)),
                (
                    "land",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="koenigstein_shares",
                        to="municipalities.land",
                    ),
                ),
            ],
            options={
                "ordering": ["year", "land"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("land", "year"), name="one_share_per_land_and_year"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="municipality",
            index=models.Index(fields=["search_name"], name="municipality_by_name"),
        ),
        migrations.AddIndex(
            model_name="municipality",
            index=models.Index(fields=["land", "kind"], name="municipality_by_land"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("since")), _connector="OR"
                ),
                name="membership_ends_after_its_beginning",
            ),
        ),
    ]
