// Small parts that every page uses.
"use strict";
const h = preact.h;
const { useState, useEffect, useRef, useMemo } = preactHooks;
const SCALES = ["TCC", "ICC", "IQ", "ITS"];
const SCALE_NAMES = {
  TCC: "text content",
  ICC: "image content",
  IQ: "image quality",
  ITS: "image-text synergy",
};

function shown(number, digits = 2) {
  return number === undefined || number === null || Number.isNaN(number) ? "–" : Number(number).toFixed(digits);
}

function whole(number) {
  return number === undefined || number === null ? "–" : Number(number).toLocaleString("en");
}

/** The state of the page: what stands behind # in its address. */
function route() {
  const [path, query] = decodeURI(location.hash.slice(1) || "/").split("?");
  return { path: path.split("/").filter((part) => part), query: new URLSearchParams(query || "") };
}

function go(path, query) {
  const text = query ? query.toString() : "";
  location.hash = encodeURI(path) + (text ? "?" + text : "");
}

function Link({ to, children, ...rest }) {
  return h("a", { href: "#" + encodeURI(to), ...rest }, children);
}

function Picture({ name, caption, large }) {
  return name
    ? h("img", { src: name, alt: caption || "picture without a caption", loading: "lazy", class: large ? "large" : "" })
    : h("div", { class: "nothing", role: "img", "aria-label": "no picture" }, "no picture");
}

function Score({ scale, value }) {
  const level = value === undefined || Number.isNaN(value) ? "none" : Math.round(value);
  return h(
    "span",
    { class: "score level-" + level, title: SCALE_NAMES[scale] || scale },
    scale + " " + shown(value, Number.isInteger(value) ? 0 : 1)
  );
}

/** Bars of counts by a plotting library, drawn again when the page's width changes. */
function Bars({ title, labels, series }) {
  const place = useRef(null);
  useEffect(() => {
    const style = getComputedStyle(document.body);
    const ink = style.getPropertyValue("--ink");
    const colours = ["--one", "--two", "--three", "--four"].map((name) => style.getPropertyValue(name));
    const xs = labels.map((_, i) => i);
    const plot = new uPlot(
      {
        width: Math.max(260, place.current.clientWidth),
        height: 180,
        legend: { show: series.length > 1 },
        cursor: { show: false },
        scales: { x: { time: false, range: [-0.6, labels.length - 0.4] }, y: { range: (u, low, high) => [0, high || 1] } },
        axes: [
          { stroke: ink, values: (u, ticks) => ticks.map((tick) => labels[tick] ?? ""), splits: xs, grid: { show: false } },
          { stroke: ink, size: 60 },
        ],
        series: [
          {},
          ...series.map((one, i) => ({
            label: one.label,
            fill: colours[i % colours.length],
            stroke: colours[i % colours.length],
            paths: uPlot.paths.bars({ size: [0.8 / series.length, 60], align: series.length === 1 ? 0 : i === 0 ? -1 : 1 }),
            points: { show: false },
          })),
        ],
      },
      [xs, ...series.map((one) => one.values)],
      place.current
    );
    return () => plot.destroy();
  }, [labels.join(), series.map((one) => one.values.join()).join("|")]);
  const said = series
    .map((one) => (one.label ? one.label + ": " : "") + labels.map((label, i) => label + " " + one.values[i]).join(", "))
    .join("; ");
  return h("figure", null, h("figcaption", null, title), h("div", { ref: place, role: "img", "aria-label": title + ": " + said }));
}

function Table({ head, rows }) {
  return h(
    "div",
    { class: "scroll" },
    h(
      "table",
      null,
      h("thead", null, h("tr", null, head.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, rows.map((cells) => h("tr", null, cells.map((cell) => h("td", null, cell)))))
    )
  );
}
