"""The command line. Heavy imports stand inside the commands, so that `--help` is quick."""

from __future__ import annotations

import sys

import click

from reformgraph.commands import asking, judging, loading, publishing, serving, tracing
from reformgraph.commands.common import fail
from reformgraph.commands.keys import keys


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="reformgraph")
def cli() -> None:
    """A knowledge graph of policy reforms, the agencies that carry them, and the lineage between them."""


COMMANDS: tuple[click.Command, ...] = (
    *(loading.read, loading.load, loading.link, loading.validate, loading.model, loading.stop),
    *(asking.cypher, asking.ask, asking.questions, asking.analyse, asking.sparql, asking.schema, asking.search),
    *(tracing.lineage, tracing.explain, tracing.gaps),
    *(judging.judge, judging.review, judging.propose, judging.evaluate),
    *(publishing.export, publishing.release, publishing.restore, publishing.diff),
    *(serving.serve, serving.explore, keys),
)
for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Runs the command line; errors of ours become one message and exit status 1."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        fail("stopped", status=130)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        from ontology.errors import ReformGraphError

        if isinstance(error, ReformGraphError):
            fail(str(error))
        raise


if __name__ == "__main__":
    main()
