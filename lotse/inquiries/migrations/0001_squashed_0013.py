"""For new installations: what the first thirteen migrations lead to, in one step."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BREACH, END, CAUSE = (
    f"inquiries_{name}" for name in ("breach", "breachend", "breachcause")
)
# Whoever gave a cause may be forgotten when their account goes; nothing else ever changes.
_KEPT = ("id", "breach_id", "cause", "detail", "given_at")
_IS_ANONYMISING = "NEW.given_by_id IS NULL"


def _sqlite() -> list[str]:
    refuse = "SELECT RAISE(ABORT, 'a breach stays as it was written')"
    same = " AND ".join([_IS_ANONYMISING, *(f"NEW.{name} IS OLD.{name}" for name in _KEPT)])
    return [
        *(
            f"CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} BEGIN {refuse}; END"
            for table in (BREACH, END)
            for verb in ("UPDATE", "DELETE")
        ),
        f"CREATE TRIGGER {CAUSE}_UPDATE BEFORE UPDATE ON {CAUSE} "
        f"WHEN NOT ({same}) BEGIN {refuse}; END",
        f"CREATE TRIGGER {CAUSE}_DELETE BEFORE DELETE ON {CAUSE} BEGIN {refuse}; END",
    ]


def _postgresql() -> list[str]:
    same = " AND ".join(
        [_IS_ANONYMISING, *(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _KEPT)]
    )
    call = "EXECUTE FUNCTION inquiries_breach_stays()"
    return [
        "CREATE FUNCTION inquiries_breach_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a breach stays as it was written' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        *(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}"
            for table in (BREACH, END)
        ),
        f"CREATE TRIGGER {CAUSE}_update BEFORE UPDATE ON {CAUSE} FOR EACH ROW "
        f"WHEN (NOT ({same})) {call}",
        f"CREATE TRIGGER {CAUSE}_delete BEFORE DELETE ON {CAUSE} FOR EACH ROW {call}",
    ]


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _postgresql() if is_postgresql else _sqlite():
        schema_editor.execute(statement)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION inquiries_breach_stays() CASCADE")
        return
    for table in (BREACH, END, CAUSE):
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER {table}_{verb}")


class Migration(migrations.Migration):

    replaces = [('inquiries', '0001_initial'), ('inquiries', '0002_cases'), ('inquiries', '0003_last_activity'), ('inquiries', '0004_mail_safety'), ('inquiries', '0005_sending'), ('inquiries', '0006_promises'), ('inquiries', '0007_promises_so_far'), ('inquiries', '0008_breaches_stay'), ('inquiries', '0009_desk_tools'), ('inquiries', '0010_radar'), ('inquiries', '0011_press_index'), ('inquiries', '0012_harvest_and_feedback'), ('inquiries', '0013_kind_index')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('knowledge', '0002_answers_and_commissions'),
        ('mail', '0001_initial'),
        ('mail', '0005_copies'),
        ('municipalities', '0001_initial'),
        ('team', '0001_initial'),
        ('team', '0002_absences'),
        ('topics', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NumberRange',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.FileField(max_length=200, upload_to='anlagen')),
                ('created_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='BulkRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('assign', 'Zuweisen'), ('route', 'Programmbereich ändern'), ('topics', 'Themen ergänzen'), ('urgency', 'Dringlichkeit ändern'), ('close', 'Abschließen, ohne dass Wissen daraus wird'), ('link', 'Miteinander verknüpfen'), ('merge', 'Zusammenführen')], max_length=10)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('outcomes', models.JSONField(default=list)),
                ('run_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bulk_runs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-run_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(blank=True, max_length=500)),
                ('is_shared', models.BooleanField(default=False)),
                ('saved_at', models.DateTimeField()),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='team.programmearea')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('owner', 'name'), name='one_saved_view_of_a_name'), models.CheckConstraint(condition=models.Q(('area', None), ('is_shared', True), _connector='OR'), name='saved_view_area_if_shared')],
            },
        ),
        migrations.CreateModel(
            name='DefaultView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='default_view', to=settings.AUTH_USER_MODEL)),
                ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='default_of', to='inquiries.savedview')),
            ],
        ),
        migrations.CreateModel(
            name='FourEyes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='team.programmearea')),
                ('topic', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='topics.concept')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area', None), ('topic__isnull', False)), models.Q(('area__isnull', False), ('topic', None)), _connector='OR'), name='four_eyes_for_area_or_topic')],
            },
        ),
        migrations.CreateModel(
            name='AssignmentRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(choices=[('nobody', 'niemandem: wer Zeit hat, nimmt sie'), ('responsible', 'der verantwortlichen Person, sonst ihrer Vertretung'), ('leastLoaded', 'reihum: wer am wenigsten offen hat')], default='nobody', max_length=11)),
                ('return_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('valid_from', models.DateTimeField()),
                ('area', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='assignment_rule', to='team.programmearea')),
                ('people', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('return_percent', None), models.Q(('return_percent__gte', 10), ('return_percent__lte', 90)), _connector='OR'), name='return_between_10_and_90')],
            },
        ),
        migrations.CreateModel(
            name='PromiseTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateTimeField(unique=True)),
                ('measure', models.CharField(choices=[('calendar', 'Stunden rund um die Uhr'), ('service', 'Dienststunden')], max_length=8)),
                ('hours', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)])),
                ('weekly', models.JSONField()),
                ('land', models.CharField(blank=True, max_length=2)),
                ('closed', models.TextField(blank=True)),
                ('opened', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__gt', models.F('created_at'))), name='terms_change_only_the_future'), models.CheckConstraint(condition=models.Q(('hours__gte', 1), ('hours__lte', 240)), name='terms_promise_some_hours')],
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('channel', models.CharField(choices=[('mail', 'E-Mail'), ('web', 'Formular'), ('phone', 'Telefon')], max_length=5)),
                ('subject', models.CharField(max_length=300)),
                ('asker_name', models.CharField(blank=True, max_length=120)),
                ('asker_email', models.CharField(blank=True, max_length=320)),
                ('asker_phone', models.CharField(blank=True, max_length=40)),
                ('urgency', models.CharField(choices=[('urgent', 'dringend'), ('high', 'eilig'), ('normal', 'normal'), ('background', 'ohne Eile')], default='normal', max_length=10)),
                ('has_publication_consent', models.BooleanField(default=False)),
                ('received_at', models.DateTimeField()),
                ('reaction_due_at', models.DateTimeField()),
                ('reacted_at', models.DateTimeField(blank=True, null=True)),
                ('work_started_at', models.DateTimeField(blank=True, null=True)),
                ('answer_due_at', models.DateTimeField(blank=True, null=True)),
                ('first_answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('bounced_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('harvest', models.CharField(blank=True, choices=[('toQuestion', 'als beantwortete Frage'), ('toExample', 'als gutes Beispiel'), ('toAid', 'als Hilfestellung'), ('toChange', 'als Änderung an einem vorhandenen Eintrag'), ('none', 'nichts davon')], max_length=10)),
                ('harvest_reason', models.CharField(blank=True, max_length=300)),
                ('form_key', models.CharField(blank=True, max_length=32, null=True, unique=True)),
                ('anonymised_at', models.DateTimeField(blank=True, null=True)),
                ('message_count', models.PositiveIntegerField(default=0)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('next_due_at', models.GeneratedField(db_persist=True, expression=models.Case(models.When(closed_at__isnull=True, due_at__isnull=False, then=models.F('due_at')), models.When(answered_at__isnull=True, closed_at__isnull=True, then=models.F('answer_due_at')), default=None), output_field=models.DateTimeField(null=True))),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inquiries', to='team.programmearea')),
                ('asker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='asked_inquiries', to=settings.AUTH_USER_MODEL)),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followed_by', to='inquiries.inquiry')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='municipalities.municipality')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_inquiries', to=settings.AUTH_USER_MODEL)),
                ('topics', models.ManyToManyField(blank=True, related_name='inquiries', to='topics.concept')),
                ('asker_deadline_on', models.DateField(blank=True, null=True)),
                ('is_confidential', models.BooleanField(default=True)),
                ('kind', models.CharField(choices=[('inquiry', 'Anfrage'), ('press', 'Presseanfrage'), ('individual', 'Einzelfall'), ('emergency', 'Notfall'), ('misrouted', 'fehlgeleitet'), ('spam', 'Werbung oder Missbrauch'), ('void', 'Aufteilung zurückgenommen')], default='inquiry', max_length=10)),
                ('last_activity_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_here', to='inquiries.inquiry')),
                ('paused_since', models.DateTimeField(blank=True, null=True)),
                ('pause_reason', models.CharField(blank=True, choices=[('asker', 'wartet auf die Kommune'), ('peer', 'wartet auf eine andere Kommune'), ('expert', 'wartet auf Fachauskunft')], max_length=6)),
                ('warn_at', models.DateTimeField(blank=True, null=True)),
                ('terms', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiries.promiseterms')),
            ],
            options={
                'verbose_name': 'Anfrage',
                'verbose_name_plural': 'Anfragen',
                'ordering': ['-received_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['next_due_at', 'id'], name='inquiry_open_by_next_due'), models.Index(condition=models.Q(('closed_at', None)), fields=['owner', 'next_due_at', 'id'], name='inquiry_open_by_owner'), models.Index(condition=models.Q(('closed_at', None)), fields=['area', 'next_due_at', 'id'], name='inquiry_open_by_area'), models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['-closed_at', '-id'], name='inquiry_by_closing'), models.Index(condition=models.Q(('anonymised_at', None), ('closed_at__isnull', False)), fields=['closed_at'], name='inquiry_to_anonymise'), models.Index(fields=['-received_at', '-id'], name='inquiry_by_receipt'), models.Index(fields=['asker_email', '-received_at'], name='inquiry_by_asker'), models.Index(fields=['municipality', '-received_at'], name='inquiry_by_municipality'), models.Index(condition=models.Q(('answered_at__isnull', False), ('closed_at', None)), fields=['next_due_at', 'id'], name='inquiry_open_answered'), models.Index(condition=models.Q(('closed_at', None)), fields=['-received_at', '-id'], name='inquiry_open_by_receipt'), models.Index(condition=models.Q(('closed_at', None)), fields=['-last_activity_at', '-id'], name='inquiry_open_by_activity'), models.Index(condition=models.Q(('asker_deadline_on__isnull', False), ('closed_at', None)), fields=['asker_deadline_on', 'id'], name='inquiry_open_by_asker_day'), models.Index(condition=models.Q(('closed_at', None)), fields=['warn_at'], name='inquiry_open_by_warning'), models.Index(condition=models.Q(('closed_at', None), ('paused_since__isnull', False)), fields=['next_due_at', 'id'], name='inquiry_open_paused'), models.Index(condition=models.Q(('kind', 'press')), fields=['-received_at', '-id'], name='inquiry_of_the_press'), models.Index(condition=models.Q(('closed_at', None)), fields=['kind', 'next_due_at', 'id'], name='inquiry_open_of_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('due_at', None), ('waiting_since', None)), models.Q(('due_at__isnull', False), ('waiting_since__isnull', False)), _connector='OR'), name='inquiry_due_while_waiting'), models.CheckConstraint(condition=models.Q(('answered_at', None), ('waiting_since', None), _connector='OR'), name='inquiry_answered_or_waiting'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('waiting_since', None), _connector='OR'), name='inquiry_closed_or_waiting'), models.CheckConstraint(condition=models.Q(('answered_at', None), ('reacted_at__isnull', False), _connector='OR'), name='inquiry_answer_is_a_reaction'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('closed_at__isnull', False), models.Q(('merged_into', models.F('pk')), _negated=True)), _connector='OR'), name='inquiry_merged_is_closed'), models.CheckConstraint(condition=models.Q(models.Q(('pause_reason', ''), ('paused_since', None)), models.Q(('paused_since__isnull', False), models.Q(('pause_reason', ''), _negated=True)), _connector='OR'), name='inquiry_pause_has_a_reason'), models.CheckConstraint(condition=models.Q(('paused_since', None), models.Q(('answered_at', None), ('closed_at', None), ('waiting_since', None)), _connector='OR'), name='inquiry_pause_stops_no_promise')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('received', 'eingegangen'), ('receiptWithheld', 'nicht automatisch bestätigt'), ('followedUp', 'weitere Nachricht eingegangen'), ('continued', 'in einer neuen Anfrage fortgesetzt'), ('routed', 'einem Programmbereich zugeordnet'), ('assigned', 'zugewiesen'), ('unassigned', 'Zuweisung aufgehoben'), ('urgencySet', 'Dringlichkeit geändert'), ('topicsSet', 'Themen geändert'), ('municipalitySet', 'Kommune geändert'), ('reacted', 'Zwischenstand gesendet'), ('answered', 'beantwortet'), ('corrected', 'Korrektur gesendet'), ('noted', 'Notiz geschrieben'), ('paused', 'Frist der Antwort angehalten'), ('resumed', 'Frist der Antwort läuft weiter'), ('targetMoved', 'Antworttermin verschoben'), ('breached', 'Zusage nicht gehalten'), ('causeGiven', 'Ursache der Verspätung genannt'), ('backToAll', 'an alle zurückgegeben'), ('handedOver', 'in Vertretung übernommen'), ('handedBack', 'aus der Vertretung zurückgegeben'), ('kept', 'aus der Vertretung behalten'), ('automatic', 'automatische Nachricht eingegangen'), ('withheld', 'automatische Mail zurückgehalten'), ('askerSet', 'Fragende Person geändert'), ('infected', 'Schadsoftware in einer Anlage gefunden'), ('bounced', 'Mail kam als unzustellbar zurück'), ('closed', 'abgeschlossen'), ('reopened', 'wieder geöffnet'), ('harvested', 'für andere nutzbar gemacht'), ('redacted', 'über eine Angabe zu Menschen entschieden'), ('rated', 'Rückmeldung zur Antwort'), ('outcomeAsked', 'nachgefragt, was daraus wurde'), ('outcomeGiven', 'berichtet, was daraus wurde'), ('kindSet', 'Art geändert'), ('kindProposed', 'Art vorgeschlagen'), ('detailsSet', 'Angaben geändert'), ('merged', 'zusammengeführt'), ('unmerged', 'Zusammenführung zurückgenommen'), ('split', 'aufgeteilt'), ('unsplit', 'Aufteilung zurückgenommen'), ('linked', 'verknüpft'), ('unlinked', 'Verknüpfung entfernt'), ('undone', 'Senden rückgängig gemacht'), ('scheduled', 'Senden geplant'), ('unscheduled', 'geplantes Senden abgesagt'), ('held', 'geplante Antwort zurückgehalten'), ('shared', 'Entwurf zum Gegenlesen geteilt'), ('unshared', 'Entwurf nicht mehr geteilt'), ('released', 'Entwurf freigegeben'), ('returned', 'Entwurf zurückgegeben'), ('colleagueAsked', 'im Team nachgefragt bei'), ('colleagueAnswered', 'Rückfrage im Team erledigt'), ('checklistAdded', 'Checkliste hinzugefügt'), ('checklistRemoved', 'Checkliste entfernt'), ('stepSet', 'Schritt der Checkliste'), ('macro', 'Makro ausgeführt')], max_length=20)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('happened_at', models.DateTimeField()),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inquiry_events', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='inquiries.inquiry')),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='inquiries.event')),
            ],
            options={
                'ordering': ['happened_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('citations', models.JSONField(default=list)),
                ('saved_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inquiry_drafts', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='inquiries.inquiry')),
                ('details', models.JSONField(default=dict)),
                ('needs_release', models.BooleanField(default=False)),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drafts_to_read', to=settings.AUTH_USER_MODEL)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='released_drafts', to=settings.AUTH_USER_MODEL)),
                ('released_digest', models.CharField(blank=True, max_length=64)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='returned_drafts', to=settings.AUTH_USER_MODEL)),
                ('returned_reason', models.CharField(blank=True, max_length=500)),
                ('shared_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('shared_at__isnull', False)), fields=['reader', 'shared_at'], name='draft_shared')],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'author'), name='one_draft_per_person'), models.CheckConstraint(condition=models.Q(('released_by', None), models.Q(('released_by', models.F('author')), _negated=True), _connector='OR'), name='draft_released_by_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('question', 'Frage'), ('followUp', 'Rückfrage'), ('receipt', 'Automatische Bestätigung'), ('interim', 'Zwischenstand'), ('answer', 'Antwort'), ('note', 'Interne Notiz'), ('automatic', 'Automatische Nachricht'), ('bounce', 'Unzustellbar'), ('correct', 'Korrektur')], max_length=9)),
                ('author_name', models.CharField(blank=True, max_length=120)),
                ('author_email', models.CharField(blank=True, max_length=320)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField(blank=True)),
                ('full_text', models.TextField(blank=True)),
                ('message_id', models.CharField(blank=True, db_index=True, max_length=250)),
                ('created_at', models.DateTimeField()),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inquiry_messages', to=settings.AUTH_USER_MODEL)),
                ('inbound', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='message', to='mail.inboundmail')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='inquiries.inquiry')),
                ('outgoing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='message', to='mail.outgoingmail')),
                ('origin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='own_messages', to='inquiries.inquiry')),
            ],
            options={
                'verbose_name': 'Nachricht',
                'verbose_name_plural': 'Nachrichten',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('url', models.CharField(max_length=300)),
                ('meta', models.CharField(blank=True, max_length=300)),
                ('passage', models.TextField(blank=True)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='inquiries.message')),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(fields=['kind', 'object_id'], name='citation_by_source')],
                'constraints': [models.UniqueConstraint(fields=('message', 'position'), name='one_citation_per_place')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.FileField(blank=True, max_length=200, upload_to='anlagen')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='inquiries.message')),
                ('finding', models.CharField(blank=True, max_length=200)),
                ('next_scan_at', models.DateTimeField(blank=True, null=True)),
                ('scan_attempts', models.PositiveSmallIntegerField(default=0)),
                ('scan_error', models.CharField(blank=True, max_length=200)),
                ('scanned_at', models.DateTimeField(blank=True, null=True)),
                ('warnings', models.JSONField(blank=True, default=list)),
            ],
            options={
                'verbose_name': 'Anlage',
                'verbose_name_plural': 'Anlagen',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('scanned_at', None)), fields=['next_scan_at', '-id'], name='attachment_unscanned'), models.Index(fields=['sha256'], name='attachment_by_content')],
            },
        ),
        migrations.CreateModel(
            name='KindProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('inquiry', 'Anfrage'), ('press', 'Presseanfrage'), ('individual', 'Einzelfall'), ('emergency', 'Notfall'), ('misrouted', 'fehlgeleitet'), ('spam', 'Werbung oder Missbrauch'), ('void', 'Aufteilung zurückgenommen')], max_length=10)),
                ('reason', models.CharField(max_length=200)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('inquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='kind_proposal', to='inquiries.inquiry')),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cause', 'gleicher Anlass'), ('related', 'verwandt'), ('duplicate', 'dieselbe Frage wie'), ('followUp', 'setzt fort')], max_length=10)),
                ('created_at', models.DateTimeField()),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_out', to='inquiries.inquiry')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_in', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('first', 'second', 'kind'), name='one_link_of_a_kind'), models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='link_of_two')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_facts', models.JSONField()),
                ('target_facts', models.JSONField()),
                ('target_turn_after', models.PositiveIntegerField()),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('merged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inquiry_merges', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_away', to='inquiries.inquiry')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_here', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ['merged_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('source',), name='one_standing_merge'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='merge_of_two')],
            },
        ),
        migrations.CreateModel(
            name='Split',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('split_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('part', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='split_from', to='inquiries.inquiry')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='splits', to='inquiries.inquiry')),
                ('split_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inquiry_splits', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['split_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('source', models.F('part')), _negated=True), name='split_of_two')],
            },
        ),
        migrations.CreateModel(
            name='Forwarding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('original_name', models.CharField(blank=True, max_length=120)),
                ('original_email', models.CharField(max_length=320)),
                ('forwarder_name', models.CharField(blank=True, max_length=120)),
                ('forwarder_email', models.CharField(max_length=320)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('dismissed_at', models.DateTimeField(blank=True, null=True)),
                ('has_copies', models.BooleanField(default=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decided_forwardings', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='forwarding', to='inquiries.inquiry')),
            ],
            options={
                'verbose_name': 'Weiterleitung',
                'verbose_name_plural': 'Weiterleitungen',
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('dismissed_at', None), _connector='OR'), name='forwarding_decided_once')],
            },
        ),
        migrations.CreateModel(
            name='DraftComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draft_comments', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='inquiries.draft')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReplyDetails',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('certainty', models.CharField(blank=True, choices=[('secure', 'sicher'), ('likely', 'wahrscheinlich'), ('open', 'offen')], max_length=6)),
                ('law_as_of', models.DateField(blank=True, null=True)),
                ('jurisdiction', models.CharField(blank=True, max_length=2)),
                ('summary_of_question', models.CharField(blank=True, max_length=500)),
                ('next_step', models.CharField(blank=True, max_length=300)),
                ('expected_by', models.DateTimeField(blank=True, null=True)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='details', to='inquiries.message')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reviewed_replies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('law_as_of', None), models.Q(('jurisdiction', ''), _negated=True), _connector='OR'), name='reply_law_has_a_jurisdiction')],
            },
        ),
        migrations.CreateModel(
            name='ScheduledReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('citations', models.JSONField(default=list)),
                ('details', models.JSONField(default=dict)),
                ('turn', models.PositiveIntegerField()),
                ('last_seen', models.BigIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('send_at', models.DateTimeField()),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('held_because', models.CharField(blank=True, choices=[('message', 'Inzwischen hat die Kommune geschrieben.'), ('reply', 'Inzwischen hat jemand aus dem Team geantwortet.'), ('closed', 'Inzwischen ist die Anfrage abgeschlossen.'), ('refused', 'Sie ließ sich so nicht senden.')], max_length=8)),
                ('held_detail', models.CharField(blank=True, max_length=300)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scheduled_replies', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scheduled', to='inquiries.inquiry')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('cancelled_at', None), ('held_at', None), ('sent_at', None)), fields=['send_at'], name='scheduled_to_send'), models.Index(condition=models.Q(('cancelled_at', None), ('sent_at', None)), fields=['author', 'send_at'], name='scheduled_by_author')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('sent_at', None)), fields=('inquiry',), name='one_scheduled_reply_at_a_time'), models.CheckConstraint(condition=models.Q(('sent_at', None), models.Q(('cancelled_at', None), ('held_at', None)), _connector='OR'), name='scheduled_reply_sent_or_not')],
            },
        ),
        migrations.CreateModel(
            name='UndoWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leaves_at', models.DateTimeField(db_index=True)),
                ('facts', models.JSONField(default=dict)),
                ('merged', models.JSONField(default=dict)),
                ('draft', models.JSONField(default=dict)),
                ('main', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='inquiries.undowindow')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='undo_window', to='inquiries.message')),
            ],
        ),
        migrations.CreateModel(
            name='AnswerTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('set_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='inquiries.inquiry')),
                ('set_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['set_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('set_at'))), name='target_is_ahead')],
            },
        ),
        migrations.CreateModel(
            name='AutoAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assigned_at', models.DateTimeField()),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='auto_assignments', to='inquiries.inquiry')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'person'), name='given_once_to_each_person'), models.UniqueConstraint(condition=models.Q(('returned_at', None)), fields=('inquiry',), name='one_auto_assignment_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reaction', 'Reaktion'), ('answer', 'Antwort')], max_length=8)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('measure', models.CharField(choices=[('calendar', 'Stunden rund um die Uhr'), ('service', 'Dienststunden')], max_length=8)),
                ('hours', models.FloatField()),
                ('found_at', models.DateTimeField()),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ['-due_at', '-pk'],
                'indexes': [models.Index(fields=['-due_at', '-id'], name='breach_by_due')],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'kind', 'started_at', 'due_at'), name='one_breach_per_promise'), models.CheckConstraint(condition=models.Q(('found_at__gt', models.F('due_at'))), name='breach_is_after_due')],
            },
        ),
        migrations.CreateModel(
            name='BreachCause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('load', 'zu viele Anfragen zugleich'), ('absence', 'niemand war da: Krankheit, Urlaub, Wochenende'), ('unassigned', 'niemand war zuständig'), ('unclear', 'die Frage war unklar oder sehr schwierig'), ('others', 'Auskunft von anderen fehlte'), ('overlooked', 'übersehen'), ('technical', 'technische Störung'), ('other', 'anderes')], max_length=10)),
                ('detail', models.CharField(blank=True, max_length=500)),
                ('given_at', models.DateTimeField()),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='causes', to='inquiries.breach')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['given_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BreachEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_at', models.DateTimeField()),
                ('how', models.CharField(choices=[('reply', 'geantwortet'), ('closed', 'ohne Antwort abgeschlossen')], max_length=6)),
                ('breach', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='inquiries.breach')),
            ],
        ),
        migrations.CreateModel(
            name='DueWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reaction', 'Reaktion'), ('answer', 'Antwort')], max_length=8)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('percent', models.PositiveSmallIntegerField()),
                ('recipient', models.CharField(max_length=320)),
                ('sent_at', models.DateTimeField()),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='inquiries.inquiry')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['sent_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'kind', 'started_at', 'percent', 'recipient'), name='nobody_is_warned_twice')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handed_at', models.DateTimeField()),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='team.absence')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='inquiries.inquiry')),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['absence'], name='handover_open_by_absence')],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'absence'), name='handed_over_once')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(choices=[('asker', 'wartet auf die Kommune'), ('peer', 'wartet auf eine andere Kommune'), ('expert', 'wartet auf Fachauskunft')], max_length=6)),
                ('detail', models.CharField(max_length=300)),
                ('started_at', models.DateTimeField()),
                ('days', models.PositiveSmallIntegerField()),
                ('until_at', models.DateTimeField()),
                ('target_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_how', models.CharField(blank=True, choices=[('asker', 'die Kommune hat geschrieben'), ('limit', 'Höchstdauer erreicht'), ('hand', 'von Hand beendet'), ('reply', 'geantwortet'), ('closed', 'abgeschlossen')], max_length=6)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='inquiries.inquiry')),
                ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['started_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['until_at'], name='pause_open_by_limit')],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'number'), name='one_pause_per_number'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('inquiry',), name='one_pause_at_a_time'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 3)), name='pauses_are_few'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 14)), name='pauses_are_short'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_how', '')), models.Q(('ended_at__gte', models.F('started_at')), ('ended_at__lte', models.F('until_at'))), _connector='OR'), name='pause_ends_in_time'), models.CheckConstraint(condition=models.Q(('target_at', None), ('target_at__gte', models.F('started_at')), _connector='OR'), name='pause_hides_no_miss')],
            },
        ),
        migrations.CreateModel(
            name='PromiseOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reaction', 'Reaktion'), ('answer', 'Antwort')], max_length=8)),
                ('is_first', models.BooleanField()),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('plain_due_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField()),
                ('how', models.CharField(choices=[('reply', 'geantwortet'), ('closed', 'ohne Antwort abgeschlossen')], max_length=6)),
                ('calendar_seconds', models.PositiveBigIntegerField()),
                ('service_seconds', models.PositiveBigIntegerField()),
                ('paused_calendar_seconds', models.PositiveBigIntegerField(default=0)),
                ('paused_service_seconds', models.PositiveBigIntegerField(default=0)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='inquiries.inquiry')),
                ('terms', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiries.promiseterms')),
            ],
            options={
                'ordering': ['started_at', 'pk'],
                'indexes': [models.Index(fields=['kind', 'started_at'], name='outcome_by_start')],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'kind', 'started_at'), name='one_outcome_per_promise'), models.CheckConstraint(condition=models.Q(('paused_calendar_seconds__lte', models.F('calendar_seconds'))), name='outcome_pause_within')],
            },
        ),
        migrations.CreateModel(
            name='SuggestionSet',
            fields=[
                ('inquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='suggestion_set', serialize=False, to='inquiries.inquiry')),
                ('turn', models.PositiveIntegerField()),
                ('basis', models.CharField(max_length=32)),
                ('index_state', models.CharField(max_length=80)),
                ('found', models.JSONField()),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ChecklistTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('steps', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='team.programmearea')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['title', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('title',), name='one_checklist_template_per_title')],
            },
        ),
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checklists', to='inquiries.inquiry')),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='inquiries.checklisttemplate')),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'template'), name='one_checklist_per_template')],
            },
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('title', models.CharField(blank=True, max_length=300)),
                ('dismissed_at', models.DateTimeField()),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='dismissals', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissals', to='inquiries.inquiry')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'object_id'], name='dismissal_by_record')],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'kind', 'object_id'), name='one_dismissal_of_a_suggestion')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='inquiries.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inquiry_mentions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['person', '-created_at', '-id'], name='mention_open')],
                'constraints': [models.UniqueConstraint(fields=('message', 'person'), name='one_mention_per_note')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(db_index=True)),
                ('writing_at', models.DateTimeField(blank=True, null=True)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='inquiries.inquiry')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'person'), name='one_presence_per_person')],
            },
        ),
        migrations.CreateModel(
            name='TeamQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=1000)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='inquiries.message')),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_questions', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='asked_team_questions', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_questions', to='inquiries.inquiry')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['asked', 'due_at', 'id'], name='question_open'), models.Index(condition=models.Q(('done_at', None), ('reminded_at', None)), fields=['due_at'], name='question_to_remind')],
            },
        ),
        migrations.CreateModel(
            name='TextModule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('keywords', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField()),
                ('used_count', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='text_modules', to='team.programmearea')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='text_modules', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['title', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('owner', None), ('retired_at', None)), fields=('title',), name='one_shared_text_module_per_title')],
            },
        ),
        migrations.CreateModel(
            name='Macro',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('takes_over', models.BooleanField(default=False)),
                ('urgency', models.CharField(blank=True, choices=[('urgent', 'dringend'), ('high', 'eilig'), ('normal', 'normal'), ('background', 'ohne Eile')], max_length=10)),
                ('note', models.TextField(blank=True)),
                ('sends', models.CharField(blank=True, choices=[('', 'nichts senden'), ('insert', 'Textbaustein in den Entwurf einfügen'), ('answer', 'Textbaustein als Antwort senden'), ('interim', 'Textbaustein als Zwischenstand senden')], max_length=7)),
                ('interim_days', models.PositiveSmallIntegerField(default=2)),
                ('awaits', models.CharField(blank=True, max_length=300)),
                ('harvest', models.CharField(blank=True, choices=[('toQuestion', 'als beantwortete Frage'), ('toExample', 'als gutes Beispiel'), ('toAid', 'als Hilfestellung'), ('toChange', 'als Änderung an einem vorhandenen Eintrag'), ('none', 'nichts davon')], max_length=10)),
                ('harvest_reason', models.CharField(blank=True, max_length=300)),
                ('used_count', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='team.programmearea')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checklist', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='inquiries.checklisttemplate')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='macros', to=settings.AUTH_USER_MODEL)),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='topics.concept')),
                ('text_module', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='macros', to='inquiries.textmodule')),
            ],
            options={
                'ordering': ['title', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sends', ''), ('text_module__isnull', False), _connector='OR'), name='macro_sends_a_text_module'), models.CheckConstraint(condition=models.Q(('takes_over', False), ('assignee', None), _connector='OR'), name='macro_one_new_owner')],
            },
        ),
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(db_index=True)),
                ('kind', models.CharField(choices=[('research', 'Recherche'), ('writing', 'Schreiben'), ('phone', 'Telefonat'), ('coordination', 'Abstimmung'), ('other', 'Sonstiges')], default='research', max_length=12)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('created_at', models.DateTimeField()),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_entries', to='inquiries.inquiry')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inquiry_time', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 1440)), name='time_entry_within_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200)),
                ('is_mandatory', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('open', 'offen'), ('done', 'erledigt'), ('notNeeded', 'nicht nötig')], default='open', max_length=9)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='inquiries.checklist')),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(condition=models.Q(('is_mandatory', True), ('state', 'open')), fields=['checklist'], name='checklist_mandatory_open')],
                'constraints': [models.UniqueConstraint(fields=('checklist', 'position'), name='one_item_per_place')],
            },
        ),
        migrations.CreateModel(
            name='RadarLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='CitedSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('content_hash', models.CharField(blank=True, max_length=32)),
                ('substance', models.JSONField(default=dict)),
                ('audience', models.PositiveSmallIntegerField(default=0)),
                ('is_stale', models.BooleanField(default=False)),
                ('checked_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='one_row_for_each_source')],
            },
        ),
        migrations.CreateModel(
            name='Cluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120)),
                ('words', models.JSONField(default=list)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('inquiry_count', models.PositiveIntegerField(default=0)),
                ('municipality_count', models.PositiveIntegerField(default=0)),
                ('recent_inquiries', models.PositiveIntegerField(default=0)),
                ('recent_municipalities', models.PositiveIntegerField(default=0)),
                ('dismissed_at', models.DateTimeField(blank=True, null=True)),
                ('dismissal_reason', models.CharField(blank=True, max_length=300)),
                ('dismissed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_here', to='inquiries.cluster')),
            ],
            options={
                'verbose_name': 'Häufung',
                'verbose_name_plural': 'Häufungen',
                'ordering': ['-last_at', '-pk'],
                'indexes': [models.Index(fields=['-last_at', '-id'], name='cluster_by_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(('dismissed_at', None), models.Q(('dismissal_reason', ''), _negated=True), _connector='OR'), name='cluster_dismissed_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='ClusterAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.PositiveSmallIntegerField()),
                ('told_at', models.DateTimeField()),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='inquiries.cluster')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cluster', 'step'), name='one_alert_for_each_step')],
            },
        ),
        migrations.CreateModel(
            name='ClusterEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('formed', 'erkannt'), ('named', 'benannt'), ('removed', 'Anfrage herausgenommen'), ('merged', 'zusammengelegt'), ('dismissed', 'verworfen'), ('restored', 'zurückgeholt'), ('alerted', 'Leitung und Bereich benachrichtigt'), ('answered', 'gemeinsam beantwortet'), ('commissioned', 'Wissen in Auftrag gegeben')], max_length=12)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('happened_at', models.DateTimeField()),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cluster_events', to=settings.AUTH_USER_MODEL)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='inquiries.cluster')),
            ],
            options={
                'ordering': ['happened_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Recall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('url', models.CharField(blank=True, max_length=300)),
                ('why', models.CharField(choices=[('changed', 'inhaltlich geändert'), ('withdrawn', 'zurückgezogen'), ('hidden', 'nicht mehr für alle sichtbar'), ('expired', 'abgelaufen, Prüfung überfällig')], max_length=10)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('noticed_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('stands', 'Antworten stimmen weiter'), ('corrected', 'Korrektur an die Fragenden'), ('unneeded', 'keine Nachricht nötig')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recalls', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Rückruf',
                'verbose_name_plural': 'Rückrufe',
                'ordering': ['-noticed_at', '-pk'],
                'indexes': [models.Index(fields=['noticed_at', 'id'], name='recall_by_time'), models.Index(fields=['kind', 'object_id'], name='recall_by_source')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('kind', 'object_id'), name='one_waiting_recall_for_each_source'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decision', '')), models.Q(('decided_at__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='recall_decided_with_decision')],
            },
        ),
        migrations.CreateModel(
            name='GroupReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answer', 'Antwort'), ('correction', 'Korrektur')], default='answer', max_length=10)),
                ('text', models.TextField(blank=True)),
                ('citations', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_replies', to=settings.AUTH_USER_MODEL)),
                ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='group_replies', to='inquiries.cluster')),
                ('recall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='group_replies', to='inquiries.recall')),
            ],
            options={
                'verbose_name': 'Sammelantwort',
                'verbose_name_plural': 'Sammelantworten',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='GroupRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('turn', models.PositiveIntegerField()),
                ('addition', models.TextField(blank=True)),
                ('is_excluded', models.BooleanField(default=False)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('skipped_at', models.DateTimeField(blank=True, null=True)),
                ('skip_reason', models.CharField(blank=True, max_length=300)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='inquiries.message')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_recipients', to='inquiries.inquiry')),
                ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='group_recipient', to='inquiries.message')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='inquiries.groupreply')),
            ],
            options={
                'ordering': ['inquiry__received_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('is_excluded', False), ('sent_at', None), ('skipped_at', None)), fields=['group', 'id'], name='group_recipient_waiting')],
                'constraints': [models.UniqueConstraint(fields=('group', 'inquiry'), name='group_reply_once_each'), models.CheckConstraint(condition=models.Q(('sent_at', None), ('skipped_at', None), _connector='OR'), name='group_sent_or_skipped'), models.CheckConstraint(condition=models.Q(('skipped_at', None), models.Q(('skip_reason', ''), _negated=True), _connector='OR'), name='group_skipped_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField()),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='removals', to='inquiries.cluster')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='removals', to='inquiries.inquiry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cluster', 'inquiry'), name='one_removal_from_cluster')],
            },
        ),
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('inquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='trace', serialize=False, to='inquiries.inquiry')),
                ('received_at', models.DateTimeField()),
                ('fingerprint', models.JSONField(default=dict)),
                ('words', models.JSONField(default=dict)),
                ('likeness', models.PositiveSmallIntegerField(default=0)),
                ('read_at', models.DateTimeField()),
                ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='traces', to='inquiries.cluster')),
            ],
            options={
                'indexes': [models.Index(fields=['cluster', 'received_at'], name='trace_by_cluster')],
            },
        ),
        migrations.CreateModel(
            name='TraceTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=60)),
                ('received_at', models.DateTimeField()),
                ('weight', models.PositiveSmallIntegerField()),
                ('trace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='inquiries.trace')),
            ],
            options={
                'indexes': [models.Index(fields=['term', 'received_at'], name='trace_term_by_time')],
                'constraints': [models.UniqueConstraint(fields=('trace', 'term'), name='trace_term_once')],
            },
        ),
        migrations.CreateModel(
            name='OutcomeRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=64, unique=True)),
                ('refused_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_helped', models.BooleanField()),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('given_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='inquiries.message')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ['given_at', 'pk'],
                'indexes': [models.Index(fields=['given_at'], name='feedback_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Harvested',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('draft', 'neuer Entwurf'), ('existing', 'gab es schon'), ('commission', 'Auftrag')], max_length=10)),
                ('record_kind', models.CharField(blank=True, max_length=20)),
                ('record_id', models.BigIntegerField(blank=True, null=True)),
                ('title', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField()),
                ('asker_told_at', models.DateTimeField(blank=True, null=True)),
                ('commission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.commission')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='harvested', to='inquiries.inquiry')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at', 'pk'],
                'indexes': [models.Index(fields=['record_kind', 'record_id'], name='harvested_by_record'), models.Index(condition=models.Q(('asker_told_at', None), ('how', 'draft')), fields=['made_at'], name='harvested_to_tell')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('commission', None), ('record_id__isnull', False)), fields=('inquiry', 'record_kind', 'record_id'), name='harvested_record_once'), models.CheckConstraint(condition=models.Q(models.Q(('commission__isnull', False), ('how', 'commission')), models.Q(models.Q(('how', 'commission'), _negated=True), ('commission', None), ('record_id__isnull', False)), _connector='OR'), name='harvested_is_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('result', models.CharField(blank=True, choices=[('done', 'umgesetzt'), ('notYet', 'noch nicht'), ('otherwise', 'anders gelöst'), ('noHelp', 'nicht hilfreich')], max_length=9)),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('inquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outcome', to='inquiries.inquiry')),
                ('outgoing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mail.outgoingmail')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'indexes': [models.Index(fields=['asked_at'], name='outcome_by_asking')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('given_at', None), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), ('given_at__isnull', False)), _connector='OR'), name='outcome_given_with_its_time')],
            },
        ),
        migrations.CreateModel(
            name='RedactionDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('value', models.CharField(max_length=300)),
                ('action', models.CharField(choices=[('mask', 'schwärzen'), ('replace', 'ersetzen'), ('keep', 'behalten')], max_length=7)),
                ('replacement', models.CharField(blank=True, max_length=120)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='redaction_decisions', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('inquiry', 'kind', 'value'), name='one_redaction_decision'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'keep'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='keeping_needs_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'replace'), _negated=True), models.Q(('replacement', ''), _negated=True), _connector='OR'), name='replacing_needs_a_replacement')],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
