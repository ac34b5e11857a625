// Drawing in SVG: the marks of nodes and lines, what can be clicked or reached by key, and the export of pictures.
"use strict";
(() => {
  const app = explorer;
  const NAME = "http://www.w3.org/2000/svg";
  app.FACE = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

  app.svg = (tag, attributes = {}, ...children) => {
    const made = document.createElementNS(NAME, tag);
    for (const [name, value] of Object.entries(attributes))
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    made.append(...children.filter((one) => one !== null && one !== undefined));
    return made;
  };
  app.sheet = (width, height, label) =>
    app.svg("svg", {
      xmlns: NAME, width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label,
      "font-family": app.FACE, "font-size": 13,
    });
  // Text with direction marks of its own turns nothing round but itself.
  app.label = (text, x, y, attributes = {}) => {
    const made = app.svg("text", { x, y, fill: app.colours().ink, style: "unicode-bidi: isolate", ...attributes });
    made.textContent = text;
    return made;
  };

  // Something that acts, by mouse and by keyboard; its name may be longer than what fits into the picture.
  app.act = (name, pressed, act, attributes, ...children) => {
    const title = app.svg("title");
    title.textContent = app.cut(name, 200);
    return app.svg(
      "g",
      {
        ...attributes, class: "mark", tabindex: 0, role: "button", "aria-pressed": String(pressed), onclick: act,
        onkeydown: (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          act();
        },
      },
      title,
      ...children,
    );
  };
  // Something that selects `key`.
  app.button = (key, name, attributes, ...children) =>
    app.act(name, app.state.sel === key, () => app.select(key), { ...attributes, "data-key": key }, ...children);

  const PATHS = {
    square: "M-.8-.8H.8V.8H-.8Z",
    diamond: "M0-1L1 0L0 1L-1 0Z",
    triangle: "M0-.9L1 .8H-1Z",
    triangleDown: "M0 .9L1-.8H-1Z",
    hexagon: "M-.5-.87H.5L1 0L.5 .87H-.5L-1 0Z",
    star: "M0-1L.28-.35L.97-.31L.44 .14L.6 .81L0 .45L-.6 .81L-.44 .14L-.97-.31L-.28-.35Z",
  };
  app.shape = (shape, x, y, size, attributes) =>
    PATHS[shape]
      ? app.svg("path", { d: PATHS[shape], transform: `translate(${x} ${y}) scale(${size})`, "vector-effect": "non-scaling-stroke", ...attributes })
      : app.svg("circle", { cx: x, cy: y, r: size, ...attributes });

  app.line = (d, type, attributes = {}) => {
    const look = app.edgeStyle(type);
    return app.svg("path", {
      d, fill: "none", stroke: look.colour, "stroke-width": look.width, "stroke-dasharray": look.dashes?.join(" ") ?? null,
      "marker-end": look.arrow ? `url(#to-${type})` : null, ...attributes,
    });
  };
  app.markers = (...types) =>
    app.svg("defs", {}, ...types.map((type) =>
      app.svg("marker", { id: `to-${type}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
        app.svg("path", { d: "M0 0L8 4L0 8Z", fill: app.edgeStyle(type).colour }))));

  app.nodeMark = (shape, colour, size = 6.5) =>
    app.svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" },
      app.shape(shape, 8, 8, size, { fill: colour, stroke: "#5a6270", "stroke-width": 1 }));
  app.lineMark = (type) => {
    const { colour, width, dashes, arrow } = app.edgeStyle(type);
    return app.svg("svg", { width: 34, height: 16, viewBox: "0 0 34 16", "aria-hidden": "true" },
      app.svg("line", { x1: 1, y1: 8, x2: arrow ? 26 : 33, y2: 8, stroke: colour, "stroke-width": width, "stroke-dasharray": dashes?.join(" ") ?? null }),
      arrow ? app.svg("path", { d: "M25 4L33 8L25 12Z", fill: colour }) : null);
  };

  // Export

  function offer(name, url) {
    const link = app.element("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
  }
  const offerText = (name, type, text) => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    offer(name, url);
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  const fileName = (ending) => `reformgraph-${app.state.view}.${ending}`;

  app.svgText = () => {
    const view = app.views[app.state.view];
    const copy = (view.svg ? view.svg() : document.querySelector("#view svg")).cloneNode(true);
    for (const one of copy.querySelectorAll("[tabindex]")) one.removeAttribute("tabindex");
    const [width, height] = ["width", "height"].map((side) => copy.getAttribute(side));
    copy.prepend(app.svg("rect", { x: copy.viewBox?.baseVal?.x ?? 0, y: copy.viewBox?.baseVal?.y ?? 0, width, height, fill: app.colours().paper }));
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}`;
  };
  app.pngUrl = async () => {
    const text = app.svgText();
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
    const canvas = app.element("canvas", { width: image.width * scale, height: image.height * scale });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/png");
  };
  // A leading sign of calculation would make a formula of a cell.
  app.csvText = () => {
    const { columns, rows } = app.views[app.state.view].table(app.shown());
    const cell = (value) => {
      const text = value === null || value === undefined ? "" : String(value);
      const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    return `\ufeff${[columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  };
  app.export = async (kind) => {
    if (kind === "csv") offerText(fileName("csv"), "text/csv;charset=utf-8", app.csvText());
    else if (kind === "svg") offerText(fileName("svg"), "image/svg+xml", app.svgText());
    else if (kind === "png") offer(fileName("png"), await app.pngUrl());
    else print();
  };
})();
