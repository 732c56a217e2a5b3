"""The one command-line entry point: ``lotse <command> …``.

Every command is a management command of the slice it belongs to; this module only turns a wrong
configuration into one sentence instead of a traceback.
"""

import os
import sys

from lotse.configuration import ConfigurationError


def main() -> None:
    """Run the command line in ``sys.argv``.

    Exits with 0 on success, 1 when a command refuses its input, 2 when the configuration is wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotse.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["lotse", *sys.argv[1:]])
    except ConfigurationError as error:
        print(f"lotse: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # `lotse inquiries --json | head` closes our output early; that is no error.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
