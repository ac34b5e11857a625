// Families, the origin–adopter matrix, domains and mechanisms, documents and deadlines, and the tile map.
"use strict";
(() => {
  const app = explorer;
  const { data, word, term } = app;
  const empty = (container) => container.append(app.element("p", { className: "empty", textContent: word("nothing") }));

  // Families: a card each, members on a circle in the order of their weight.

  const CARD = 250, RING = 62;
  function families(container, shown) {
    const all = data.families.map((one) => ({ ...one, members: one.members.filter((id) => shown.ids.has(id)) })).filter((one) => one.members.length > 1);
    if (all.length === 0) return empty(container);
    const across = Math.max(1, Math.floor((container.clientWidth - 16) / CARD));
    const high = (one) => (one.members.length > 6 ? 340 : one.members.length > 3 ? 252 : 205);
    const span = (one) => Math.min(across, one.members.length > 6 ? 2 : 1);
    const rows = [];
    let free = 0;
    for (const one of all) {
      if (free < span(one)) {
        rows.push([]);
        free = across;
      }
      rows.at(-1).push(one);
      free -= span(one);
    }
    const { ink, soft, line, paper } = app.colours();
    const sheet = app.sheet(across * CARD, rows.reduce((sum, row) => sum + Math.max(...row.map(high)), 0), word("view-families"));
    let top = 0;
    for (const row of rows) {
      const height = Math.max(...row.map(high));
      let left = 0;
      for (const one of row) {
        const wide = span(one) * CARD;
        const chosen = app.state.sel === `family/${one.id}`;
        sheet.append(app.button(`family/${one.id}`, `${word("family")}: ${one.name || one.id}`, {},
          app.svg("rect", { x: left + 5, y: top + 5, width: wide - 10, height: height - 10, rx: 8, fill: paper, stroke: chosen ? ink : line, "stroke-width": chosen ? 2.5 : 1 }),
          app.label(app.fitted(one.name || app.nameOf(`measure/${one.id}`), 30), left + 16, top + 27, { "font-weight": 600 }),
          app.label(word("members", { n: one.members.length }), left + 16, top + 44, { fill: soft, "font-size": 11 })));
        const ring = one.members.length > 6 ? 105 : one.members.length > 3 ? RING : 36;
        const centre = [left + wide / 2, top + 60 + ring + 12];
        const at = new Map(one.members.map((id, index) => {
          const turn = one.members.length === 2 ? index * Math.PI : (index / one.members.length) * 2 * Math.PI - Math.PI / 2;
          return [id, [centre[0] + (one.members.length === 2 ? 62 : wide / 2 - 51) * Math.cos(turn), centre[1] + ring * Math.sin(turn)]];
        }));
        for (const link of shown.links) {
          if (!at.has(link.a) || !at.has(link.b)) continue;
          const d = `M${at.get(link.a).join(" ")}L${at.get(link.b).join(" ")}`;
          sheet.append(app.button(link.key, `${term(app.lineOf(link.key, link))} ${link.score.toFixed(2)}`, {},
            app.line(d, app.lineOf(link.key, link), { "stroke-width": 1 + 2 * link.score }), app.svg("path", { d, stroke: "transparent", "stroke-width": 10 })));
        }
        for (const [id, [x, y]] of at) {
          const measure = app.measures.get(id);
          const { colour, shape } = app.documents.get(measure.document);
          sheet.append(app.button(`measure/${id}`, `${measure.title} (${id})`, {},
            app.shape(shape, x, y, 9, { fill: colour, stroke: app.state.sel === `measure/${id}` ? ink : "#5a6270", "stroke-width": app.state.sel === `measure/${id}` ? 3 : 1 }),
            app.label(app.fitted(measure.title, 13), x, y + 24, { "text-anchor": "middle", "font-size": 11, stroke: paper, "stroke-width": 3, "paint-order": "stroke" })));
        }
        left += wide;
      }
      top += height;
    }
    container.append(sheet);
  }
  app.views.families = {
    draw: families,
    legend: () => [["line", "COMPARABLE_TO", word("legend-comparable")], ...app.judgedLines(), ["text", word("legend-families")], ...data.documents.map((one) => ["shape", one.shape, one.colour, one.id])],
    table: (shown) => ({
      columns: ["family", "name", "measure", "title", "document"],
      rows: data.families.flatMap((one) => one.members.filter((id) => shown.ids.has(id)).map((id) => [one.id, one.name, id, app.measures.get(id)?.title, app.measures.get(id)?.document])),
    }),
  };

  // Origin–adopter matrix

  const flows = (shown) => data.flows.map((one) => ({ ...one, measures: one.measures.filter((id) => shown.ids.has(id)) })).filter((one) => one.measures.length);
  function matrix(container, shown) {
    const found = flows(shown);
    if (found.length === 0) return empty(container);
    const code = (name) => data.places[name]?.code ?? "9";
    const cities = (side) => [...new Set(found.map((one) => one[side] ?? ""))].sort((a, b) => (code(a) < code(b) ? -1 : 1));
    const [origins, adopters] = [cities("origin"), cities("adopter")];
    const most = Math.max(...found.map((one) => one.measures.length));
    const { ink, soft, line, paper } = app.colours();
    const LEFT = 170, TOP = 84, WIDE = 110, HIGH = 44;
    const sheet = app.sheet(LEFT + adopters.length * WIDE + 90, TOP + origins.length * HIGH + 40, word("view-matrix"));
    sheet.append(app.label(word("origin"), 10, TOP - 12, { fill: soft }), app.label(`${word("adopter")} →`, LEFT, 22, { fill: soft }));
    adopters.forEach((name, column) => sheet.append(place(name, LEFT + column * WIDE + WIDE / 2, TOP - 30, "middle")));
    origins.forEach((name, row) => {
      sheet.append(place(name, 10, TOP + row * HIGH + 20, "start"));
      adopters.forEach((adopter, column) => {
        const one = found.find((other) => other.origin === name && (other.adopter ?? "") === adopter);
        const [x, y] = [LEFT + column * WIDE, TOP + row * HIGH];
        const frame = { x: x + 2, y: y + 2, width: WIDE - 4, height: HIGH - 4, rx: 4 };
        if (!one) {
          sheet.append(app.svg("rect", { ...frame, fill: "none", stroke: line }));
          return;
        }
        const key = `flow/${name}~${adopter}`;
        const weight = 0.15 + (0.85 * one.measures.length) / most;
        sheet.append(app.button(key, `${name} → ${adopter}: ${one.measures.length}${one.came_home ? ` (${word("home")})` : ""}`, {},
          app.svg("rect", { ...frame, fill: paper }),
          app.svg("rect", { ...frame, fill: "#0072b2", "fill-opacity": weight, stroke: app.state.sel === key ? ink : one.came_home ? "#d55e00" : "none", "stroke-width": 3, "stroke-dasharray": one.came_home && app.state.sel !== key ? "5 3" : null }),
          app.label(one.measures.length, x + WIDE / 2, y + HIGH / 2 + 5, { "text-anchor": "middle", "font-size": 16, "font-weight": 600, fill: weight > 0.55 ? "#ffffff" : ink })));
      });
      const sum = found.filter((one) => one.origin === name).reduce((total, one) => total + one.measures.length, 0);
      sheet.append(app.label(`Σ ${sum}`, LEFT + adopters.length * WIDE + 14, TOP + row * HIGH + 27, { fill: soft }));
    });
    container.append(sheet);
  }
  function place(name, x, y, anchor) {
    const held = data.documents.some((one) => one.city === name);
    return app.button(`place/${name}`, name, {},
      app.label(name || word("unstated"), x, y, { "text-anchor": anchor, "font-weight": 600 }),
      app.label(held ? data.places[name]?.english ?? "" : word("none-held"), x, y + 15, { "text-anchor": anchor, "font-size": 11, fill: app.colours().soft }));
  }
  app.views.matrix = {
    draw: matrix,
    legend: () => [["text", word("legend-matrix")], ["shape", "square", "#0072b2", word("legend-count")], ["dash", "#d55e00", word("home")]],
    table: (shown) => ({ columns: ["origin", "adopter", "count", "measures"], rows: flows(shown).map((one) => [one.origin, one.adopter, one.measures.length, one.measures.join(" ")]) }),
  };

  // Domains and mechanisms

  const count = (items) => {
    const found = new Map();
    for (const one of items) found.set(one, (found.get(one) ?? 0) + 1);
    return [...found].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  };
  const domains = (shown) => count(shown.measures.map(app.fieldOf));
  const mechanisms = (shown) => count(shown.measures.flatMap((one) => one.mechanisms));
  function overview(container, shown) {
    if (shown.measures.length === 0) return empty(container);
    const { soft, ground } = app.colours();
    const documents = data.documents.map((one) => one.id);
    const width = Math.max(340, Math.min(860, container.clientWidth - 16));
    const parts = [
      ["domain", word("domains"), domains(shown), app.fieldName, (measure, value) => app.fieldOf(measure) === value],
      ["mechanism", word("mechanisms-most"), mechanisms(shown).slice(0, 30), app.mechanismName, (measure, value) => measure.mechanisms.includes(value)],
    ];
    const HIGH = 26, LEFT = Math.min(280, width * 0.42);
    const sheet = app.sheet(width, parts.reduce((sum, [, , list]) => sum + list.length * HIGH + 60, 0), word("view-overview"));
    let top = 0;
    for (const [facet, title, list, name, has] of parts) {
      sheet.append(app.label(title, 8, top + 30, { "font-weight": 600, "font-size": 15 }));
      top += 44;
      const most = Math.max(...list.map(([, n]) => n), 1);
      for (const [value, n] of list) {
        const on = app.state[facet].includes(value);
        const choose = () => app.go({ [facet]: on ? app.state[facet].filter((one) => one !== value) : [...app.state[facet], value] });
        const bar = app.act(`${name(value)}: ${n}`, on, choose, {},
          app.svg("rect", { x: 2, y: top + 1, width: width - 6, height: HIGH - 2, fill: on ? ground : "transparent" }),
          app.label(app.fitted(name(value), LEFT / 6.6), LEFT - 8, top + 17, { "text-anchor": "end", "font-weight": on ? 600 : 400 }));
        let left = LEFT;
        for (const id of documents) {
          const here = shown.measures.filter((one) => one.document === id && has(one, value)).length;
          const wide = (here / most) * (width - LEFT - 60);
          if (here) bar.append(app.svg("rect", { x: left, y: top + 4, width: wide, height: HIGH - 8, fill: app.documents.get(id).colour, stroke: "#fff", "stroke-width": 0.5 }));
          left += wide;
        }
        bar.append(app.label(n, left + 6, top + 17, { fill: soft }));
        sheet.append(bar);
        top += HIGH;
      }
      top += 16;
    }
    container.append(sheet);
  }
  app.views.overview = {
    draw: overview,
    legend: () => [["text", word("legend-overview")], ...data.documents.map((one) => ["shape", "square", one.colour, one.id])],
    table: (shown) => ({ columns: ["kind", "name", "measures"], rows: [...domains(shown).map(([value, n]) => ["domain", app.fieldName(value), n]), ...mechanisms(shown).map(([value, n]) => ["mechanism", app.mechanismName(value), n])] }),
  };

  // Documents and deadlines

  const monthsBetween = (first, last) => {
    const found = [];
    let [year, month] = first.split("-").map(Number);
    while (`${year}-${String(month).padStart(2, "0")}` <= last && found.length < 240) {
      found.push(`${year}-${String(month).padStart(2, "0")}`);
      month += 1;
      if (month > 12) [year, month] = [year + 1, 1];
    }
    return found;
  };
  const monthOf = (date) => (date.length === 4 ? `${date}-12` : date.slice(0, 7));
  function timeline(container, shown) {
    if (shown.measures.length === 0) return empty(container);
    const { soft, line, ground } = app.colours();
    const documents = data.documents.filter((one) => shown.measures.some((measure) => measure.document === one.id));
    const dated = shown.measures.filter((one) => one.deadline);
    const all = [...documents.map((one) => one.issued).filter(Boolean), ...dated.map((one) => one.deadline)].map(monthOf).sort();
    const months = all.length ? monthsBetween(all[0], all.at(-1)) : [];
    const BAND = 170, LEFT = BAND + 20, WIDE = Math.max(22, Math.min(60, (container.clientWidth - LEFT - 50) / Math.max(1, months.length))), BASE = 130 + 34 * documents.length, HIGH = 220;
    const width = LEFT + months.length * WIDE + 30;
    const sheet = app.sheet(Math.max(width, 360), BASE + HIGH + 60, word("view-timeline"));
    sheet.append(app.svg("rect", { x: 0, y: 0, width: BAND, height: BASE + HIGH + 60, fill: ground }));
    sheet.append(app.label(word("undated"), 10, 24, { "font-weight": 600 }), app.label(word("documents"), LEFT, 24, { "font-weight": 600 }));
    months.forEach((month, index) => {
      const x = LEFT + index * WIDE;
      if (month.endsWith("-01") || index === 0) {
        sheet.append(app.svg("line", { x1: x, x2: x, y1: 36, y2: BASE + HIGH, stroke: line }));
        sheet.append(app.label(month.slice(0, 4), x + 3, BASE + HIGH + 34, { "font-weight": 600 }));
      }
      sheet.append(app.label(month.slice(5), x + WIDE / 2, BASE + HIGH + 17, { "text-anchor": "middle", "font-size": 11, fill: soft }));
    });
    documents.forEach((one, index) => {
      const y = 52 + index * 34;
      const x = one.issued ? LEFT + months.indexOf(monthOf(one.issued)) * WIDE + WIDE / 2 : 20;
      const flip = x + 230 > width && one.issued;
      sheet.append(app.button(`document/${one.id}`, `${one.title}: ${one.issued ?? word("undated")}`, {},
        app.shape(one.shape, x, y, 9, { fill: one.colour, stroke: "#5a6270" }),
        app.label(one.id, flip ? x - 16 : x + 16, y + 1, { "font-weight": 600, "font-size": 12, "text-anchor": flip ? "end" : "start" }),
        app.label(one.issued ?? app.fitted(one.title, 18), flip ? x - 16 : x + 16, y + 15, { "font-size": 11, fill: soft, "text-anchor": flip ? "end" : "start" })));
    });
    sheet.append(app.label(word("deadlines"), LEFT, BASE - 30, { "font-weight": 600 }));
    sheet.append(app.svg("line", { x1: LEFT, x2: width - 10, y1: BASE + HIGH, y2: BASE + HIGH, stroke: soft }));
    const groups = app.group(dated, (one) => monthOf(one.deadline));
    const most = Math.max(1, ...[...groups.values()].map((list) => list.length));
    const bar = (value, list, x, y, wide, scale) => {
      const on = app.state.deadline.includes(value);
      const choose = () => app.go({ deadline: on ? [] : [value] });
      const made = app.act(`${app.facets.deadline.name(value)}: ${list.length}`, on, choose, {});
      let at = y;
      for (const document of documents) {
        const here = list.filter((one) => one.document === document.id).length;
        if (!here) continue;
        at -= here * scale;
        made.append(app.svg("rect", { x, y: at, width: wide, height: here * scale, fill: document.colour, stroke: on ? app.colours().ink : "#ffffff", "stroke-width": on ? 2 : 0.5 }));
      }
      made.append(app.label(list.length, x + wide / 2, at - 5, { "text-anchor": "middle", "font-size": 12 }));
      return made;
    };
    for (const [month, list] of groups) sheet.append(bar(month, list, LEFT + months.indexOf(month) * WIDE + WIDE * 0.15, BASE + HIGH, WIDE * 0.7, (HIGH - 30) / most));
    const without = app.group(shown.measures.filter((one) => !one.deadline), (one) => (one.ongoing ? "ongoing" : ""));
    [["ongoing", 20], ["", 96]].forEach(([value, x]) => {
      const list = without.get(value);
      if (!list) return;
      sheet.append(bar(value, list, x, BASE + HIGH, 50, Math.min((HIGH - 30) / most, (HIGH - 30) / list.length)));
      sheet.append(app.label(value ? word("ongoing") : word("unstated"), x + 25, BASE + HIGH + 17, { "text-anchor": "middle", "font-size": 11, fill: soft }));
    });
    container.append(sheet);
  }
  app.views.timeline = {
    draw: timeline,
    legend: () => [["text", word("legend-timeline")], ...data.documents.map((one) => ["shape", one.shape, one.colour, one.id])],
    table: (shown) => ({
      columns: ["kind", "id", "title", "date", "as printed"],
      rows: [
        ...data.documents.map((one) => ["document", one.id, one.title, one.issued ?? "undated", null]),
        ...shown.measures.map((one) => ["deadline", one.id, one.title, one.deadline ?? (one.ongoing ? "ongoing" : "not stated"), one.deadline_text]),
      ],
    }),
  };

  // Tiles: a schematic map of the cities of the province

  function tally(shown) {
    return data.reach.map((city) => ({
      ...city,
      held: shown.measures.filter((one) => app.cityOf(one) === city.place).length,
      origins: shown.arrows.filter((one) => one.city === city.place && one.kind !== "asserted_replicated_in").length,
      asserted: shown.arrows.filter((one) => one.city === city.place && one.kind === "asserted_replicated_in").length,
      reached: city.covered.filter((id) => shown.ids.has(id)).length,
      partly: city.conditional.filter((id) => shown.ids.has(id)).length,
    }));
  }
  function tiles(container, shown) {
    const cities = tally(shown).filter((one) => one.tile);
    if (cities.length === 0) return empty(container);
    const GAP = 5, HIGH = 92, WIDE = Math.max(76, Math.min(112, (container.clientWidth - 20) / 8 - GAP));
    const { ink, soft, paper } = app.colours();
    const columns = Math.max(...cities.map((one) => one.tile[0])) + 1;
    const rows = Math.max(...cities.map((one) => one.tile[1])) + 1;
    const most = Math.max(1, ...cities.map((one) => one.reached));
    const sheet = app.sheet(columns * (WIDE + GAP), rows * (HIGH + GAP) + 6, word("view-tiles"));
    for (const one of cities) {
      const [x, y] = [one.tile[0] * (WIDE + GAP) + 3, one.tile[1] * (HIGH + GAP) + 3];
      const key = `place/${one.place}`;
      const parts = [
        one.held ? ["square", "#0072b2", one.held] : null,
        one.origins ? ["triangle", "#d55e00", one.origins] : null,
        one.asserted ? ["diamond", "#cc79a7", one.asserted] : null,
      ].filter(Boolean);
      const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + 13 + 6.2 * String(part[2]).length, 0));
      sheet.append(app.button(key, `${one.place}: ${word("reached", { n: one.reached, m: one.partly })}`, {},
        app.svg("rect", { x, y, width: WIDE, height: HIGH, rx: 6, fill: paper }),
        app.svg("rect", { x, y, width: WIDE, height: HIGH, rx: 6, fill: "#009e73", "fill-opacity": (0.45 * one.reached) / most, stroke: app.state.sel === key ? ink : soft, "stroke-width": app.state.sel === key ? 3 : 1 }),
        app.label(one.short, x + 9, y + 22, { "font-weight": 600, "font-size": 15 }),
        app.label(app.language === "en" ? one.english ?? "" : "", x + 9, y + 36, { "font-size": 10, fill: ink }),
        app.label(`${word("in-scope")} ${one.reached}${one.partly ? `+${one.partly}` : ""}`, x + 9, y + 55, { "font-size": 12 }),
        ...parts.flatMap(([shape, colour, n], index) => [
          app.shape(shape, x + 9 + starts[index], y + 74, 5.5, { fill: shape === "diamond" ? paper : colour, stroke: colour, "stroke-width": 2 }),
          app.label(n, x + 16 + starts[index], y + 78, { "font-size": 11 })])));
    }
    container.append(sheet);
  }
  app.views.tiles = {
    draw: tiles,
    legend: () => [["text", word("legend-tiles")], ["shape", "square", "#009e73", word("legend-scope")], ["shape", "square", "#0072b2", word("legend-held")], ["shape", "triangle", "#d55e00", word("legend-origins")], ["hollow", "diamond", "#cc79a7", word("legend-asserted")]],
    table: (shown) => ({
      columns: ["city", "code", "measures held", "named as origin", "asserted to have it", "in scope", "in scope where it has a zone"],
      rows: tally(shown).map((one) => [one.place, one.code, one.held, one.origins, one.asserted, one.reached, one.partly]),
    }),
  };
})();
