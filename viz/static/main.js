// The page: views as tabs, filters with counts, legend, table, export, language and theme.
"use strict";
(() => {
  const app = explorer;
  const { element, word, data } = app;
  const VIEWS = ["lanes", "near", "graph", "families", "agencies", "matrix", "overview", "timeline", "tiles"];
  const byId = (id) => document.getElementById(id);
  const narrow = () => innerWidth <= 800;
  const TABLE = 500;
  let tabled = false;

  function tabs() {
    byId("tabs").replaceChildren(...VIEWS.map((name) =>
      element("button", {
        type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(app.state.view === name), "aria-controls": "view",
        tabIndex: app.state.view === name ? 0 : -1, textContent: word(`view-${name}`),
        onclick: () => app.go({ view: name }),
        onkeydown: (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (!step) return;
          const next = VIEWS[(VIEWS.indexOf(name) + step + VIEWS.length) % VIEWS.length];
          app.go({ view: next });
          byId(`tab-${next}`).focus();
        },
      })));
  }

  function filters() {
    const open = new Set([...document.querySelectorAll("#facets details[open]")].map((one) => one.dataset.facet));
    const focused = document.activeElement?.dataset?.choice;
    const first = byId("facets").childElementCount === 0;
    const chosen = app.LISTS.reduce((sum, name) => sum + app.state[name].length, 0) + (app.state.q ? 1 : 0) + (Number(app.state.score) ? 1 : 0);
    byId("filters-name").textContent = word("filters") + (chosen ? ` (${chosen})` : "");
    byId("reset").textContent = word("reset");
    byId("reset").disabled = !app.filtered();
    byId("facets").replaceChildren(
      ...app.LISTS.map((name) => {
        const values = app.counts(name);
        const { name: named } = app.facets[name];
        return element("details", { open: first ? ["document", "place"].includes(name) || app.state[name].length > 0 : open.has(name), "data-facet": name },
          element("summary", { textContent: word(`facet-${name}`) + (app.state[name].length ? ` (${app.state[name].length})` : "") }),
          element("ul", { className: "choices" }, ...values.slice(0, 300).map(([value, n]) => {
            const on = app.state[name].includes(value);
            return element("li", {}, element("label", {},
              element("input", { type: "checkbox", checked: on, "data-choice": `${name}=${value}`,
                onchange: () => app.go({ [name]: on ? app.state[name].filter((one) => one !== value) : [...app.state[name], value] }) }),
              element("span", { text: named(value) }), element("span", { className: "many", textContent: n })));
          })));
      }),
      element("label", { className: "slider" }, `${word("facet-score")} ≥ ${Number(app.state.score).toFixed(2)}`,
        element("input", { type: "range", min: 0, max: 1, step: 0.05, value: app.state.score, "data-choice": "score", onchange: (event) => app.go({ score: String(Number(event.target.value)) }) })));
    if (focused) document.querySelector(`[data-choice="${CSS.escape(focused)}"]`)?.focus();
  }

  function legend() {
    const marks = app.views[app.state.view].legend().map(([kind, ...rest]) => {
      if (kind === "text") return element("li", { className: "wide", text: rest[0] });
      const mark = kind === "line" ? app.lineMark(rest[0])
        : kind === "hollow" ? app.svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, app.shape(rest[0], 8, 8, 6, { fill: "none", stroke: rest[1], "stroke-width": 2 }))
        : kind === "dash" ? app.svg("svg", { width: 20, height: 16, viewBox: "0 0 20 16", "aria-hidden": "true" }, app.svg("rect", { x: 2, y: 2, width: 16, height: 12, fill: "none", stroke: rest[0], "stroke-width": 2, "stroke-dasharray": "4 2" }))
        : app.nodeMark(rest[0], rest[1]);
      return element("li", {}, mark, app.isolated(rest.at(-1)));
    });
    byId("entries").replaceChildren(...marks);
  }

  function table(shown) {
    const { columns, rows } = app.views[app.state.view].table(shown);
    byId("view").replaceChildren(element("div", { className: "scroll table" },
      element("table", {},
        element("thead", {}, element("tr", {}, ...columns.map((one) => element("th", { scope: "col", textContent: one })))),
        element("tbody", {}, ...rows.slice(0, TABLE).map((row) => element("tr", {}, ...row.map((one) => element("td", { text: one ?? "" })))))),
      rows.length > TABLE ? element("p", { textContent: word("more", { n: rows.length - TABLE }) }) : null));
  }

  function count(shown) {
    byId("shown").textContent = word("shown", { shown: shown.measures.length, total: data.total, links: shown.links.length, arrows: shown.arrows.length });
  }

  function words() {
    document.documentElement.lang = app.language;
    document.documentElement.dataset.theme = theme();
    for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
    const search = byId("search");
    search.placeholder = search.ariaLabel = word("search");
    search.value = app.state.q;
    byId("views").ariaLabel = byId("tabs").ariaLabel = word("views");
    byId("filters").ariaLabel = word("filters");
    byId("panel").ariaLabel = word("panel");
    byId("view").ariaLabel = word(`view-${app.state.view}`);
    document.title = `${word(`view-${app.state.view}`)} – ${word("application")}`;
    byId("table").textContent = word(tabled ? "as-picture" : "as-table");
    byId("table").setAttribute("aria-pressed", String(tabled));
    byId("language").textContent = word("language");
    byId("language").lang = app.language === "en" ? "zh" : "en";
    byId("theme").textContent = theme() === "dark" ? "☀" : "☾";
    byId("theme").title = byId("theme").ariaLabel = word("theme");
    byId("exports").replaceChildren(...["png", "svg", "csv", "print"].map((kind) =>
      element("button", { type: "button", textContent: word(`export-${kind}`), onclick: () => app.export(kind) })));
    byId("nav").replaceChildren(...(data.root === null ? [] : [element("a", { href: `${data.root}docs`, textContent: word("documentation") })]));
  }

  // Theme: the system's, unless chosen here; kept where the browser lets a page keep something.
  const store = (() => { try { return localStorage; } catch { return null; } })();
  const theme = () => {
    let chosen = null;
    try { chosen = store?.getItem("reformgraph-theme"); } catch { /* a page from a file may keep nothing */ }
    return document.documentElement.dataset.chosen ?? chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  };
  app.setTheme = (name) => {
    document.documentElement.dataset.chosen = name;
    try { store?.setItem("reformgraph-theme", name); } catch { /* as above */ }
    app.show(null);
  };

  app.draw = (shown) => {
    const view = byId("view");
    const { scrollLeft, scrollTop } = view;
    app.close();
    view.replaceChildren();
    view.className = ["graph", "agencies", "near"].includes(app.state.view) && !tabled ? "canvas" : "";
    app.views[app.state.view].draw(view, shown);
    legend();
    if (tabled) table(shown);
    [view.scrollLeft, view.scrollTop] = [scrollLeft, scrollTop];
  };

  // What is selected from the panel may lie outside of what is scrolled to.
  function inSight(mark) {
    if (!mark) return;
    const [inner, outer] = [mark.getBoundingClientRect(), byId("view").getBoundingClientRect()];
    const seen = (start, end) => inner[start] >= outer[start] && inner[end] <= outer[end];
    if (!seen("top", "bottom") || !seen("left", "right")) mark.scrollIntoView({ block: "center", inline: "center" });
  }

  // What only the selection changes is not drawn anew where positions hold; the marks are.
  app.show = (before) => {
    const { state } = app;
    const shown = app.shown();
    const same = before && ["view", "lang", "focus"].every((name) => before[name] === state[name]);
    const filtered = before && JSON.stringify({ ...before, sel: "" }) !== JSON.stringify({ ...state, sel: "" });
    const view = app.views[state.view];
    const focused = document.activeElement?.closest?.("#view")?.querySelector?.(":focus")?.dataset?.key;
    if (!before || before.lang !== state.lang || before.view !== state.view) {
      words();
      tabs();
    }
    if (!same || filtered) filters();
    if (same && !tabled && view.selected && !filtered) view.selected();
    else if (!(same && !tabled && view.again?.(shown))) app.draw(shown);
    if (focused) document.querySelector(`#view [data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    if (byId("search").value !== state.q && document.activeElement !== byId("search")) byId("search").value = state.q;
    if (!narrow()) inSight(document.querySelector('#view .mark[aria-pressed="true"]'));
    count(shown);
    app.showPanel();
    if (before && state.sel && state.sel !== before.sel && narrow()) byId("panel").scrollIntoView({ block: "start" });
  };

  byId("reset").addEventListener("click", app.reset);
  byId("table").addEventListener("click", () => {
    tabled = !tabled;
    app.show(null);
  });
  byId("language").addEventListener("click", () => app.go({ lang: app.language === "en" ? "zh" : "en" }));
  byId("theme").addEventListener("click", () => app.setTheme(theme() === "dark" ? "light" : "dark"));
  let waiting = null;
  byId("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    const q = event.target.value.trim();
    waiting = setTimeout(() => app.go({ q, sel: "" }, app.state.q !== ""), 120);
  });
  byId("finder").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    const q = byId("search").value.trim();
    const [first] = app.find(q);
    app.go({ q, sel: first ? first[0] : "" });
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && app.state.sel) app.select("");
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement?.tagName)) {
      event.preventDefault();
      byId("search").focus();
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => app.show(null));
  let resized = null;
  addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => { if (["families", "overview"].includes(app.state.view)) app.show(null); }, 200);
  });
  for (const id of ["filters", "legend"]) byId(id).open = !narrow();
  app.VIEWS = VIEWS;
  app.readState();
  app.show(null);
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.documentElement.dataset.ready = "true";
  }));
})();
