// Search as one types: Chinese, simplified or traditional, Latin letters, and initials of pinyin (kbqy: 开办企业).
"use strict";
(() => {
  const app = explorer;
  const { initials, simplified } = app.data;
  const plain = (text) => [...String(text).normalize("NFKC").toLowerCase()].map((one) => simplified[one] ?? one).join("");
  let index = null;

  function build() {
    const entries = [];
    const add = (key, name, more = "") => entries.push({ key, name: plain(name), more: plain(more) });
    for (const one of app.data.measures) add(`measure/${one.id}`, one.title, `${one.id}\n${one.content ?? ""}\n${one.work_measures ?? ""}`);
    for (const one of app.data.documents) add(`document/${one.id}`, one.title, `${one.id} ${one.place ?? ""}`);
    for (const [key, one] of app.bodies) add(key, one.name, [...new Set(one.carried.map((c) => c.printed ?? ""))].join(" "));
    for (const [name, one] of Object.entries(app.data.places)) add(`place/${name}`, name, one.english ?? "");
    return entries;
  }

  // Whether the letters are initials of characters that stand side by side.
  function byInitials(letters, name) {
    const characters = [...name].filter((one) => initials[one] || /[a-z0-9]/.test(one));
    const fits = (at) => letters.every((letter, i) => {
      const one = characters[at + i];
      return one !== undefined && (initials[one]?.includes(letter) || one === letter);
    });
    for (let at = 0; at + letters.length <= characters.length; at += 1) if (fits(at)) return true;
    return false;
  }

  let last = ["", []];
  // Keys of what fits with a rank: 0 in the name, 1 by initials, 2 in the text.
  app.find = (query) => {
    const asked = plain(query.trim());
    if (asked === "") return [];
    if (last[0] === asked) return last[1];
    index ??= build();
    const letters = /^[a-z]{2,}$/.test(asked) ? [...asked] : null;
    const words = asked.split(/\s+/);
    const found = [];
    for (const { key, name, more } of index) {
      if (words.every((word) => name.includes(word))) found.push([key, 0]);
      else if (letters && byInitials(letters, name)) found.push([key, 1]);
      else if (words.every((word) => name.includes(word) || more.includes(word))) found.push([key, 2]);
    }
    found.sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
    last = [asked, found];
    return found;
  };
})();
