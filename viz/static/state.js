// What is shown: kept in the address, so that it can be sent, and so that the back button works.
"use strict";
(() => {
  const app = explorer;
  const LISTS = ["document", "place", "domain", "agency", "kind", "status", "deadline", "mechanism"];
  const first = { view: "lanes", sel: "", q: "", focus: "", score: "0", lang: app.data.language, ...app.data.state };
  app.state = {};

  function read() {
    const found = new URLSearchParams(location.hash.slice(1));
    const state = { ...first };
    for (const name of Object.keys(first)) if (found.has(name)) state[name] = found.get(name);
    for (const name of LISTS) state[name] = location.hash.length > 1 ? found.getAll(name) : (app.data.filters[name] ?? []);
    if (!app.views[state.view]) state.view = "lanes";
    if (!app.data.words[state.lang]) state.lang = app.data.language;
    app.state = state;
    app.language = state.lang;
  }

  function written(state) {
    const found = new URLSearchParams();
    for (const [name, value] of Object.entries(first)) if (state[name] !== value) found.set(name, state[name]);
    for (const name of LISTS) for (const value of state[name]) found.append(name, value);
    return found.toString();
  }
  app.address = (changes = {}) => `${location.href.split("#")[0]}#${written({ ...app.state, ...changes })}`;

  // `quiet` changes what is shown without a step to come back to, such as while one types.
  app.go = (changes, quiet = false) => {
    const before = app.state;
    app.state = { ...before, ...changes };
    app.language = app.state.lang;
    const hash = `#${written(app.state)}`;
    if (hash !== (location.hash || "#")) history[quiet ? "replaceState" : "pushState"](null, "", hash);
    app.show(before);
  };
  app.reset = () => app.go({ ...Object.fromEntries(LISTS.map((name) => [name, []])), q: "", score: "0", sel: "" });
  addEventListener("popstate", () => {
    const before = app.state;
    read();
    app.show(before);
  });
  app.readState = read;

  app.facets = {
    document: { of: (m) => [m.document], name: (key) => key },
    place: { of: (m) => [app.cityOf(m)], name: app.placeName },
    domain: { of: (m) => [app.fieldOf(m)], name: app.fieldName },
    agency: {
      of: (m) => (m.bodies ??= [...new Set((app.claims.get(m.id) ?? []).filter((c) => app.ROLES.includes(c.type)).map((c) => c.iri))]),
      name: (key) => app.bodies.get(key)?.name ?? key,
    },
    kind: { of: kindsOf, name: (key) => app.word(`kind-${key}`) },
    status: { of: (m) => [m.status ?? ""], name: (key) => (key ? app.term(key) : app.word("unstated")) },
    deadline: {
      of: (m) => [m.deadline ? m.deadline.slice(0, 7) : m.ongoing ? "ongoing" : ""],
      name: (key) => (key === "ongoing" ? app.word("ongoing") : key || app.word("unstated")),
      sorted: true,
    },
    mechanism: { of: (m) => m.mechanisms, name: app.mechanismName },
  };
  const KINDS = ["comparable", "candidate", "upheld", "rejected", "disputed", "originated_in", "learns_from", "asserted_replicated_in", "states", "none"];
  function kindsOf(measure) {
    const found = new Set((app.linksOf.get(measure.id) ?? []).filter(([, l]) => l.score >= score()).flatMap(([key, l]) => app.kindsOfLink(key, l)));
    for (const arrow of app.arrowsOf.get(measure.id) ?? []) found.add(arrow.kind);
    if ((app.claims.get(measure.id) ?? []).some((claim) => claim.type === "STATES_LINEAGE")) found.add("states");
    return found.size ? [...found] : ["none"];
  }
  const score = () => Number(app.state.score) || 0;

  // Which measures fit; a facet's own choice is left out where its counts are made.
  const fits = (measure, without) =>
    LISTS.every(
      (name) =>
        name === without ||
        app.state[name].length === 0 ||
        app.facets[name].of(measure).some((value) => app.state[name].includes(value)),
    );
  app.counts = (name) => {
    const found = new Map();
    const matching = matches();
    for (const measure of app.data.measures)
      if (matching(measure) && fits(measure, name))
        for (const value of app.facets[name].of(measure)) found.set(value, (found.get(value) ?? 0) + 1);
    for (const value of app.state[name]) if (!found.has(value)) found.set(value, 0);
    const rank = name === "kind" ? ([a], [b]) => KINDS.indexOf(a) - KINDS.indexOf(b)
      : app.facets[name].sorted ? ([a], [b]) => (a < b ? -1 : 1)
      : ([a, m], [b, n]) => n - m || (a < b ? -1 : 1);
    return [...found].sort(rank);
  };
  function matches() {
    if (!app.state.q) return () => true;
    const found = new Set(app.find(app.state.q).map(([key]) => key));
    const near = (measure) => (app.claims.get(measure.id) ?? []).some((claim) => found.has(claim.iri));
    return (measure) => found.has(`measure/${measure.id}`) || found.has(`document/${measure.document}`) || near(measure);
  }

  app.shown = () => {
    const matching = matches();
    const measures = app.data.measures.filter((one) => matching(one) && fits(one));
    const ids = new Set(measures.map((one) => one.id));
    const { kind } = app.state;
    const wanted = (name) => kind.length === 0 || kind.includes(name);
    const drawn = (key, one) =>
      kind.length === 0 ? app.lineOf(key, one) !== "CANDIDATE" : app.kindsOfLink(key, one).some((name) => kind.includes(name));
    const links = [...app.links]
      .filter(([, one]) => ids.has(one.a) && ids.has(one.b) && one.score >= score())
      .filter(([key, one]) => drawn(key, one))
      .map(([key, one]) => ({ ...one, key }));
    const arrows = app.arrows.filter((one) => ids.has(one.measure) && wanted(one.kind));
    return { measures, ids, links, arrows };
  };
  app.filtered = () => LISTS.some((name) => app.state[name].length) || app.state.q !== "" || score() > 0;
  app.LISTS = LISTS;
})();
