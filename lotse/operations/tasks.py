"""Jobs of the machinery itself."""

from datetime import datetime, timedelta

from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from lotse.lib.schedule import every
from lotse.operations import alarms
from lotse.operations.models import Heartbeat

ABANDONED_AFTER = timedelta(minutes=15)
KEPT_FOR = timedelta(days=14)

_worker = Worker(
    queue_names=["*"],
    interval=0,
    batch=True,
    backend_name="default",
    startup_delay=False,
    max_tasks=None,
    worker_id=get_random_string(32),
    excluded_queue_names=[],
)


@every(30, name="operations.heartbeat")
def beat(now: datetime) -> int:
    """Say that a worker lives."""
    Heartbeat.objects.update_or_create(process="worker", defaults={"beat_at": now})
    return 0


@every(60, name="operations.probe")
def watch_probe(now: datetime) -> int:
    """Tell the operators when a mail to ourselves does not come back."""
    alarms.probe_missing(now)
    return 0


@every(2, name="operations.queue")
def run_queued_task(now: datetime) -> int:
    """Run the next task of the queue, such as Wagtail's index of references. Returns 0 or 1."""
    waiting = DBTaskResult.objects.ready()
    # Asked first without a lock, so that an idle worker never stops a writer.
    if not waiting.exists():
        return 0
    with exclusive_transaction():
        task = waiting.get_locked()
        if task is None:
            return 0
        task.claim(_worker.worker_id)
    _worker.run_task(task)
    return 1


@every(300, name="operations.abandoned_tasks")
def take_up_abandoned_tasks(now: datetime) -> int:
    """Queue tasks again whose worker died; tasks may run twice harmlessly."""
    abandoned = DBTaskResult.objects.running().filter(started_at__lt=now - ABANDONED_AFTER)
    abandoned.update(status=TaskResultStatus.READY, started_at=None)
    return 0


@every(24 * 3600, name="operations.old_tasks")
def forget_old_tasks(now: datetime) -> int:
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_FOR).delete()
    return 0
