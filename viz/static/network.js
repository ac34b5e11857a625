// Nodes and lines by vis-network, at positions that were computed once: all measures, bodies, and one measure's
// neighbourhood. Names are written here, in one size however far away things are.
"use strict";
(() => {
  const app = explorer;
  const { data, word, term } = app;
  let open = null;
  app.close = () => {
    open?.network.destroy();
    open = null;
  };

  function start(container, picture, shown) {
    app.close();
    const holder = app.element("div", { id: "graph", role: "img", ariaLabel: word("canvas") });
    container.append(holder, tools());
    const nodes = new vis.DataSet(picture.nodes);
    const edges = new vis.DataSet(picture.edges);
    const network = new vis.Network(holder, { nodes, edges }, data.pictures.graph.options);
    open = { network, picture, nodes, edges, holder };
    const placed = new Map(picture.nodes.map((node) => [node.id, node]));
    open.placed = placed;
    network.on("beforeDrawing", (context) => {
      const { ground } = app.colours();
      for (const island of picture.islands) {
        context.beginPath();
        context.arc(island.x, island.y, island.radius, 0, 2 * Math.PI);
        context.fillStyle = ground;
        context.fill();
        context.strokeStyle = island.colour;
        context.lineWidth = 2;
        context.stroke();
      }
    });
    network.on("afterDrawing", (context) => names(context));
    network.on("click", ({ nodes: [node], edges: [edge] }) => app.select(keyOf(node ?? edge ?? "")));
    network.on("doubleClick", ({ nodes: [node] }) => {
      if (node?.startsWith("measure/")) app.go({ view: "near", focus: node.slice(8), sel: node });
    });
    refresh(shown);
    network.once("afterDrawing", () => {
      document.documentElement.dataset.drawn = String(performance.now());
    });
    fit();
  }

  // A group stands for the measures of a document and domain: choosing it shows these.
  function keyOf(id) {
    if (id.startsWith("group/")) {
      const [, document, field] = id.split("/");
      queueMicrotask(() => app.go({ document: [document], domain: [field] }));
      return "";
    }
    return open.picture.keys?.[id] ?? id;
  }

  function hidden(id, shown) {
    const { homes, kinds } = open.picture;
    if (id.startsWith("measure/")) return !shown.ids.has(id.slice(8)) && id !== `measure/${app.state.focus}`;
    if (open.picture.bodies && kinds[id] !== "Area") return !open.seen.has(id);
    if (open.picture.bodies) return !Object.entries(homes).some(([one, seat]) => seat === id && open.seen.has(one));
    return false;
  }

  function refresh(shown) {
    const { picture, nodes, edges, network } = open;
    if (picture.near) return highlight();
    open.seen = new Set(picture.bodies ? shown.measures.flatMap((one) => (app.claims.get(one.id) ?? []).map((claim) => claim.iri)) : []);
    open.off = new Set(picture.nodes.map((one) => one.id).filter((id) => hidden(id, shown)));
    const kinds = new Set(shown.links.map((one) => `${one.a}~${one.b}`));
    const wanted = app.state.kind;
    nodes.update(picture.nodes.map(({ id }) => ({ id, hidden: open.off.has(id) })));
    edges.update(picture.edges.map(({ id, from, to, type }) => {
      const link = LINES.includes(type) && from.startsWith("measure/") && !kinds.has(`${from.slice(8)}~${to.slice(8)}`);
      const other = ["ORIGINATED_IN", "ASSERTED_REPLICATED_IN"].includes(type) && wanted.length > 0 && !wanted.includes(type.toLowerCase());
      return { id, hidden: link || other || open.off.has(from) || open.off.has(to) };
    }));
    highlight();
    network.redraw();
  }

  function highlight() {
    const { network, placed, picture } = open;
    const { sel } = app.state;
    network.unselectAll();
    if (placed.has(sel)) network.selectNodes([sel]);
    const edge = picture.edges.find((one) => picture.keys?.[one.id] === sel);
    if (edge) network.selectEdges([edge.id]);
  }

  const NEAR = 1.7;
  function names(context) {
    const { network, picture, placed, off } = open;
    const { ink, paper } = app.colours();
    const scale = network.getScale();
    const landmark = (id) => ["Document", "Area"].includes(picture.kinds[id]) || id.startsWith("group/") || picture.near || (picture.bodies && (picture.weights[id] ?? 1) * scale >= 3.2);
    const chosen = new Set(placed.has(app.state.sel) ? [app.state.sel, ...network.getConnectedNodes(app.state.sel)] : []);
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    const taken = [];
    const order = [...placed.values()].filter((node) => !off?.has(node.id) && (chosen.has(node.id) || landmark(node.id) || scale >= NEAR))
      .sort((a, b) => rank(b, chosen) - rank(a, chosen));
    for (const node of order) {
      const full = String((node.id.startsWith("group/") ? app.fieldName(node.id.split("/")[2]) : picture.names[node.id]) || word("unstated")).replace(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/g, "");
      const text = app.cut(full, 13);
      const letters = [...full];
      const lines = picture.near ? (letters.length > 9 ? [letters.slice(0, 9).join(""), app.cut(letters.slice(9).join(""), 8)] : [full])
        : picture.kinds[node.id] === "Document" ? [node.id.slice(9), text] : [text];
      const at = network.getPositions([node.id])[node.id];
      const size = 12.5 / scale;
      const long = Math.max(...lines.map((one) => app.width(one))) * size;
      const box = [at.x - long / 2, at.y + node.size, long, (lines.length * 16) / scale];
      // A name that would lie on another is left out; it comes when one is nearer, or when it is selected.
      if (!chosen.has(node.id) && taken.some(([x, y, w, h]) => box[0] < x + w && x < box[0] + box[2] && box[1] < y + h && y < box[1] + box[3])) continue;
      taken.push(box);
      lines.forEach((one, index) => {
        context.font = `${lines.length > 1 && index === 0 && !picture.near ? "600 " : ""}${size}px ${app.FACE}`;
        const y = at.y + node.size + (3 + 16 * index) / scale;
        context.lineWidth = 4 / scale;
        context.strokeStyle = paper;
        context.strokeText(one, at.x, y);
        context.fillStyle = ink;
        context.fillText(one, at.x, y);
      });
    }
  }
  const rank = (node, chosen) => (chosen.has(node.id) ? 1e6 : 0) + (["Document", "Area"].includes(open.picture.kinds[node.id]) ? 1e5 : 0) + (open.picture.weights?.[node.id] ?? 1);

  function fit() {
    const { network, picture, holder, off } = open;
    const boxes = picture.nodes.filter((one) => !off?.has(one.id)).map(({ x, y }) => [x - (picture.near ? 90 : 60), y - 30, x + (picture.near ? 90 : 60), y + 60]);
    for (const { x, y, radius } of picture.islands) boxes.push([x - radius, y - radius, x + radius, y + radius]);
    if (boxes.length === 0) return;
    const least = (side) => boxes.reduce((one, box) => Math.min(one, box[side]), Infinity);
    const most = (side) => boxes.reduce((one, box) => Math.max(one, box[side]), -Infinity);
    const [left, top, right, bottom] = [least(0), least(1), most(2), most(3)];
    const scale = Math.min(holder.clientWidth / (right - left), holder.clientHeight / (bottom - top), 1.4);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }
  function tools() {
    const button = (name, sign, act) => app.element("button", { type: "button", textContent: sign, title: word(name), ariaLabel: word(name), onclick: act });
    return app.element("div", { id: "tools" },
      button("zoom-in", "+", () => open.network.moveTo({ scale: open.network.getScale() * 1.4 })),
      button("zoom-out", "−", () => open.network.moveTo({ scale: open.network.getScale() / 1.4 })),
      button("fit", "⤢", fit));
  }

  // The picture again as SVG, for export.
  function svg() {
    const { picture, off, network } = open;
    const { ink, soft, ground } = app.colours();
    const points = network.getPositions();
    const all = Object.entries(points).filter(([id]) => !off?.has(id)).map(([, at]) => at);
    const [left, top] = ["x", "y"].map((side) => all.reduce((one, at) => Math.min(one, at[side]), Infinity) - 160);
    const [right, bottom] = ["x", "y"].map((side) => all.reduce((one, at) => Math.max(one, at[side]), -Infinity) + 160);
    const sheet = app.sheet(right - left, bottom - top, word(`view-${app.state.view}`));
    sheet.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
    sheet.append(app.markers(...new Set(picture.edges.map((one) => one.type))));
    for (const one of picture.islands) sheet.append(app.svg("circle", { cx: one.x, cy: one.y, r: one.radius, fill: ground, stroke: one.colour }));
    for (const one of open.edges.get()) {
      if (one.hidden || !points[one.from] || !points[one.to]) continue;
      const [a, b] = [points[one.from], points[one.to]];
      sheet.append(app.line(`M${a.x} ${a.y}L${b.x} ${b.y}`, one.type, { "stroke-width": one.width }));
    }
    for (const one of picture.nodes) {
      if (off?.has(one.id)) continue;
      const { x, y } = points[one.id];
      sheet.append(app.shape(one.shape, x, y, one.size, { fill: one.color.background, stroke: soft }));
      sheet.append(app.label(app.fitted(picture.names[one.id] ?? "", 20), x, y + one.size + 13, { "text-anchor": "middle", "font-size": 11, fill: ink }));
    }
    return sheet;
  }

  // One measure and what hangs on it, in columns: what it is, the measure, comparable ones, their documents, places.
  const COLUMN = 190;
  function near(id, shown) {
    const focus = app.measures.get(id);
    const picture = { nodes: [], edges: [], islands: [], names: {}, kinds: {}, weights: {}, homes: {}, keys: {}, near: true };
    const columns = [[], [], [], [], []];
    const seen = new Set();
    const add = (column, key, kind, name, node = key) => {
      if (seen.has(node)) return;
      seen.add(node);
      columns[column].push({ node, kind, name });
      if (node !== key) picture.keys[node] = key;
    };
    const join = (type, from, to, key, facts = {}) => {
      const edge = `x${picture.edges.length}`;
      const look = app.edgeStyle(type);
      picture.edges.push({ id: edge, from, to, type, title: term(type), width: look.width * (facts.score ? 0.5 + facts.score : 1), dashes: look.dashes ?? false, arrows: look.arrow ? "to" : "", color: { color: look.colour, highlight: look.colour, hover: look.colour, opacity: 0.85 } });
      if (key) picture.keys[edge] = key;
    };
    const self = `measure/${id}`;
    add(1, self, "Measure", focus.title);
    for (const claim of app.claims.get(id) ?? []) {
      if (app.ROLES.includes(claim.type)) {
        add(0, claim.iri, claim.kind, claim.name);
        join(claim.type, self, claim.iri);
      } else if (["CITES", "IN_DOMAIN", "HAS_DEADLINE"].includes(claim.type)) {
        add(0, self, claim.kind, claim.name, claim.iri);
        join(claim.type, self, claim.iri);
      }
    }
    const documentOf = (measure, from, column) => {
      const document = app.documents.get(measure.document);
      const key = `document/${document.id}`;
      add(column, key, "Document", document.title);
      join("FROM", from, key);
      if (document.place && column === 3) {
        add(4, `place/${document.place}`, "Area", document.place);
        if (!picture.edges.some((one) => one.from === key && one.type === "ISSUED_FOR")) join("ISSUED_FOR", key, `place/${document.place}`);
      }
    };
    documentOf(focus, self, 0);
    const links = (app.linksOf.get(id) ?? []).filter(([key, link]) => app.lineOf(key, link) !== "CANDIDATE" || app.kindsOfLink(key, link).some((name) => app.state.kind.includes(name))).sort(([, a], [, b]) => b.score - a.score).slice(0, 24);
    for (const [key, link] of links) {
      const other = app.measures.get(link.a === id ? link.b : link.a);
      add(2, `measure/${other.id}`, "Measure", other.title);
      join(app.lineOf(key, link), self, `measure/${other.id}`, key, link);
      documentOf(other, `measure/${other.id}`, 3);
    }
    for (const one of [...seen].filter((node) => node.startsWith("measure/")))
      for (const arrow of app.arrowsOf.get(one.slice(8)) ?? []) {
        const place = `place/${arrow.place}`;
        add(4, place, "Area", arrow.place);
        const ends = arrow.kind === "asserted_replicated_in" ? [one, place] : [place, one];
        join(arrow.kind.toUpperCase(), ...ends, arrow.key);
      }
    const used = columns.filter((one) => one.length);
    used.forEach((column, index) => {
      const step = Math.max(64, Math.min(120, 620 / column.length));
      column.forEach(({ node, kind, name }, row) => {
        const look = data.styles.nodes[kind] ?? data.styles.node;
        const middle = (row - (column.length - 1) / 2) * step;
        picture.nodes.push({ id: node, label: "", title: `${term(kind)}: ${app.cut(name, 200)}`, shape: look.shape, size: node === self ? 20 : 12, x: index * COLUMN, y: middle + (index % 2) * 34, borderWidth: node === self ? 3 : 1, borderWidthSelected: 4,
          color: { background: look.colour, border: "#5a6270", highlight: { background: look.colour, border: "#000" }, hover: { background: look.colour, border: "#000" } } });
        picture.names[node] = name;
        picture.kinds[node] = kind;
      });
    });
    return picture;
  }

  // Where groups were drawn and a filter leaves few measures: these, by document, in the order of print.
  const GOLDEN = Math.PI * (3 - Math.sqrt(5));
  function few(shown) {
    const picture = { nodes: [], edges: [], islands: [], names: {}, kinds: {}, weights: {}, homes: {}, keys: {} };
    let left = 0;
    for (const [id, measures] of app.group(shown.measures, (one) => one.document)) {
      const { colour, shape, title } = app.documents.get(id);
      const radius = 30 * Math.sqrt(measures.length + 3) + 12;
      const [x, y] = [left + radius, 0];
      picture.islands.push({ key: `document/${id}`, x, y, radius, colour });
      const node = (key, kind, name, at, look) => {
        picture.nodes.push({ id: key, label: "", title: app.cut(name, 200), shape: look.shape, size: 9, x: at[0], y: at[1], color: { background: look.colour, border: "#5a6270" } });
        picture.names[key] = name;
        picture.kinds[key] = kind;
      };
      node(`document/${id}`, "Document", title, [x, y - radius - 74], data.styles.nodes.Document);
      measures.forEach((one, index) => node(`measure/${one.id}`, "Measure", one.title,
        [x + 30 * Math.sqrt(index + 1) * Math.cos(index * GOLDEN), y + 30 * Math.sqrt(index + 1) * Math.sin(index * GOLDEN)], { shape, colour }));
      left += 2 * radius + 120;
    }
    shown.links.forEach((link, index) => {
      const type = app.lineOf(link.key, link);
      const look = app.edgeStyle(type);
      picture.edges.push({ id: `x${index}`, from: `measure/${link.a}`, to: `measure/${link.b}`, type, width: look.width, dashes: look.dashes ?? false, color: { color: look.colour }, arrows: "" });
      picture.keys[`x${index}`] = link.key;
    });
    return picture;
  }

  const LINES = ["COMPARABLE_TO", "REJECTED", "UPHELD", "DISPUTED"];
  const grouped = data.measures.length > data.solo;
  // The picture of all measures holds accepted links; people may have decided otherwise, also since it was made.
  function judged(picture) {
    const look = (type) => {
      const { colour, dashes, width } = app.edgeStyle(type);
      return { type, title: term(type), width, dashes: dashes ?? false, arrows: "", color: { color: colour, highlight: colour, hover: colour, opacity: 0.85 } };
    };
    const key = (one) => `link/${one.from.slice(8)}~${one.to.slice(8)}`;
    const held = (one) => LINES.includes(one.type) && app.links.has(key(one));
    const edges = picture.edges.map((one) => {
      const type = held(one) ? app.lineOf(key(one), app.links.get(key(one))) : one.type;
      return type === one.type ? one : { ...one, ...look(type) };
    });
    const more = [...app.links].filter(([name, link]) => !link.accepted && app.lineOf(name, link) !== "CANDIDATE")
      .map(([name, link]) => ({ id: name, from: `measure/${link.a}`, to: `measure/${link.b}`, ...look(app.lineOf(name, link)) }));
    return { ...picture, edges: [...edges, ...more] };
  }
  // An edge selects its link or arrow.
  function keyed(picture) {
    picture.keys ??= Object.fromEntries(picture.edges.map((one) => {
      if (LINES.includes(one.type)) return [one.id, `link/${one.from.slice(8)}~${one.to.slice(8)}`];
      const arrow = app.arrows.find((other) => other.kind === one.type.toLowerCase() && [one.from, one.to].includes(`measure/${other.measure}`) && [one.from, one.to].includes(`place/${other.place}`));
      return [one.id, arrow?.key ?? ""];
    }));
    return picture;
  }

  const nodeLegend = (picture) => [...new Set(Object.values(picture.kinds))].filter((kind) => kind !== "Document" || picture.near).map((kind) => {
    const look = data.styles.nodes[kind] ?? data.styles.node;
    return ["shape", look.shape, look.colour, term(kind)];
  });
  const lineLegend = (picture) => [...new Set(picture.edges.map((one) => one.type))].map((type) => ["line", type, type === "TOGETHER" ? word("together") : type === "ASSERTED_REPLICATED_IN" ? word("legend-asserted") : term(type)]);
  const table = () => {
    const { picture, off, edges } = open;
    const name = (id) => picture.names[id] ?? id;
    const lines = edges.get().filter((one) => !one.hidden).map((one) => [one.type, name(one.from), name(one.to), app.links.get(picture.keys?.[one.id])?.score ?? null]);
    const alone = picture.nodes.filter((one) => !off?.has(one.id)).map((one) => [picture.kinds[one.id], name(one.id), one.id, picture.weights?.[one.id] ?? 1]);
    return { columns: ["kind", "from", "to", "score or weight"], rows: [...alone, ...lines] };
  };

  app.views.graph = {
    draw: (container, shown) => {
      if (grouped && app.filtered() && shown.measures.length <= data.solo) start(container, few(shown), shown);
      else start(container, grouped ? keyed(data.pictures.graph) : keyed(judged(data.pictures.graph)), shown);
    },
    again: (shown) => (grouped ? false : (refresh(shown), true)),
    selected: highlight,
    legend: () => [
      ...(grouped ? [["text", word("legend-grouped", { n: data.solo })]] : []),
      ...data.documents.map((one) => ["shape", one.shape, one.colour, one.id]),
      ...nodeLegend(data.pictures.graph).filter(([, , , name]) => name !== term("Measure")),
      ...lineLegend(data.pictures.graph),
      ...app.judgedLines(),
    ],
    table, svg,
  };
  data.pictures.agencies.bodies = true;
  data.pictures.agencies.keys = {};
  app.views.agencies = {
    draw: (container, shown) => start(container, data.pictures.agencies, shown),
    again: (shown) => (refresh(shown), true),
    selected: highlight,
    legend: () => [...nodeLegend(data.pictures.agencies), ...lineLegend(data.pictures.agencies), ["text", word("legend-agencies")]],
    table, svg,
  };
  app.views.near = {
    draw: (container, shown) => {
      const id = app.measures.has(app.state.focus) ? app.state.focus : (shown.measures.find((one) => app.linksOf.has(one.id)) ?? shown.measures[0] ?? data.measures[0])?.id;
      if (!id) {
        container.append(app.element("p", { className: "empty", textContent: word("nothing") }));
        return;
      }
      app.state.focus = id;
      start(container, near(id, shown), shown);
    },
    selected: highlight,
    legend: () => (open ? [...nodeLegend(open.picture), ...lineLegend(open.picture)] : []),
    table, svg: () => svg(),
  };
  app.network = () => open?.network;
  app.onScreen = (id) => {
    const at = open.network.canvasToDOM(open.network.getPositions([id])[id]);
    const { left, top } = open.holder.getBoundingClientRect();
    return [left + at.x, top + at.y];
  };
})();
