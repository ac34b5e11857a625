// The evidence panel: what was selected, what the documents say of it, and where they say it.
"use strict";
(() => {
  const app = explorer;
  const { element, word, term, isolated } = app;
  const { data } = app;

  const heading = (key) => element("h3", { textContent: word(key) });
  const note = (key) => element("p", { className: "note", textContent: word(key) });
  const where = (...parts) => element("span", { className: "where", text: parts.filter(Boolean).join(" · ") });
  const go = (key, text) =>
    element("button", { type: "button", className: "go", text: text ?? app.nameOf(key), onclick: () => app.select(key) });
  const line = (n) => (n ? word("line", { n }) : null);

  function rows(list) {
    const made = list.flatMap(([name, value]) => [
      element("dt", { textContent: name }),
      value instanceof Node ? element("dd", {}, value)
        : value === null || value === undefined || value === "" ? element("dd", { className: "unknown", textContent: word("unstated") })
        : element("dd", { text: value }),
    ]);
    return element("dl", {}, ...made);
  }

  function quoted(claim) {
    if (!claim?.quote) return [];
    const bytes = claim.start !== undefined ? word("bytes", { start: claim.start, end: claim.end }) : null;
    return [
      element("div", { className: "quote", text: `“${claim.quote}”` }),
      where(claim.field, app.measures.get(claim.measure)?.document, line(claim.line), bytes),
    ];
  }

  const said = (claim, other) =>
    element("li", {}, element("span", { className: "role", textContent: term(claim.type) }), other, ...quoted(claim));

  const measureItem = (id, ...more) => {
    const one = app.measures.get(id);
    return element("li", {}, one ? go(`measure/${id}`) : isolated(id), where(id, one && app.placeName(app.documents.get(one.document)?.place ?? "")), ...more);
  };
  function list(ids, limit = 60) {
    const more = ids.length - limit;
    return element("ul", {}, ...ids.slice(0, limit).map((id) => measureItem(id)),
      more > 0 ? element("li", { className: "unknown", textContent: word("more", { n: more }) }) : null);
  }

  // Actions: links that stay true, a citation, the neighbourhood, the records of the API.

  function citation(id) {
    const measure = app.measures.get(id);
    const document = app.documents.get(measure.document);
    const date = document.issued ?? word("undated");
    return `“${measure.title}”. ${document.issuer ? `${document.issuer}. ` : ""}《${document.title}》 (${date}), ${measure.id}, ${line(measure.line) ?? ""}. ${data.base}measure/${measure.id}. sha256 ${document.sha256}.`;
  }
  function explanation(key) {
    const [a, b] = key.slice(5).split("~");
    return `${data.root}measures/${a.split("/").map(encodeURIComponent).join("/")}/explanation?${new URLSearchParams({ other: b })}`;
  }
  function actions(key, id) {
    const copies = (name, text) =>
      element("button", { type: "button", className: "go", textContent: word(name), onclick: (event) => app.copy(text(), event.target) });
    const path = id && id.split("/").map(encodeURIComponent).join("/");
    return element("div", { className: "doors" },
      id && app.state.view !== "near" ? element("button", { type: "button", className: "go", textContent: word("neighbourhood"), onclick: () => app.go({ view: "near", focus: id, sel: key }) }) : null,
      copies("permalink", () => app.address({ sel: key })),
      id ? copies("cite", () => citation(id)) : null,
      key.startsWith("link/") && data.root ? element("a", { href: explanation(key), textContent: word("explanation") }) : null,
      id && data.root ? element("a", { href: `${data.root}measures/${path}`, textContent: word("json") }) : null,
      id && data.root ? element("a", { href: `${data.root}measures/${path}/lineage`, textContent: word("lineage") }) : null);
  }

  // What each kind of thing says

  function measure(id) {
    const one = app.measures.get(id);
    const document = app.documents.get(one.document);
    const claims = app.claims.get(id) ?? [];
    const bodies = claims.filter((claim) => app.ROLES.includes(claim.type));
    const lineage = claims.filter((claim) => claim.type === "STATES_LINEAGE");
    const places = claims.filter((claim) => ["ORIGINATED_IN", "ASSERTED_REPLICATED_IN"].includes(claim.type));
    const others = claims.filter((claim) => ["CITES", "HAS_DEADLINE", "HAS_STATUS", "IN_DOMAIN"].includes(claim.type));
    const family = app.familyOf.get(id);
    const links = [...(app.linksOf.get(id) ?? [])].sort(([, a], [, b]) => b.score - a.score);
    const accepted = links.filter(([, link]) => link.accepted);
    const rejected = links.filter(([, link]) => !link.accepted);
    const judged = [...app.judged].filter(([key, pair]) => !app.links.has(key) && [pair.a, pair.b].includes(id));
    const reach = data.reach.filter((city) => city.covered.includes(id));
    return [
      element("div", { className: "kicker", text: `${term("Measure")} · ${id}` }),
      element("h2", { text: one.title }),
      actions(`measure/${id}`, id),
      rows([
        [word("document"), go(`document/${document.id}`)],
        [word("place"), document.place ? app.placeName(document.place) : null],
        [word("issued"), document.issued ?? word("undated")],
        [word("domain"), one.domain],
        [word("deadline"), one.deadline ? `${one.deadline}${one.deadline_text ? `（${one.deadline_text}）` : ""}` : one.deadline_text],
        [word("status"), one.status ? term(one.status) : null],
        ...(reach.length ? [[word("scope"), reach.map((city) => city.short).join("、")]] : []),
        ...(family ? [[word("family"), go(`family/${family.id}`, family.name || family.id)]] : []),
        [word("stands"), [one.document, line(one.line)].filter(Boolean).join(", ")],
      ]),
      ...(places.length ? [heading("travelled"), element("ul", {}, ...places.map((claim) =>
        element("li", {}, element("span", { className: "role", textContent: term(claim.type) }), go(`place/${claim.name}`), ...quoted(claim),
          claim.type === "ASSERTED_REPLICATED_IN" ? element("p", { className: "note dashed", textContent: word("asserted") }) : null)))] : []),
      ...(lineage.length ? [heading("own-lineage"), element("ul", {}, ...lineage.map((claim) =>
        element("li", {}, element("span", { className: "role", textContent: word(`says-${claim.extra}`) }), isolated(claim.place ?? claim.name), ...quoted(claim))))] : []),
      ...(bodies.length ? [heading("bodies"), element("ul", {}, ...bodies.map((claim) => said(claim, go(claim.iri, claim.name))))] : []),
      ...(accepted.length ? [heading("comparable"), element("ul", {}, ...accepted.map(([key, link]) => linkItem(id, key, link)))] : []),
      ...(one.content ? [heading("content"), element("div", { className: "cut", text: one.content })] : []),
      ...(one.work_measures ? [heading("work"), element("div", { className: "cut", text: one.work_measures })] : []),
      ...(one.mechanisms.length ? [heading("mechanisms"), element("p", {}, ...one.mechanisms.map((name) => element("span", { className: "word", text: app.mechanismName(name) })))] : []),
      ...(others.length ? [heading("also"), element("ul", {}, ...others.map((claim) => said(claim, isolated(claim.name))))] : []),
      ...(rejected.length ? [heading("candidates"), element("ul", {}, ...rejected.slice(0, 10).map(([key, link]) => linkItem(id, key, link)))] : []),
      ...(judged.length ? [heading("judged-pairs"), element("ul", {}, ...judged.map(([key, pair]) => linkItem(id, key, pair)))] : []),
    ];
  }

  const linkItem = (id, key, link) =>
    measureItem(link.a === id ? link.b : link.a,
      element("button", { type: "button", className: "go score", textContent: link.score === undefined ? word("judged") : `${word("score")} ${link.score.toFixed(2)}`, onclick: () => app.select(key) }),
      app.judged.has(key) ? where(app.verdict(app.judged.get(key))) : null);

  function document_(id) {
    const one = app.documents.get(id);
    const inside = data.measures.filter((measure) => measure.document === id).map((measure) => measure.id);
    return [
      element("div", { className: "kicker", text: `${term("Document")} · ${id}` }),
      element("h2", { text: one.title }),
      actions(`document/${id}`),
      rows([[word("place"), one.place && app.placeName(one.place)], [word("issued"), one.issued ?? word("undated")], [word("issuer"), one.issuer],
        [word("measures"), one.measures], ["sha256", one.sha256]]),
      heading("measures"), list(inside),
    ];
  }

  function place(name) {
    const own = data.documents.filter((one) => one.place === name || one.city === name);
    const arrows = app.arrows.filter((one) => one.place === name || one.city === name);
    const reach = data.reach.find((one) => one.place === name);
    const of = (kind) => arrows.filter((one) => one.kind === kind);
    const told = (kind) => of(kind).length ? [element("h3", { textContent: word(`kind-${kind}`) }), element("ul", {}, ...of(kind).map((one) => measureItem(one.measure, ...quoted(app.claim.get(one.claim_id)))))] : [];
    return [
      element("div", { className: "kicker", text: term("Area") }),
      element("h2", { text: app.placeName(name) }),
      actions(`place/${name}`),
      own.length ? null : note("no-document"),
      ...(own.length ? [heading("documents"), element("ul", {}, ...own.map((one) => element("li", {}, go(`document/${one.id}`), where(one.id, one.issued ?? word("undated")))))] : []),
      ...told("originated_in"), ...told("learns_from"),
      ...(of("asserted_replicated_in").length ? [...told("asserted_replicated_in"), element("p", { className: "note dashed", textContent: word("asserted") })] : []),
      ...(reach ? [heading("reach"), element("p", { textContent: word("reached", { n: reach.covered.length, m: reach.conditional.length }) }), list(reach.covered, 20)] : []),
    ];
  }

  function body(key) {
    const one = app.bodies.get(key);
    const ids = [...new Set(one.carried.map((claim) => claim.measure))];
    return [
      element("div", { className: "kicker", text: term(one.kind) }),
      element("h2", { text: one.name }),
      actions(key),
      one.ambiguous ? note("ambiguous") : null,
      rows([[word("jurisdiction"), one.jurisdiction && app.placeName(one.jurisdiction)], [word("measures"), ids.length],
        ...app.ROLES.map((role) => [term(role), one.carried.filter((claim) => claim.type === role).length || null]).filter(([, n]) => n)]),
      element("button", { type: "button", className: "chip", textContent: word("only-these"), onclick: () => app.go({ agency: [key] }) }),
      heading("measures"),
      element("ul", {}, ...one.carried.slice(0, 60).map((claim) => element("li", {}, element("span", { className: "role", textContent: term(claim.type) }), go(`measure/${claim.measure}`), ...quoted(claim)))),
    ];
  }

  function family(id) {
    const one = data.families.find((other) => other.id === id);
    const inner = data.links.filter((link) => link.accepted && one.members.includes(link.a) && one.members.includes(link.b));
    return [
      element("div", { className: "kicker", text: word("family") }),
      element("h2", { text: one.name || app.nameOf(`measure/${id}`) }),
      actions(`family/${id}`),
      note("undirected"),
      heading("measures"), list(one.members),
      ...(one.mechanisms.length ? [heading("mechanisms"), element("ul", {}, ...one.mechanisms.map((shared) => element("li", {}, isolated(shared.name), where(shared.measures.join("、")))))] : []),
      heading("comparable"),
      element("ul", {}, ...inner.map((link) => element("li", {}, element("button", { type: "button", className: "go", text: `${link.a} – ${link.b}`, onclick: () => app.select(`link/${link.a}~${link.b}`) }), where(`${word("score")} ${link.score.toFixed(2)}`)))),
    ];
  }

  function flow(key) {
    const [origin, adopter] = key.split("~");
    const one = data.flows.find((other) => other.origin === origin && (other.adopter ?? "") === adopter);
    if (!one) return [note("nothing")];
    return [
      element("div", { className: "kicker", text: word("flow") }),
      element("h2", { text: `${app.placeName(origin)} → ${app.placeName(adopter)}` }),
      actions(`flow/${key}`),
      one.came_home ? note("came-home") : null,
      element("ul", {}, ...one.measures.map((id) => {
        const claims = (app.claims.get(id) ?? []).filter((claim) => claim.type === "ORIGINATED_IN" && data.places[claim.name]?.city === origin);
        return measureItem(id, ...claims.flatMap(quoted));
      })),
    ];
  }

  function arrow(index) {
    const one = app.arrows.find((other) => other.key === `arrow/${index}`);
    const from = go(`place/${one.place}`);
    const to = go(`measure/${one.measure}`);
    const asserted = one.kind === "asserted_replicated_in";
    return [
      element("div", { className: "kicker", text: word(`kind-${one.kind}`) }),
      element("ul", {}, element("li", {}, asserted ? to : from), element("li", {}, "→ ", asserted ? from : to)),
      actions(`arrow/${index}`),
      heading("evidence"), ...quoted(app.claim.get(one.claim_id)),
      asserted ? element("p", { className: "note dashed", textContent: word("asserted") }) : null,
      ...(one.candidates.length
        ? [heading("may-be"), note("candidate-note"), element("ul", {}, ...one.candidates.map((other) => measureItem(other.measure, where(`${word("score")} ${other.score.toFixed(2)}`))))]
        : asserted ? [] : [note("no-candidate")]),
    ];
  }

  // Two texts side by side, with the words marked that both hold.
  function marked(text, words) {
    const made = element("bdi");
    const found = words.filter((one) => one.length > 1).sort((a, b) => b.length - a.length);
    let rest = String(text ?? "");
    while (rest) {
      const next = found.map((one) => [rest.indexOf(one), one]).filter(([at]) => at >= 0).sort(([a, m], [b, n]) => a - b || n.length - m.length)[0];
      if (!next) break;
      made.append(rest.slice(0, next[0]), element("mark", { textContent: next[1] }));
      rest = rest.slice(next[0] + next[1].length);
    }
    made.append(rest);
    return made;
  }

  // Why the comparison is no other: the best that was rejected beside the pair, and what would change the grade.
  function counterfactuals({ rival, removal }) {
    const name = (feature) => feature.replaceAll("_", " ");
    const number = { className: "number" };
    return [
      ...(rival ? [heading("rival"), element("ul", {}, measureItem(rival.measure, where(word("rival-to", { id: rival.to, score: rival.score.toFixed(2) })))),
        ...(rival.separates?.length ? [element("table", {}, element("caption", { textContent: word("separates") }),
          ...rival.separates.map((lead) => element("tr", {}, element("td", { text: name(lead.name) }), element("td", { ...number, textContent: `+${lead.difference.toFixed(2)}` }))))] : [])] : []),
      ...(removal ? [heading("removal"), element("p", { text: word("removal-to", {
        features: removal.features.map(name).join(app.language === "zh" ? "、" : ", "), score: removal.score.toFixed(2),
        grade: removal.grade ? term(removal.grade) : word("removal-none"),
      }) })] : []),
    ];
  }

  const both = (key) => element("h2", { text: key.slice(5).split("~").map((id) => app.nameOf(`measure/${id}`)).join(" – ") });

  function link(key) {
    const one = app.links.get(key);
    if (!one) return uncompared(key);
    const features = [...one.features].sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
    const most = Math.max(...features.map((feature) => Math.abs(feature.share)), 0.0001);
    const side = (id, clause) => {
      const it = app.measures.get(id);
      return element("div", { className: "side" }, go(`measure/${id}`), where(id, app.placeName(app.documents.get(it.document).place ?? ""), app.issued(it) ?? word("undated")),
        clause ? element("p", { className: "clause" }, marked(clause, one.shared_words)) : null,
        element("p", {}, marked([it.title, it.content].filter(Boolean).join("\n"), one.shared_words)));
    };
    return [
      element("div", { className: "kicker", text: word(one.accepted ? "kind-comparable" : "kind-candidate") }),
      both(key),
      rows([[word("score"), one.score.toFixed(3)], ...(one.grade ? [[term("grade"), term(one.grade)]] : [])]),
      actions(key),
      ...app.people(key),
      note("undirected"),
      element("div", { className: "sides" }, side(one.a, one.clauses[0]), side(one.b, one.clauses[1])),
      heading("features"),
      element("table", {},
        element("tr", {}, element("th", { textContent: word("feature") }), element("th", { className: "number", textContent: word("value") }), element("th", { colSpan: 2, textContent: word("share") })),
        ...features.map((feature) => element("tr", {},
          element("td", { text: feature.name.replaceAll("_", " ") }),
          element("td", { className: feature.value === null ? "unknown" : "number", textContent: feature.value === null ? word("none") : feature.value.toFixed(2) }),
          element("td", { className: "share" }, element("meter", { min: 0, max: most, value: Math.abs(feature.share), ariaLabel: feature.name })),
          element("td", { className: "number", textContent: feature.share.toFixed(2) })))),
      ...(one.shared_words.length ? [heading("words"), element("p", {}, ...one.shared_words.map((text) => element("span", { className: "word", text })))] : []),
      ...counterfactuals(one),
      one.rule ? where(one.rule) : null,
      one.weights ? where(word("made-with", { weights: one.weights, model: one.model ?? word("no-model") })) : null,
    ];
  }

  // A pair that was never compared may have been judged all the same.
  const uncompared = (key) => [
    element("div", { className: "kicker", textContent: word("judged") }),
    both(key),
    element("ul", {}, ...key.slice(5).split("~").map((id) => measureItem(id))),
    actions(key),
    note("not-compared"),
    ...app.people(key),
  ];

  function results() {
    const found = app.find(app.state.q);
    return [
      element("div", { className: "kicker", textContent: word("found", { n: found.length }) }),
      found.length ? null : element("p", { textContent: word("nothing") }),
      element("ul", {}, ...found.slice(0, 80).map(([key]) => {
        const kind = key.startsWith("measure/") ? term("Measure") : key.startsWith("document/") ? term("Document") : key.startsWith("place/") ? term("Area") : term(app.bodies.get(key)?.kind);
        return element("li", {}, go(key), where(kind, key.startsWith("measure/") ? key.slice(8) : null));
      })),
    ];
  }

  function welcome() {
    return [
      element("p", { className: "note", textContent: word(`about-${app.state.view}`) }),
      heading("documents"),
      element("ul", {}, ...data.documents.map((one) => element("li", {}, go(`document/${one.id}`), where(one.id, one.place && app.placeName(one.place), one.issued ?? word("undated"))))),
      ...questions(),
    ];
  }

  // The Cypher that gives the view: to copy, and where a server is behind the page, to run.
  function questions() {
    return [
      heading("cypher"),
      ...(data.questions[app.state.view] ?? []).map((one) => {
        const output = element("div", { className: "answer" });
        const named = { ...one.needed, ...(app.state.view === "near" && app.state.focus ? { id: app.state.focus } : {}) };
        const given = Object.entries(named).map(([name, value]) => ` --param ${name}=${value}`).join("");
        return element("details", {},
          element("summary", { text: one.title }),
          element("pre", { tabindex: 0, text: one.cypher }),
          element("div", { className: "doors" },
            element("button", { type: "button", className: "go", textContent: word("copy"), onclick: (event) => app.copy(one.cypher, event.target) }),
            data.root ? element("button", { type: "button", className: "go", textContent: word("run"), onclick: () => run(one.name, named, output) }) : null),
          element("code", { text: `reformgraph ask ${one.name}${given}` }), output);
      }),
    ];
  }
  async function run(name, parameters, output) {
    const asked = new URLSearchParams(Object.entries(parameters));
    const response = await fetch(`${data.root}questions/${name}/answer?${asked}`, { headers: { Accept: "application/json" } });
    const answer = await response.json();
    if (!response.ok) {
      output.replaceChildren(element("p", { text: answer.detail ?? answer.title }));
      return;
    }
    const plain = (value) => app.cut(value === null ? "" : typeof value === "object" ? JSON.stringify(value) : value, 60);
    output.replaceChildren(
      element("p", { textContent: word("rows", { n: answer.rows.length }) }),
      element("div", { className: "scroll", tabindex: 0 }, element("table", {},
        element("tr", {}, ...answer.columns.map((column) => element("th", { text: column }))),
        ...answer.rows.slice(0, 50).map((row) => element("tr", {}, ...row.map((value) => element("td", { text: plain(value) })))))));
  }

  const pair = (id) => {
    const [a, b, ...more] = id.split("~");
    return more.length === 0 && a < b && app.measures.has(a) && app.measures.has(b);
  };
  function content(key) {
    const [kind, ...rest] = key.split("/");
    const id = rest.join("/");
    if (kind === "measure" && app.measures.has(id)) return measure(id);
    if (kind === "document" && app.documents.has(id)) return document_(id);
    if (kind === "place" || kind === "seat") return place(id);
    if (kind === "family" && data.families.some((one) => one.id === id)) return family(id);
    if (kind === "flow") return flow(id);
    if (kind === "arrow" && app.arrows.some((one) => one.key === key)) return arrow(id);
    if (kind === "link" && (app.links.has(key) || pair(id))) return link(key);
    if (app.bodies.has(key)) return body(key);
    return null;
  }

  app.showPanel = () => {
    const { sel, q, view, focus } = app.state;
    const found = (sel && content(sel)) || (q ? results() : view === "near" && app.measures.has(focus) ? [...measure(focus), ...questions()] : welcome());
    const close = sel ? element("button", { type: "button", className: "close", textContent: "×", ariaLabel: word("close"), onclick: () => app.select("") }) : null;
    const panel = document.getElementById("panel");
    panel.replaceChildren(...[close, ...found].filter(Boolean));
    panel.scrollTop = 0;
  };
  app.select = (key) => app.go({ sel: key });
})();
