// What people judged of a pair and what models proposed; in a served page also the form to judge.
"use strict";
(() => {
  const app = explorer;
  const { element, word, term, data } = app;
  const VERDICTS = ["same", "comparable", "related", "different", "unsure"];

  app.verdict = (said) => [
    said.verdict && said.accepted ? word("judged-accepted", { verdict: term(said.verdict) })
      : said.verdict ? word("judged-rejected", { verdict: term(said.verdict) })
      : said.disputed ? word("judged-even") : word("judged-open"),
    said.disputed ? word("disputed") : null,
  ].filter(Boolean).join(" · ");

  const voice = (one) =>
    element("li", {}, element("span", { className: "role", textContent: term(one.verdict) }), app.isolated(one.by),
      element("span", { className: "where", text: one.when ?? word("undated") }),
      element("p", { className: one.reason ? "" : "unknown", text: one.reason ?? word("no-reason") }));

  // All that stands beside the comparison of a pair.
  app.people = (key) => {
    const said = app.judged.get(key);
    const proposed = app.proposed.get(key) ?? [];
    const link = app.links.get(key);
    const look = !said?.verdict ? "open" : said.accepted ? "upheld" : "rejected";
    return [
      element("h3", { textContent: word("judged") }),
      element("p", { className: `note judged ${look}`, textContent: said ? app.verdict(said) : word("judged-open") }),
      said?.verdict && link && said.accepted !== link.accepted ? element("p", { className: "note", textContent: word("judged-against") }) : null,
      said ? element("ul", {}, ...said.said.map(voice)) : null,
      ...(data.root === null ? [] : [form(key)]),
      ...(proposed.length ? [element("h3", { textContent: word("proposed") }), element("p", { className: "note dashed", textContent: word("proposed-note") }), element("ul", {}, ...proposed.map(voice))] : []),
    ];
  };

  // The form. The key stays in this variable alone: not in the address, not in the browser's stores.
  let secret = "";
  let draft = {};
  let answer = null; // what was last said of a pair
  let open = false;
  let busy = false;

  function form(key) {
    if (draft.key !== key) draft = { key, verdict: "", reason: "" };
    if (answer?.key !== key) answer = null;
    const labelled = (name, field) => element("label", {}, name, field);
    const verdict = element("select", { onchange: (event) => { draft.verdict = event.target.value; } },
      element("option", { value: "", textContent: word("judge-choose") }),
      ...VERDICTS.map((one) => element("option", { value: one, textContent: term(one) })));
    verdict.value = draft.verdict;
    const reason = element("textarea", { rows: 3, maxLength: 1000, value: draft.reason, oninput: (event) => { draft.reason = event.target.value; } });
    const given = element("input", { type: "password", autocomplete: "off", spellcheck: false, value: secret, oninput: (event) => { secret = event.target.value; } });
    const told = element("div", { id: "told", tabIndex: -1, role: answer?.bad ? "alert" : "status", className: answer ? `note ${answer.bad ? "bad" : ""}` : "" },
      ...(answer?.lines ?? []).map((text) => element("p", { text })),
      answer?.contradictions?.length ? element("p", { className: "strong", textContent: word("judge-contradicts") }) : null,
      answer?.contradictions?.length ? element("ul", {}, ...answer.contradictions.map((text) => element("li", { text }))) : null);
    return element("details", { id: "judge", open, ontoggle: (event) => { open = event.target.open; } },
      element("summary", { textContent: word("judge") }),
      element("form", { onsubmit: (event) => { event.preventDefault(); judge(key); } },
        labelled(word("judge-verdict"), verdict), labelled(word("judge-reason"), reason), labelled(word("judge-key"), given),
        element("p", { className: "where", textContent: word("judge-key-note") }),
        element("div", { className: "doors" },
          element("button", { type: "submit", textContent: word("judge-send") }),
          element("button", { type: "button", textContent: word("judge-undo"), onclick: () => undo(key) }))),
      told);
  }

  function say(said) {
    answer = said;
    app.showPanel();
    document.getElementById("told")?.focus();
  }

  class Refused extends Error {
    constructor(...lines) {
      super(lines.join("\n"));
      this.lines = lines;
    }
  }

  // Without the browser's own credentials, or it would ask for a password where a key is not accepted.
  async function ask(method, path, body) {
    let response;
    try {
      response = await fetch(data.root + path, {
        method, credentials: "omit", cache: "no-store",
        headers: { "X-API-Key": secret.trim(), ...(body ? { "Content-Type": "application/json" } : {}) },
        body: body && JSON.stringify(body),
      });
    } catch {
      throw new Refused(word("judge-no-answer"));
    }
    const found = await response.json().catch(() => ({}));
    if (response.ok) return found;
    throw new Refused([response.status, found.title ?? response.statusText].filter(Boolean).join(" · "), ...(found.detail ? [found.detail] : []),
      ...(found.errors ?? []).map((one) => [one.where, one.message].filter(Boolean).join(": ")));
  }

  async function change(key, done, method, path, body) {
    if (busy) return;
    if (!/^[\w-]+$/.test(secret.trim())) {
      say({ key, bad: true, lines: [word("judge-no-key")] });
      return;
    }
    busy = true;
    let said;
    try {
      const { judgement, contradictions } = await ask(method, path, body);
      said = { key, bad: false, lines: [done({ verdict: term(judgement.verdict), by: judgement.by })], contradictions };
      draft = {};
      if (!(await anew(key))) said.lines.push(word("judge-stale"));
    } catch (error) {
      said = { key, bad: true, lines: error instanceof Refused ? error.lines : [String(error)] };
    }
    busy = false;
    if (!said.bad) app.show(null);
    if (app.state.sel === key) say(said);
  }

  // The store's new state: an answer of the new release, since the judgement changed it.
  async function anew(key) {
    const [a, b] = key.slice(5).split("~");
    try {
      const { judged, proposals } = await ask("GET", `explorer/judged?${new URLSearchParams({ a, b })}`);
      if (judged) app.judged.set(key, judged);
      else app.judged.delete(key);
      app.proposed.set(key, proposals);
      return true;
    } catch {
      return false;
    }
  }

  function judge(key) {
    const [a, b] = key.slice(5).split("~");
    const reason = draft.reason.trim();
    if (!draft.verdict || !reason) say({ key, bad: true, lines: [word("judge-unsaid")] });
    else change(key, (values) => word("judge-taken", values), "POST", "judgements", { a, b, verdict: draft.verdict, reason });
  }
  function undo(key) {
    const [a, b] = key.slice(5).split("~");
    change(key, (values) => word("judge-gone", values), "DELETE", `judgements?${new URLSearchParams({ a, b })}`);
  }
})();
