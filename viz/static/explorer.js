// The explorer: draws the graph and says what stands behind it. Text from documents only ever becomes text nodes.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const panel = document.getElementById("panel");
  const off = new Set();
  let language = data.language;
  let selected = null;
  let query = "";

  const word = (key, values = {}) =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, value),
      data.words[language][key] ?? key,
    );
  const term = (name) => data.terms[name]?.[language] ?? name;

  function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "text") made.append(isolated(value));
      else if (name === "click") made.addEventListener("click", value);
      else if (name in made) made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  // Direction marks inside a text must not turn round what stands beside it.
  function isolated(text) {
    const made = document.createElement("bdi");
    made.textContent = String(text);
    return made;
  }

  // Drawing

  const drawnNodes = new Map(data.vis.nodes.map((node) => [node.id, node]));
  const nodes = new vis.DataSet(data.vis.nodes);
  const edges = new vis.DataSet(data.vis.edges);
  const network = new vis.Network(document.getElementById("graph"), { nodes, edges }, data.vis.options);
  window.explorer = { network, data, select };

  network.on("beforeDrawing", (context) => {
    for (const island of data.islands) {
      if (off.has(island.group)) continue;
      context.beginPath();
      context.arc(island.x, island.y, island.radius, 0, 2 * Math.PI);
      context.fillStyle = "#f5f6f8";
      context.fill();
      context.strokeStyle = island.colour;
      context.lineWidth = 2;
      context.stroke();
    }
  });
  // Names stand on the screen in one size, however far away they are: in the picture of everything those of
  // documents and places, those of measures when one has come near, and always what is selected and next to it.
  const NEAR = 2.2;
  network.on("afterDrawing", (context) => {
    const scale = network.getScale();
    const far = data.islands.length > 0;
    const named = new Set(far ? Object.keys(data.nodes).filter((id) => scale >= NEAR || isLandmark(id)) : []);
    for (const id of selectedAndNext()) if (far || 13 * scale < 7) named.add(id);
    const found = query === "" ? null : new Set(matches());
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    for (const [id, at] of Object.entries(network.getPositions([...named].filter((one) => !isOff(one))))) {
      if (found && !found.has(id) && !isLandmark(id)) continue;
      const landmark = far && data.nodes[id].label === "Document";
      const lines = landmark ? [data.nodes[id].facts.id, cut(data.nodes[id].name, 14)] : [cut(data.nodes[id].name, 16)];
      lines.forEach((text, index) => {
        context.font = `${landmark && index === 0 ? "600 " : ""}${12.5 / scale}px ${FACE}`;
        const y = at.y + drawnNodes.get(id).size + (4 + 16 * index) / scale;
        context.lineWidth = 4 / scale;
        context.strokeStyle = "#ffffffe6";
        context.strokeText(text, at.x, y);
        context.fillStyle = "#1a1a1a";
        context.fillText(text, at.x, y);
      });
    }
  });
  const FACE = data.vis.options.nodes.font.face;
  const isLandmark = (id) => ["Document", "Area"].includes(data.nodes[id].label);
  const cut = (text, length) => {
    const letters = [...text];
    return letters.slice(0, length).join("") + (letters.length > length ? "…" : "");
  };
  function selectedAndNext() {
    if (selected === null) return [];
    const edge = data.edges[selected];
    return edge ? [edge.source, edge.target] : [selected, ...network.getConnectedNodes(selected)];
  }

  network.on("click", ({ nodes: [node], edges: [edge] }) => select(node ?? edge ?? null, false));
  network.on("doubleClick", ({ nodes: [node] }) => {
    const door = node && data.nodes[node].doors.find((one) => one.word === "neighbourhood");
    if (door) location.href = door.href;
  });

  function select(id, move = true) {
    selected = id;
    if (id === null) network.unselectAll();
    else if (data.nodes[id]) {
      network.selectNodes([id]);
      if (move) network.focus(id, { scale: Math.max(data.islands.length ? 0.8 : 1, network.getScale()), animation: false });
    } else network.setSelection({ nodes: [], edges: [id] });
    showPanel();
    panel.scrollTop = 0;
    if (move) panel.focus({ preventScroll: true });
  }

  const groups = (id) => data.nodes[id].groups;
  const isOff = (id) => groups(id).some((group) => off.has(group));
  const searched = Object.fromEntries(
    Object.entries(data.nodes).map(([id, node]) => {
      const statements = node.statements.flatMap((one) => [one.value, one.quote]);
      return [id, [node.name, ...Object.values(node.facts), ...statements].join("\n").toLowerCase()];
    }),
  );
  const matches = () =>
    Object.keys(data.nodes).filter((id) => !isOff(id) && searched[id].includes(query.toLowerCase()));

  function refresh() {
    const found = query === "" ? null : new Set(matches());
    const faint = (id) => found !== null && !found.has(id);
    nodes.update(
      data.vis.nodes.map(({ id, label, opacity }) => ({
        id,
        hidden: isOff(id),
        opacity: faint(id) ? 0.1 : opacity,
        label: faint(id) ? "" : label,
      })),
    );
    edges.update(
      data.vis.edges.map(({ id, color }) => {
        const { type, source, target } = data.edges[id];
        const dim = found !== null && !found.has(source) && !found.has(target);
        return {
          id,
          hidden: off.has(type) || isOff(source) || isOff(target),
          color: dim ? { ...color, opacity: 0.08 } : color,
        };
      }),
    );
    showCount();
  }

  function showCount() {
    const hidden = Object.keys(data.nodes).filter(isOff).length;
    const text = word("shown", data.shown) + (hidden ? ` ${word("hidden", { n: hidden })}` : "");
    document.getElementById("shown").textContent = text;
  }

  // Panel

  function showPanel() {
    let content;
    if (selected !== null && data.nodes[selected]) content = aboutNode(selected);
    else if (selected !== null && data.edges[selected]) content = aboutEdge(selected);
    else if (query !== "") content = aboutSearch();
    else content = [element("p", { className: "note", text: word("welcome") }), ...everything()];
    panel.replaceChildren(...content.filter((one) => one !== null));
  }

  const heading = (key) => element("h3", { textContent: word(key) });
  const go = (id, text) =>
    element("button", { type: "button", className: "go", text, click: () => select(id) });

  function everything() {
    const first = Object.keys(data.nodes).filter((id) => data.nodes[id].label === "Document");
    if (first.length === 0) return [];
    return [
      element("h3", { textContent: term("Document") }),
      element("ul", {}, ...first.map((id) => element("li", {}, go(id, data.nodes[id].name), dated(id)))),
    ];
  }

  function dated(id) {
    const { facts } = data.nodes[id];
    const date = !facts.issued || facts.issued === "undated" ? word("undated") : facts.issued;
    return element("span", { className: "where", text: [facts.id, facts.place, date].filter(Boolean).join(" · ") });
  }

  function aboutSearch() {
    const found = matches();
    const shown = found.slice(0, 100);
    return [
      element("p", { className: "kicker", textContent: word("found", { n: found.length }) }),
      found.length === 0 ? element("p", { textContent: word("nothing") }) : null,
      element(
        "ul",
        {},
        ...shown.map((id) =>
          element(
            "li",
            {},
            go(id, data.nodes[id].name),
            element("span", {
              className: "where",
              text: [term(data.nodes[id].label), data.nodes[id].facts.id].filter(Boolean).join(" · "),
            }),
          ),
        ),
      ),
    ];
  }

  function aboutNode(id) {
    const node = data.nodes[id];
    const lines = Object.entries(data.edges).filter(([, one]) => one.source === id || one.target === id);
    const isLink = ([, one]) => one.type === "COMPARABLE_TO" || one.type === "CANDIDATE";
    return [
      kicker(node.label, node.facts.id),
      element("h2", { text: node.name }),
      doors(node.doors),
      node.facts.ambiguous ? element("p", { className: "note", textContent: word("ambiguous") }) : null,
      facts(node),
      ...bodies(node),
      ...relations(id, lines.filter((one) => !isLink(one) && !(one[1].type === "FROM" && node.label === "Document"))),
      ...comparable(id, lines.filter(isLink)),
      ...content(node),
    ];
  }

  function kicker(label, id) {
    const parts = [term(label), id].filter(Boolean).join(" · ");
    return element("div", { className: "kicker", text: parts });
  }

  function doors(list) {
    if (list.length === 0) return null;
    return element(
      "div",
      { className: "doors" },
      ...list.map((one) => element("a", { href: one.href, textContent: word(one.word) })),
    );
  }

  function facts(node) {
    const rows = [];
    const add = (name, value) => rows.push(element("dt", { textContent: name }), value);
    const said = (value) => element("dd", { text: value });
    const unknown = (key) => element("dd", { className: "unknown", textContent: word(key) });
    const { facts } = node;
    if (node.label === "Measure") {
      add(word("document"), documentOf(node));
      add(word("place"), facts.place ? said(facts.place) : unknown("unstated"));
      add(word("issued"), facts.issued && facts.issued !== "undated" ? said(facts.issued) : unknown("undated"));
      if (facts.domain) add(word("domain"), said(facts.domain));
      add(word("deadline"), facts.deadline ? said(facts.deadline) : unknown("unstated"));
      add(word("status"), facts.status ? said(term(facts.status)) : unknown("unstated"));
      if (facts.line) add(word("stands"), said(`${facts.document}, ${word("line", { n: facts.line })}`));
    } else if (node.label === "Document") {
      add(word("place"), facts.place ? said(facts.place) : unknown("unstated"));
      add(word("issued"), facts.issued && facts.issued !== "undated" ? said(facts.issued) : unknown("undated"));
      for (const name of ["issuer", "measures", "sha256"])
        if (facts[name] !== undefined) add(term(name === "measures" ? "Measure" : name), said(facts[name]));
    } else {
      for (const [name, value] of Object.entries(facts)) {
        if (["name", "title", "ambiguous", "source"].includes(name)) continue;
        add(term(name), said(Array.isArray(value) ? value.join("、") : term(value)));
      }
    }
    return rows.length === 0 ? null : element("dl", {}, ...rows);
  }

  function documentOf(node) {
    const id = Object.keys(data.nodes).find(
      (one) => data.nodes[one].label === "Document" && data.nodes[one].facts.id === node.facts.document,
    );
    return element("dd", {}, id ? go(id, data.nodes[id].name) : isolated(node.facts.document ?? ""));
  }

  function evidence(said) {
    if (!said.quote) return [];
    const where = [said.field, said.line ? word("line", { n: said.line }) : null].filter(Boolean).join(" · ");
    return [
      element("div", { className: "quote", text: `“${said.quote}”` }),
      element("span", { className: "where", text: where }),
    ];
  }

  function bodies(node) {
    if (node.statements.length === 0) return [];
    const rows = node.statements.map((one) =>
      element(
        "li",
        {},
        element("span", { className: "role", textContent: term(one.type) }),
        isolated(one.value),
        ...evidence(one),
      ),
    );
    return [heading("bodies"), element("ul", {}, ...rows)];
  }

  function relations(id, lines) {
    if (lines.length === 0) return [];
    const rows = lines.map(([key, one]) => {
      const other = one.source === id ? one.target : one.source;
      const asserted = one.type === "ASSERTED_REPLICATED_IN";
      return element(
        "li",
        {},
        element("span", { className: "role", textContent: `${one.source === id ? "" : "← "}${term(one.type)}` }),
        go(other, data.nodes[other].name),
        ...evidence(one.facts),
        asserted ? element("p", { className: "note dashed", textContent: word("asserted") }) : null,
      );
    });
    return [heading("relations"), element("ul", {}, ...rows)];
  }

  function comparable(id, lines) {
    if (lines.length === 0) return [];
    const rows = [...lines]
      .sort(([, a], [, b]) => b.facts.score - a.facts.score)
      .map(([key, one]) => {
        const other = one.source === id ? one.target : one.source;
        return element(
          "li",
          {},
          go(other, data.nodes[other].name),
          element(
            "span",
            { className: "where" },
            isolated(`${data.nodes[other].facts.id} · ${term(one.type)} · `),
            element("button", {
              type: "button",
              className: "go score",
              textContent: `${word("score")} ${one.facts.score.toFixed(2)}`,
              click: () => select(key),
            }),
          ),
        );
      });
    return [heading("comparable"), element("ul", {}, ...rows)];
  }

  function content(node) {
    const text = node.facts.content;
    if (!text || node.label !== "Measure") return [];
    return [heading("content"), element("div", { className: "cut", text })];
  }

  function aboutEdge(id) {
    const edge = data.edges[id];
    const end = (one) =>
      element("li", {}, go(one, data.nodes[one].name), element("span", {
        className: "where",
        text: [term(data.nodes[one].label), data.nodes[one].facts.id].filter(Boolean).join(" · "),
      }));
    const link = edge.facts.score !== undefined;
    return [
      kicker(edge.type),
      element("ul", {}, end(edge.source), end(edge.target)),
      doors(edge.doors),
      edge.type === "ASSERTED_REPLICATED_IN"
        ? element("p", { className: "note dashed", textContent: word("asserted") })
        : null,
      ...(link ? aboutLink(edge.facts) : aboutEvidence(edge.facts)),
    ];
  }

  function aboutEvidence(facts) {
    const said = evidence(facts);
    const printed = facts.printed && facts.printed !== facts.quote ? element("p", { text: facts.printed }) : null;
    return [
      heading("evidence"),
      printed,
      ...(said.length ? said : [element("p", { className: "unknown", textContent: word("no-evidence") })]),
    ];
  }

  function aboutLink(facts) {
    const features = [...facts.features].sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
    const most = Math.max(...features.map((one) => Math.abs(one.share)), 0.0001);
    const head = element(
      "tr",
      {},
      element("th"),
      element("th", { className: "number", textContent: word("value") }),
      element("th", { textContent: word("share") }),
      element("th"),
    );
    const rows = features.map((one) =>
      element(
        "tr",
        {},
        element("td", { text: one.name }),
        element("td", {
          className: one.value === null ? "unknown" : "number",
          textContent: one.value === null ? word("none") : one.value.toFixed(2),
        }),
        element("td", {}, element("meter", { min: 0, max: most, value: Math.abs(one.share), ariaLabel: one.name })),
        element("td", { className: "number", textContent: one.share.toFixed(2) }),
      ),
    );
    return [
      element(
        "dl",
        {},
        element("dt", { textContent: word("score") }),
        element("dd", { className: "score", textContent: facts.score.toFixed(3) }),
      ),
      element("p", { className: "note", textContent: word("undirected") }),
      heading("features"),
      element("table", {}, head, ...rows),
      facts.shared_words.length ? heading("words") : null,
      element("p", {}, ...facts.shared_words.map((one) => element("span", { className: "word", text: one }))),
      facts.rule ? element("span", { className: "where", text: facts.rule }) : null,
    ];
  }

  // Legend

  const SVG = "http://www.w3.org/2000/svg";
  function drawn(tag, attributes) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }
  const PATHS = {
    square: "M3 3H13V13H3Z",
    diamond: "M8 1L15 8L8 15L1 8Z",
    triangle: "M8 2L15 14H1Z",
    triangleDown: "M8 14L15 2H1Z",
    hexagon: "M4.5 2H11.5L15 8L11.5 14H4.5L1 8Z",
    star: "M8 1L10 6H15L11 9.4L12.5 15L8 11.6L3.5 15L5 9.4L1 6H6Z",
  };
  function nodeMark({ shape, colour, small }) {
    const svg = drawn("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" });
    const look = { fill: colour, stroke: "#5a6270", "stroke-width": 1 };
    const mark = PATHS[shape] ? { d: PATHS[shape], ...look } : { cx: 8, cy: 8, r: small ? 3.5 : 6.5, ...look };
    svg.append(drawn(PATHS[shape] ? "path" : "circle", mark));
    return svg;
  }
  function lineMark({ colour, width, dashes, arrow }) {
    const svg = drawn("svg", { width: 30, height: 16, viewBox: "0 0 30 16", "aria-hidden": "true" });
    const look = { x1: 1, y1: 8, x2: arrow ? 23 : 29, y2: 8, stroke: colour, "stroke-width": width };
    svg.append(drawn("line", dashes ? { ...look, "stroke-dasharray": dashes.join(" ") } : look));
    if (arrow) svg.append(drawn("path", { d: "M22 4L30 8L22 12Z", fill: colour }));
    return svg;
  }

  function showLegend() {
    const entry = (key, mark, text, count) =>
      element(
        "button",
        {
          type: "button",
          className: "entry",
          "aria-pressed": String(!off.has(key)),
          click: () => {
            if (!off.delete(key)) off.add(key);
            showLegend();
            refresh();
            showPanel();
          },
        },
        mark,
        isolated(text),
        element("span", { className: "many", textContent: count }),
      );
    const name = (one) => one.text ?? (one.word ? word(one.word) : term(one.key));
    document.getElementById("entries").replaceChildren(
      ...data.legend.nodes.map((one) => entry(one.key, nodeMark(one), name(one), one.count)),
      ...data.legend.edges.map((one) => entry(one.key, lineMark(one), name(one), one.count)),
      element("p", { className: "hint", textContent: word("hide") }),
    );
  }

  // Page

  function showPage() {
    document.documentElement.lang = language;
    for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
    document.getElementById("subject").replaceChildren(isolated(data.subject ?? word("overview")));
    const search = document.getElementById("search");
    search.placeholder = search.ariaLabel = word("search");
    document.getElementById("graph").ariaLabel = word("canvas");
    for (const id of ["zoom-in", "zoom-out", "fit"]) {
      const button = document.getElementById(id);
      button.title = button.ariaLabel = word(id);
    }
    document.getElementById("nav").replaceChildren(
      ...data.nav.map((one) => element("a", { href: one.href, textContent: word(one.word) })),
      element("button", {
        type: "button",
        className: "go",
        textContent: word("language"),
        click: () => {
          language = language === "en" ? "zh" : "en";
          showPage();
        },
      }),
    );
    showLegend();
    showCount();
    showPanel();
  }

  // vis-network's own fit knows of nodes only, not of discs and names.
  function showAll() {
    const boxes = Object.values(network.getPositions()).map(({ x, y }) => [x - 60, y - 30, x + 60, y + 50]);
    for (const { x, y, radius } of data.islands) boxes.push([x - radius, y - radius, x + radius, y + radius]);
    if (boxes.length === 0) return;
    const [left, top] = [0, 1].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = [2, 3].map((side) => Math.max(...boxes.map((box) => box[side])));
    const { clientWidth, clientHeight } = document.getElementById("graph");
    const scale = Math.min(clientWidth / (right - left), clientHeight / (bottom - top), 1.4);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.4));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  document.getElementById("fit").addEventListener("click", showAll);
  document.getElementById("search").addEventListener("input", (event) => {
    query = event.target.value.trim();
    selected = null;
    network.unselectAll();
    refresh();
    showPanel();
  });
  document.getElementById("finder").addEventListener("submit", (event) => {
    event.preventDefault();
    const [first] = query === "" ? [] : matches();
    if (first) select(first);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") select(null, false);
  });
  if (innerWidth <= 800) document.getElementById("legend").open = false;
  showPage();
  network.once("afterDrawing", () => {
    document.documentElement.dataset.ready = "true";
  });
  showAll();
  if (data.focus) {
    // On a narrow screen everything at once would be too small to read: begin with the measure itself.
    if (network.getScale() < 0.55) network.focus(data.focus, { scale: 0.7, animation: false });
    selected = data.focus;
    network.selectNodes([data.focus]);
    showPanel();
  }
})();
