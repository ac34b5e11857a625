"""How soon a picture is there: the explorer's page beside a page that plain pyvis writes, in one browser, in one run.

    python -m benchmarks.pictures [SECONDS]

Needs Chromium and its driver.  Each page is opened from disk, in turn; the time is from the start of the navigation to
the first frame in which the graph is drawn, or none within SECONDS (default 60), which counts as SECONDS.  The explorer's
page is whole: every view, the panel, filters and search index are in it.  Both draw the same nodes and lines, and the
counts are compared in the browser, but for groups, where one mark stands for the measures of a document and domain.
Headless Chromium draws without a graphics card here, so ratios count and seconds do not.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from pyvis.network import Network
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

import viz.content
import viz.drawing
from graph.settings import Settings
from graph.store import open_store
from ontology.identifiers import ID
from queries.atlas import Atlas, DrawnLink, atlas
from reformgraph.main import load
from tests.viz.drawings import atlas_of
from viz.drawing import ROLES, Drawing, DrawnEdge, DrawnNode
from viz.pages import explorer_page

SAMPLE = sorted((Path(__file__).parents[1] / "sample").glob("*.txt"))
FRAME = "network.once('afterDrawing', () => { document.documentElement.dataset.drawn = performance.now(); });"


def carried(whole: Atlas) -> Drawing:
    """Measures by document, bodies by jurisdiction, and a line for each role."""
    nodes = {f"measure/{one.id}": DrawnNode(f"measure/{one.id}", "Measure", one.title) for one in whole.measures}
    home = {f"measure/{one.id}": f"document/{one.document}" for one in whole.measures}
    nodes |= {
        f"document/{one.id}": DrawnNode(f"document/{one.id}", "Document", one.title or one.id)
        for one in whole.documents
    }
    edges = {}
    for claim in whole.claims:
        if claim.type in ROLES:
            key = claim.iri.removeprefix(ID)
            nodes[key] = DrawnNode(key, claim.kind, claim.name)
            home[key] = f"place/{claim.jurisdiction}"
            nodes.setdefault(home[key], DrawnNode(home[key], "Area", str(claim.jurisdiction)))
            edges[claim.type, f"measure/{claim.measure}", key] = DrawnEdge(claim.type, f"measure/{claim.measure}", key)
    stands = [DrawnEdge("FROM", one, where) for one, where in sorted(home.items())]
    return Drawing(tuple(nodes.values()), (*stands, *edges.values()))


def synthetic(size: int) -> Atlas:
    """As many measures as asked for, in eight documents, each linked to an earlier one and to another by chance."""
    chance = random.Random(5)
    plain = atlas_of(tuple(f"改革事项{n} 第{n % 12}类" for n in range(size)), documents=8)
    codes = sorted(viz.content.fields())
    measures = tuple(replace(one, fields=(codes[n % 12],)) for n, one in enumerate(plain.measures))
    pairs = {(chance.randrange(max(0, n - 60), n), n) for n in range(1, size)}
    pairs |= {tuple(sorted(chance.sample(range(size), 2))) for _ in range(size)}  # type: ignore[misc]
    links = tuple(
        DrawnLink(
            a=measures[a].id, b=measures[b].id, score=0.8, accepted=True, grade=None, features=(), shared_words=(),
            clauses=(), rule=None, claim_id=f"{ID}claim/{a}-{b}",
        )
        for a, b in sorted(pairs)
    )  # fmt: skip
    return replace(plain, measures=measures, links=links, families=(), total=size)


def plain_page(drawing: Drawing) -> str:
    """The page that pyvis writes of itself; only the time of the first frame is taken in it."""
    network = Network(height="800px", width="1200px", cdn_resources="in_line", directed=True)
    for node in drawing.nodes:
        network.add_node(node.iri, label=node.name)
    for edge in drawing.edges:
        if edge.type != "FROM":
            network.add_edge(edge.source, edge.target)
    return str(network.generate_html()).replace(
        "return network;", f"window.network = network; {FRAME} return network;", 1
    )


def our_page(whole: Atlas, drawing: Drawing) -> str:
    """The explorer at the picture of everything, which is `drawing`."""
    viz.content.whole = lambda _: drawing  # type: ignore[assignment]
    return explorer_page(whole, view="graph")


def browser(seconds: float) -> webdriver.Chrome:
    """A fresh browser for each page: one that is busy for minutes would slow the next."""
    options = Options()
    options.binary_location = str(shutil.which("chromium"))
    for word in ("headless=new", "no-sandbox", "disable-gpu", "window-size=1300,900", "no-first-run"):
        options.add_argument(f"--{word}")
    options.page_load_strategy = "none"
    found = webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
    found.set_script_timeout(seconds)
    return found


def first_frame(file: Path, seconds: float) -> tuple[float | None, list[int]]:
    """Seconds to the first frame, None where there was none in time; and how many nodes and lines were drawn."""
    chromium = browser(seconds)
    count = """
        const network = typeof explorer === "undefined" ? window.network : explorer.network();
        const { nodes, edges } = network.body;
        const own = Object.keys(nodes).filter((id) => !id.startsWith("edgeId:"));  // bends of lines are nodes to it
        return [own.length, Object.keys(edges).length];
    """
    try:
        start = time.monotonic()
        chromium.get(file.as_uri())
        while time.monotonic() - start < seconds:
            try:
                drawn = chromium.execute_script("return document.documentElement.dataset.drawn")
                if drawn:
                    return float(drawn) / 1000, chromium.execute_script(count)
            except WebDriverException:
                continue  # a page that is busy answers nothing
            time.sleep(0.1)
        return None, []
    finally:
        chromium.quit()


def measured(name: str, page: str, folder: Path, seconds: float) -> tuple[float | None, list[int]]:
    """Opens a page and prints how soon it drew."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    took, drawn = first_frame(file, seconds)
    said = f"none in {seconds:.0f} s" if took is None else f"{took:6.2f} s, {drawn[0]} nodes, {drawn[1]} lines"
    print(f"{name:44} {len(page.encode()) / 1e6:5.1f} MB  {said}", flush=True)
    return took, drawn


def main() -> None:
    """Prints what each page takes, and the ratios."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(data=folder / "data")
        load(SAMPLE, settings)
        with open_store(settings) as store:
            sample = atlas(store)
        from graph.engine import stop

        stop(settings)
        drawing = carried(sample)
        sides: dict[str, tuple[float | None, list[int]]] = {}
        made = time.process_time()
        page = our_page(sample, drawing)
        print(f"the explorer's page of the sample is made in {time.process_time() - made:.2f} s of processor time")
        sides["ours"] = measured("explorer, 314 measures with their bodies", page, folder, seconds)
        sides["plain"] = measured("plain pyvis, the same", plain_page(drawing), folder, seconds)
        few = synthetic(300)
        sides["plain 300"] = measured("plain pyvis, 300 nodes", plain_page(viz.drawing.whole(few)), folder, seconds)
        whole = viz.drawing.whole
        for size in (300, 1000, 5000, 20_000):
            many = synthetic(size)
            sides[f"ours {size}"] = measured(f"explorer, {size} measures", our_page(many, whole(many)), folder, seconds)
        if sides["plain"][1]:
            (nodes, lines), (own_nodes, own_lines) = sides["plain"][1], sides["ours"][1]
            assert nodes == own_nodes
            assert lines <= own_lines  # the explorer draws beside them what people judged
        for one, other in (("ours", "plain"), *((f"ours {size}", "plain 300") for size in (300, 1000, 5000, 20_000))):
            ours, theirs = sides[one][0], sides[other][0]
            least = "at least " if theirs is None else ""
            print(f"{one}: {least}{(theirs or seconds) / (ours or seconds):.1f} times as soon as {other}")


if __name__ == "__main__":
    main()
