// What all views share: the data, words, elements. Text from documents only ever becomes text nodes.
"use strict";
const explorer = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const app = { data, views: {}, language: data.language };

  app.word = (key, values = {}) =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, () => value),
      data.words[app.language][key] ?? key,
    );
  app.term = (name) => data.terms[name]?.[app.language] ?? (`line-${name}` in data.words.en ? app.word(`line-${name}`) : name);

  // Direction marks inside a text must not turn round what stands beside it.
  app.isolated = (text) => {
    const made = document.createElement("bdi");
    made.textContent = String(text);
    return made;
  };

  app.element = (tag, properties = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined || value === null) continue;
      if (name === "text") made.append(app.isolated(value));
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (name in made) made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  app.cut = (text, length) => {
    const letters = [...String(text)];
    return letters.slice(0, length).join("") + (letters.length > length ? "…" : "");
  };

  app.group = (items, key) => {
    const found = new Map();
    for (const one of items) {
      const name = key(one);
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(one);
    }
    return found;
  };

  // Indexes. Keys of what can be selected: measure/…, document/…, place/…, family/…, flow/…, link/a~b, arrow/n,
  // and for bodies the end of their IRI.
  app.measures = new Map(data.measures.map((one) => [one.id, one]));
  app.documents = new Map(data.documents.map((one) => [one.id, one]));
  app.claims = app.group(data.claims, (one) => one.measure);
  app.claim = new Map(data.claims.map((one) => [one.claim_id, one]));
  app.links = new Map(data.links.map((one) => [`link/${one.a}~${one.b}`, one]));
  app.linksOf = new Map();
  for (const [key, one] of app.links)
    for (const id of [one.a, one.b]) {
      if (!app.linksOf.has(id)) app.linksOf.set(id, []);
      app.linksOf.get(id).push([key, one]);
    }
  // What people judged and models proposed, by pair; kept beside the links, of which a judged pair may be none.
  app.judged = new Map(data.judged.map((one) => [`link/${one.a}~${one.b}`, one]));
  app.proposed = app.group(data.proposals, (one) => `link/${one.a}~${one.b}`);
  // How a link is drawn: as people decided, where they decided otherwise than the comparison.
  app.lineOf = (key, link) => {
    const said = app.judged.get(key);
    if (said?.disputed && !said.verdict) return "DISPUTED";
    if (link.accepted) return said?.verdict && !said.accepted ? "REJECTED" : "COMPARABLE_TO";
    return said?.accepted ? "UPHELD" : "CANDIDATE";
  };
  // The kinds by which a link is filtered.
  app.kindsOfLink = (key, link) => {
    const said = app.judged.get(key);
    return [link.accepted ? "comparable" : "candidate",
      ...(said?.verdict ? [said.accepted ? "upheld" : "rejected"] : []), ...(said?.disputed ? ["disputed"] : [])];
  };
  app.judgedLines = () => [...new Set([...app.links].map(([key, one]) => app.lineOf(key, one)))]
    .filter((type) => ["UPHELD", "REJECTED", "DISPUTED"].includes(type)).map((type) => ["line", type, app.term(type)]);
  app.arrowsOf = app.group(data.arrows.map((one, index) => ({ ...one, key: `arrow/${index}` })), (one) => one.measure);
  app.arrows = [...app.arrowsOf.values()].flat();
  app.familyOf = new Map(data.families.flatMap((one) => one.members.map((id) => [id, one])));
  app.ROLES = ["LEAD", "RESPONSIBLE", "COORDINATES", "COOPERATES"];
  app.bodies = new Map();
  for (const claim of data.claims)
    if (app.ROLES.includes(claim.type)) {
      if (!app.bodies.has(claim.iri)) app.bodies.set(claim.iri, { ...claim, carried: [] });
      app.bodies.get(claim.iri).carried.push(claim);
    }
  app.fieldOf = (measure) => measure.fields[0] ?? "";
  app.fieldName = (code) => {
    const one = data.fields[code];
    return one ? (app.language === "en" && one.name_en) || one.name : app.word("none-domain");
  };
  app.mechanismName = (id) => {
    const one = data.mechanisms[id];
    return one ? (app.language === "en" && one.name_en ? `${one.name} ${one.name_en}` : one.name) : id;
  };
  app.placeName = (name) => {
    const english = data.places[name]?.english;
    return app.language === "en" && english ? `${name} ${english}` : name || app.word("unstated");
  };
  app.cityOf = (measure) => app.documents.get(measure.document)?.city ?? "";
  app.issued = (measure) => app.documents.get(measure.document)?.issued ?? null;

  app.nameOf = (key) => {
    const [kind, ...rest] = key.split("/");
    const id = rest.join("/");
    if (kind === "measure") return app.measures.get(id)?.title ?? id;
    if (kind === "document") return app.documents.get(id)?.title ?? id;
    if (kind === "place" || kind === "seat") return app.placeName(id);
    if (kind === "family") return data.families.find((one) => one.id === id)?.name || id;
    return app.bodies.get(key)?.name ?? id;
  };

  // Colours of the theme, for what is drawn and not styled.
  app.colours = () => {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(`--${name}`).trim();
    return { ink: of("ink"), soft: of("soft"), line: of("line"), ground: of("ground"), paper: of("paper"), accent: of("accent") };
  };
  // Blue on black is hard to see; the dark theme has the lighter one.
  app.edgeStyle = (type) => {
    const look = data.styles.edges[type] ?? data.styles.edge;
    return document.documentElement.dataset.theme === "dark" && look.colour === "#0072b2" ? { ...look, colour: "#56b4e9" } : look;
  };
  app.copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = app.element("textarea", { value: text, className: "away" });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = app.word("copied");
    setTimeout(() => { button.textContent = before; }, 1200);
  };
  return app;
})();
