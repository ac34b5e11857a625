// Lineage lanes: a lane for each place, time from left to right, what has no date in a band of its own.
"use strict";
(() => {
  const app = explorer;
  const { data, word } = app;
  const LEFT = 138, PILL = 100, HIGH = 22, ROWS = 9, MANY = 90, PAD = 12;

  function lanes(shown) {
    const joined = new Set([...shown.arrows.map((one) => one.measure), ...shown.arrows.flatMap((one) => one.candidates.map((other) => other.measure)), ...shown.links.flatMap((one) => [one.a, one.b])]);
    const names = new Set([...shown.measures.map(app.cityOf), ...shown.arrows.map((one) => one.city)]);
    const rank = { country: "0", province: "1" };
    const order = [...names].sort((a, b) => {
      const [m, n] = [a, b].map((one) => `${rank[data.places[one]?.level] ?? "2"}${data.places[one]?.code ?? "9"}${one}`);
      return m < n ? -1 : 1;
    });
    // Dates in their order; null, the undated, is no date and stands apart.
    const dates = [...new Set(shown.measures.map(app.issued).filter(Boolean))].sort();
    const columns = [null, ...dates];
    const cells = new Map();
    for (const measure of shown.measures) {
      const key = `${app.cityOf(measure)}|${app.issued(measure)}`;
      if (!cells.has(key)) cells.set(key, { drawn: [], quiet: [] });
      cells.get(key)[joined.has(measure.id) ? "drawn" : "quiet"].push(measure);
    }
    // Where there are too many for a cell, those with arrows come first; the rest is counted.
    const arrowed = new Set(shown.arrows.map((one) => one.measure));
    for (const cell of cells.values())
      if (cell.drawn.length > MANY) cell.drawn.sort((a, b) => arrowed.has(b.id) - arrowed.has(a.id));
    return { order, columns, cells };
  }

  function place(shown) {
    const { order, columns, cells } = lanes(shown);
    const cell = (lane, date) => cells.get(`${lane}|${date}`) ?? { drawn: [], quiet: [] };
    const rowsOf = (lane) => Math.max(1, ...columns.map((date) => Math.min(ROWS, Math.ceil(Math.min(MANY, cell(lane, date).drawn.length) / 3))));
    const wide = (lane, date) => Math.ceil(Math.min(MANY, cell(lane, date).drawn.length) / rowsOf(lane));
    const widths = columns.map((date) => Math.max(150, Math.max(...order.map((lane) => wide(lane, date)), 1) * PILL + 2 * PAD));
    const lefts = widths.map((_, index) => LEFT + widths.slice(0, index).reduce((sum, one) => sum + one, 0));
    const at = new Map();
    const bands = [];
    let top = 44;
    for (const lane of order) {
      const height = rowsOf(lane) * (HIGH + 5) + 30;
      bands.push({ lane, top, height });
      at.set(`place/${lane}`, { x: LEFT - 22, y: top + height / 2 });
      columns.forEach((date, column) => {
        cell(lane, date).drawn.slice(0, MANY).forEach((measure, index) => {
          const row = index % rowsOf(lane);
          const x = lefts[column] + PAD + Math.floor(index / rowsOf(lane)) * PILL;
          at.set(`measure/${measure.id}`, { x, y: top + 10 + row * (HIGH + 5), measure });
        });
      });
      top += height;
    }
    return { order, columns, cell, widths, lefts, at, bands, width: LEFT + widths.reduce((sum, one) => sum + one, 0) + 10, height: top + 10 };
  }

  function draw(shown) {
    const { columns, cell, widths, lefts, at, bands, width, height } = place(shown);
    const { ink, soft, line, ground, paper } = app.colours();
    const sheet = app.sheet(width, height, word("view-lanes"));
    sheet.append(app.markers("ORIGINATED_IN", "LEARNS_FROM", "ASSERTED_REPLICATED_IN"));
    sheet.append(app.svg("rect", { x: lefts[0], y: 0, width: widths[0], height: height - 10, fill: ground }));
    columns.forEach((date, index) => {
      sheet.append(app.label(date ?? word("undated"), lefts[index] + PAD, 20, { "font-weight": 600 }));
      sheet.append(app.label(date ? word("issued") : word("no-date"), lefts[index] + PAD, 36, { fill: soft, "font-size": 11 }));
      if (index) sheet.append(app.svg("line", { x1: lefts[index], x2: lefts[index], y1: 4, y2: height - 10, stroke: soft, "stroke-dasharray": index === 1 ? "6 3" : null }));
    });
    for (const { lane, top, height: high } of bands) {
      sheet.append(app.svg("line", { x1: 0, x2: width, y1: top, y2: top, stroke: line }));
      const held = data.documents.some((one) => one.city === lane);
      const anchor = at.get(`place/${lane}`);
      const mark = app.button(`place/${lane}`, `${term("Area")}: ${lane}`, {},
        app.svg("rect", { x: 2, y: top + 4, width: LEFT - 6, height: high - 8, rx: 4, fill: app.state.sel === `place/${lane}` ? ground : "transparent" }),
        app.label(lane || word("unstated"), 10, anchor.y - 2, { "font-weight": 600 }),
        app.label(held ? data.places[lane]?.english ?? "" : word("none-held"), 10, anchor.y + 14, { fill: soft, "font-size": 11, "font-style": held ? "normal" : "italic" }),
        app.shape("diamond", anchor.x, anchor.y, 8, { fill: held ? data.styles.nodes.Area.colour : paper, stroke: data.styles.nodes.Area.colour, "stroke-width": 2 }));
      sheet.append(mark);
      columns.forEach((date, column) => {
        const here = cell(lane, date);
        const said = [
          here.quiet.length ? word("without", { n: here.quiet.length }) : null,
          here.drawn.length > MANY ? word("not-drawn", { n: here.drawn.length - MANY }) : null,
        ].filter(Boolean).join("; ");
        if (said) sheet.append(app.label(said, lefts[column] + PAD, top + high - 6, { fill: soft, "font-size": 11 }));
      });
    }
    const near = neighbours(shown);
    const faint = (...keys) => (near && !keys.some((key) => near.has(key)) ? 0.12 : 1);
    for (const link of shown.links) {
      const [a, b] = [at.get(`measure/${link.a}`), at.get(`measure/${link.b}`)];
      if (!a || !b) continue;
      const kind = app.lineOf(link.key, link);
      const d = curve(a.x + 50, a.y + HIGH / 2, b.x + 50, b.y + HIGH / 2);
      sheet.append(app.button(link.key, `${term(kind)}: ${app.nameOf(`measure/${link.a}`)} – ${app.nameOf(`measure/${link.b}`)}`, { opacity: near ? (near.has(link.key) ? 1 : 0.08) : 0.55 },
        app.line(d, kind, { "stroke-width": 0.8 + link.score }), hit(d)));
    }
    for (const arrow of shown.arrows) {
      const [from, to] = [at.get(`place/${arrow.city}`), at.get(`measure/${arrow.measure}`)];
      if (!from || !to) continue;
      const asserted = arrow.kind === "asserted_replicated_in";
      const d = asserted ? curve(to.x, to.y + HIGH / 2, from.x + 9, from.y) : curve(from.x + 9, from.y, to.x - 1, to.y + HIGH / 2);
      sheet.append(app.button(arrow.key, `${word(`kind-${arrow.kind}`)}: ${arrow.place}, ${app.nameOf(`measure/${arrow.measure}`)}`, { opacity: near ? (near.has(arrow.key) ? 1 : 0.1) : 0.8 },
        app.line(d, arrow.kind.toUpperCase()), hit(d)));
    }
    for (const [key, { x, y, measure }] of at) {
      if (!measure) continue;
      const { colour } = app.documents.get(measure.document);
      const chosen = app.state.sel === key;
      sheet.append(app.button(key, `${measure.title} (${measure.id})`, { opacity: faint(key) },
        app.svg("rect", { x, y, width: PILL - 8, height: HIGH, rx: 4, fill: paper, stroke: chosen ? ink : colour, "stroke-width": chosen ? 2.5 : 1.2 }),
        app.svg("rect", { x, y, width: 5, height: HIGH, rx: 2, fill: colour }),
        app.label(fitted(measure.title), x + 10, y + 15, { "font-size": 12 })));
    }
    return sheet;
  }
  const term = app.term;

  // What is joined to what is selected; null where nothing is.
  function neighbours(shown) {
    const { sel } = app.state;
    if (!sel) return null;
    const found = new Set([sel]);
    for (const link of shown.links) {
      const ends = [`measure/${link.a}`, `measure/${link.b}`];
      if (ends.includes(sel) || link.key === sel) for (const one of [link.key, ...ends]) found.add(one);
    }
    for (const arrow of shown.arrows) {
      const ends = [`measure/${arrow.measure}`, `place/${arrow.city}`];
      if (ends.includes(sel) || arrow.key === sel) {
        for (const one of [arrow.key, ...ends]) found.add(one);
        if (arrow.key === sel) for (const other of arrow.candidates) found.add(`measure/${other.measure}`);
      }
    }
    return found.size > 1 ? found : null;
  }
  const curve = (x1, y1, x2, y2) => {
    const bend = Math.max(30, Math.abs(x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  };
  const hit = (d) => app.svg("path", { d, fill: "none", stroke: "transparent", "stroke-width": 9 });
  // As much of a text as fits: a Chinese character is twice as wide as a letter.
  function fitted(text, room = 12) {
    let used = 0;
    let made = "";
    for (const one of String(text).replace(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/g, "")) {
      used += one.charCodeAt(0) > 0x2e7f ? 2 : 1.1;
      if (used > room) return `${made}…`;
      made += one;
    }
    return made;
  }
  app.fitted = fitted;
  app.width = (text) => [...text].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e7f ? 1 : 0.56), 0);

  app.views.lanes = {
    draw: (container, shown) => container.append(draw(shown)),
    legend: () => [
      ["shape", "diamond", data.styles.nodes.Area.colour, word("legend-place")],
      ["line", "ORIGINATED_IN", word("legend-origin")],
      ["line", "LEARNS_FROM", word("legend-learns")],
      ["line", "ASSERTED_REPLICATED_IN", word("legend-asserted")],
      ["line", "COMPARABLE_TO", word("legend-comparable")],
      ...app.judgedLines(),
      ["text", word("legend-undated")],
      ["text", word("legend-order")],
      ...data.documents.map((one) => ["shape", "square", one.colour, one.id]),
    ],
    table: (shown) => ({
      columns: ["kind", "from", "to", "score", "quote", "document", "line"],
      rows: [
        ...shown.arrows.map((one) => {
          const claim = app.claim.get(one.claim_id);
          const ends = [one.place, one.measure];
          return [one.kind, ...(one.kind === "asserted_replicated_in" ? ends.reverse() : ends), null, claim?.quote, app.measures.get(one.measure)?.document, claim?.line];
        }),
        ...shown.links.map((one) => [app.kindsOfLink(one.key, one).join(" "), one.a, one.b, one.score, null, null, null]),
      ],
    }),
  };
})();
