// The map of the data: turns whose rows are near lie near each other, in the colours of a facet or a score.
"use strict";
const MAP_KINDS = { image: "pictures", answer: "answers", question: "questions" };
const MAP_COLOURS = 8;
const MAP_NEAR = 14; // pixels from the pointer to a point

/** What part of the map is looked at, kept while other pages are looked at. */
const mapView = { kind: "", x: 0, y: 0, zoom: 1, at: -1 };

function hasMap() {
  return (seir.index().maps || []).length > 0;
}

/** What points can be coloured by. */
function mapColourings() {
  const index = seir.index();
  const several = (name) => index.dictionaries[name].length > 1;
  const words = ["domain", "category", "system"].filter(several);
  const scales = SCALES.filter((scale) => index.columns[scale] && index.columns[scale].some((value) => !Number.isNaN(value)));
  return [...words, ...(index.columns.cluster ? ["near-duplicates"] : []), ...scales];
}

/** The class of every point, and what the classes are called; the last is of all that is left. */
function mapClasses(map, by, shown) {
  const index = seir.index();
  const of = new Uint8Array(map.count);
  if (SCALES.includes(by)) {
    const column = index.columns[by];
    for (let i = 0; i < map.count; i++) {
      const value = column[map.row[i]];
      of[i] = Number.isNaN(value) ? 6 : Math.min(5, Math.max(0, Math.round(value)));
    }
    return { of, classes: [0, 1, 2, 3, 4, 5].map((score) => ({ label: by + " " + score, colour: "--s" + score })).concat({ label: "not scored", colour: "--other" }) };
  }
  if (by === "near-duplicates") {
    for (let i = 0; i < map.count; i++) {
      const cluster = index.columns.cluster[map.row[i]];
      of[i] = cluster === undefined || Number.isNaN(cluster) ? 2 : index.columns.repeats[map.row[i]] ? 1 : 0;
    }
    return {
      of,
      classes: [
        { label: "kept", colour: "--m0", filter: ["repeats", "kept"] },
        { label: "repeats another", colour: "--m1", filter: ["repeats", "repeats"] },
        { label: "no near-duplicate", colour: "--other", filter: ["repeats", "none"] },
      ],
    };
  }
  const column = index.columns[by];
  const counts = new Map();
  for (let i = 0; i < map.count; i++) {
    if (by !== "category" || shown[map.row[i]]) {
      counts.set(column[map.row[i]], (counts.get(column[map.row[i]]) || 0) + 1);
    }
  }
  const words = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
  const own = words.slice(0, MAP_COLOURS);
  for (let i = 0; i < map.count; i++) {
    const place = own.indexOf(column[map.row[i]]);
    of[i] = place < 0 ? own.length : place;
  }
  const classes = own.map((word, i) => ({ label: index.dictionaries[by][word] || "(none)", colour: "--m" + i, filter: [by, String(word)] }));
  return { of, classes: classes.concat({ label: words.length > own.length ? whole(words.length - own.length) + " others" : "", colour: "--other" }) };
}

/** Where points are on a canvas of some size. */
function mapPlaces(map, width, height) {
  const scale = Math.min((width / 2 - 20) / map.wide, (height / 2 - 20) / map.high) * mapView.zoom;
  return {
    x: (i) => width / 2 + (map.x[i] - mapView.x) * scale,
    y: (i) => height / 2 + (map.y[i] - mapView.y) * scale,
    scale,
  };
}

function mapRadius(count) {
  const base = count > 10000 ? 1.5 : count > 2000 ? 2 : count > 400 ? 3 : 4.5;
  return Math.min(9, base * Math.pow(mapView.zoom, 0.5));
}

function drawMap(canvas, map, coloured, shown, at) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const style = getComputedStyle(document.body);
  const colour = (name) => style.getPropertyValue(name).trim();
  const paint = canvas.getContext("2d");
  paint.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint.clearRect(0, 0, width, height);
  const places = mapPlaces(map, width, height);
  const radius = mapRadius(map.count);
  const layer = (fill, size, takes) => {
    paint.fillStyle = fill;
    paint.beginPath();
    for (let i = 0; i < map.count; i++) {
      if (takes(i)) {
        const x = places.x(i);
        const y = places.y(i);
        if (x > -size && y > -size && x < width + size && y < height + size) {
          paint.moveTo(x + size, y);
          paint.arc(x, y, size, 0, 2 * Math.PI);
        }
      }
    }
    paint.fill();
  };
  layer(colour("--line"), Math.max(1, 0.7 * radius), (i) => !shown[map.row[i]]);
  for (let c = coloured.classes.length - 1; c >= 0; c--) {
    layer(colour(coloured.classes[c].colour), radius, (i) => coloured.of[i] === c && shown[map.row[i]]);
  }
  if (at >= 0) {
    const ring = (i, size, ink, thick) => {
      paint.strokeStyle = ink;
      paint.lineWidth = thick;
      paint.beginPath();
      paint.arc(places.x(i), places.y(i), size, 0, 2 * Math.PI);
      paint.stroke();
    };
    for (let i = 0; i < map.count; i++) {
      if (i !== at && map.row[i] === map.row[at]) {
        ring(i, radius + 3, colour("--soft"), 1.5); // other turns of the same dialogue
      }
    }
    ring(at, radius + 5, colour("--paper"), 6);
    ring(at, radius + 5, colour("--focus"), 3);
  }
}

/** The shown point nearest to a place; -1 if none is near. */
function mapNearest(map, shown, canvas, x, y, most) {
  const places = mapPlaces(map, canvas.clientWidth, canvas.clientHeight);
  let best = -1;
  let least = most * most;
  for (let i = 0; i < map.count; i++) {
    if (shown[map.row[i]]) {
      const dx = places.x(i) - x;
      const dy = places.y(i) - y;
      const squares = dx * dx + dy * dy;
      if (squares < least) {
        least = squares;
        best = i;
      }
    }
  }
  return best;
}

/** The shown point that one comes to from another in a direction; itself if there is none. */
function mapBeside(map, shown, from, dx, dy) {
  let best = from;
  let least = Infinity;
  for (let i = 0; i < map.count; i++) {
    if (i !== from && shown[map.row[i]]) {
      const along = (map.x[i] - map.x[from]) * dx + (map.y[i] - map.y[from]) * dy;
      const aside = Math.abs((map.x[i] - map.x[from]) * dy - (map.y[i] - map.y[from]) * dx);
      if (along > 0 && aside <= along && along + 2 * aside < least) {
        least = along + 2 * aside;
        best = i;
      }
    }
  }
  return best;
}

/** The turn of a point: its picture and what is said, beside it. */
function MapTip({ map, at, canvas }) {
  const index = seir.index();
  const row = map.row[at];
  const [card, setCard] = useState(null);
  useEffect(() => {
    let here = true;
    setCard(null);
    seir.card(row).then((found) => here && setCard(found));
    return () => {
      here = false;
    };
  }, [row]);
  const turn = card && card.p ? card.p[map.turn[at]] || {} : card || {};
  const places = mapPlaces(map, canvas.clientWidth, canvas.clientHeight);
  const right = places.x(at) < canvas.clientWidth / 2;
  const below = places.y(at) < canvas.clientHeight / 2;
  const style = {
    [right ? "left" : "right"]: Math.max(0, (right ? places.x(at) : canvas.clientWidth - places.x(at)) + 14) + "px",
    [below ? "top" : "bottom"]: Math.max(0, (below ? places.y(at) : canvas.clientHeight - places.y(at)) - 20) + "px",
  };
  const word = (name) => index.dictionaries[name][index.columns[name][row]];
  return h(
    "div",
    { class: "tip", style, role: "status" },
    turn.i ? h("img", { src: turn.i, alt: turn.c || "picture without a caption" }) : null,
    h("p", null, turn.c || turn.q || (card ? "(no words)" : "…")),
    h(
      "p",
      { class: "note" },
      [index.ids[row] + (index.columns.turns[row] > 1 ? ", turn " + (map.turn[at] + 1) : ""), word("system"), word("domain"), word("category")].filter((x) => x).join(" · ")
    ),
    h("p", null, SCALES.filter((scale) => !Number.isNaN(index.columns[scale][row])).map((scale) => h(Score, { scale, value: index.columns[scale][row] })))
  );
}

function MapLegend({ coloured, counts, change }) {
  return h(
    "ul",
    { class: "legend" },
    coloured.classes.map((one, c) =>
      one.label && counts[c]
        ? h(
            "li",
            null,
            h("span", { class: "swatch", style: { background: "var(" + one.colour + ")" } }),
            one.filter ? h("button", { onClick: () => change(one.filter[0], one.filter[1]), title: "show these only" }, one.label) : one.label,
            h("span", { class: "note" }, " " + whole(counts[c]))
          )
        : null
    )
  );
}

function DataMap({ query, rows, change }) {
  const index = seir.index();
  const kind = index.maps.includes(query.get("map")) ? query.get("map") : index.maps[0];
  const colourings = mapColourings();
  const by = colourings.includes(query.get("colour")) ? query.get("colour") : colourings[0] || "domain";
  const [map, setMap] = useState(null);
  const [, again] = useState(0);
  const canvas = useRef(null);
  const down = useRef(null);
  useEffect(() => {
    let here = true;
    if (mapView.kind !== kind) {
      Object.assign(mapView, { kind, x: 0, y: 0, zoom: 1, at: -1 });
    }
    seir.map(kind).then((found) => here && setMap(found));
    return () => {
      here = false;
    };
  }, [kind]);
  const shown = useMemo(() => {
    const mask = new Uint8Array(index.count);
    (rows || []).forEach((row) => (mask[row] = 1));
    return mask;
  }, [rows]);
  const coloured = useMemo(() => (map ? mapClasses(map, by, shown) : null), [map, by, shown]);
  const counts = useMemo(() => {
    const each = coloured ? coloured.classes.map(() => 0) : [];
    for (let i = 0; map && i < map.count; i++) {
      each[coloured.of[i]] += shown[map.row[i]];
    }
    return each;
  }, [coloured]);
  const visible = counts.reduce((a, b) => a + b, 0);
  const at = map && mapView.at >= 0 && mapView.at < map.count && shown[map.row[mapView.at]] ? mapView.at : -1;
  useEffect(() => {
    if (!map || !canvas.current) {
      return undefined;
    }
    const draw = () => canvas.current && drawMap(canvas.current, map, coloured, shown, at);
    draw();
    canvas.current.dataset.drawn = String(visible);
    const size = new ResizeObserver(draw);
    size.observe(canvas.current);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    return () => {
      size.disconnect();
      dark.removeEventListener("change", draw);
    };
  });
  useEffect(() => again((n) => n + 1), [map]); // now that there is a canvas, its tip can be placed
  useEffect(() => {
    if (!canvas.current) {
      return undefined;
    }
    const turned = (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
    };
    const node = canvas.current;
    node.addEventListener("wheel", turned, { passive: false });
    return () => node.removeEventListener("wheel", turned);
  }, [map]);
  if (!map) {
    return h("p", { class: "loading" }, "Loading…");
  }
  const show = (changes) => {
    Object.assign(mapView, changes);
    again((n) => n + 1);
  };
  function zoom(factor, x, y) {
    const width = canvas.current.clientWidth;
    const height = canvas.current.clientHeight;
    const before = mapPlaces(map, width, height).scale;
    const to = Math.min(100, Math.max(1, mapView.zoom * factor));
    const scale = (before / mapView.zoom) * to;
    const dx = (x === undefined ? width / 2 : x) - width / 2;
    const dy = (y === undefined ? height / 2 : y) - height / 2;
    show(to === 1 ? { zoom: 1, x: 0, y: 0 } : { zoom: to, x: mapView.x + dx / before - dx / scale, y: mapView.y + dy / before - dy / scale });
  }
  const open = (i) => go("/d/" + map.row[i] + (map.turn[i] ? "/" + map.turn[i] : ""));
  const step = (dx, dy) => {
    let next = at;
    if (at < 0) {
      next = mapNearest(map, shown, canvas.current, canvas.current.clientWidth / 2, canvas.current.clientHeight / 2, Infinity);
    } else {
      next = mapBeside(map, shown, at, dx, dy);
    }
    if (next >= 0) {
      const places = mapPlaces(map, canvas.current.clientWidth, canvas.current.clientHeight);
      const off = places.x(next) < 0 || places.y(next) < 0 || places.x(next) > canvas.current.clientWidth || places.y(next) > canvas.current.clientHeight;
      show(off ? { at: next, x: map.x[next], y: map.y[next] } : { at: next });
    }
  };
  const pressed = (event) => {
    const keys = {
      ArrowRight: () => step(1, 0),
      ArrowLeft: () => step(-1, 0),
      ArrowDown: () => step(0, 1),
      ArrowUp: () => step(0, -1),
      Enter: () => at >= 0 && open(at),
      Escape: () => show({ at: -1 }),
      "+": () => zoom(1.5),
      "=": () => zoom(1.5),
      "-": () => zoom(1 / 1.5),
      0: () => show({ zoom: 1, x: 0, y: 0 }),
    };
    if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    }
  };
  const moved = (event) => {
    if (down.current) {
      const dx = event.offsetX - down.current.x;
      const dy = event.offsetY - down.current.y;
      if (down.current.dragged || dx * dx + dy * dy > 16) {
        const scale = mapPlaces(map, canvas.current.clientWidth, canvas.current.clientHeight).scale;
        down.current = { x: event.offsetX, y: event.offsetY, dragged: true };
        show({ x: mapView.x - dx / scale, y: mapView.y - dy / scale });
      }
      return;
    }
    const near = mapNearest(map, shown, canvas.current, event.offsetX, event.offsetY, MAP_NEAR);
    if (near !== at) {
      show({ at: near });
    }
  };
  const released = (event) => {
    const click = down.current && !down.current.dragged;
    down.current = null;
    const near = click ? mapNearest(map, shown, canvas.current, event.offsetX, event.offsetY, MAP_NEAR) : -1;
    if (near >= 0) {
      show({ at: near });
      open(near);
    }
  };
  return h(
    "figure",
    { class: "map" },
    h(
      "div",
      { class: "tools" },
      index.maps.length > 1
        ? h("label", null, "Map of ", h("select", { name: "map", value: kind, onChange: (event) => change("map", event.target.value) }, index.maps.map((one) => h("option", { value: one }, MAP_KINDS[one]))))
        : null,
      h("label", null, "Colour ", h("select", { name: "colour", value: by, onChange: (event) => change("colour", event.target.value) }, colourings.map((one) => h("option", { value: one }, one)))),
      h("button", { onClick: () => zoom(1.5), "aria-label": "closer" }, "+"),
      h("button", { onClick: () => zoom(1 / 1.5), "aria-label": "farther" }, "−"),
      h("button", { onClick: () => show({ zoom: 1, x: 0, y: 0 }) }, "Whole map")
    ),
    h(MapLegend, { coloured, counts, change }),
    h(
      "div",
      { class: "plane" },
      h("canvas", {
        ref: canvas,
        tabindex: 0,
        role: "application",
        "aria-label": "Map of " + whole(visible) + " turns by their " + MAP_KINDS[kind] + ". Arrow keys go from point to point, Enter opens, plus and minus zoom.",
        onKeyDown: pressed,
        onPointerDown: (event) => (down.current = { x: event.offsetX, y: event.offsetY }),
        onPointerMove: moved,
        onPointerUp: released,
        onPointerLeave: () => {
          down.current = null;
          if (document.activeElement !== canvas.current && at >= 0) {
            show({ at: -1 });
          }
        },
        class: at >= 0 ? "pointing" : "",
      }),
      at >= 0 && canvas.current ? h(MapTip, { map, at, canvas: canvas.current }) : null
    ),
    h(
      "figcaption",
      null,
      whole(visible) + (visible === 1 ? " point" : " points") + ": turns whose " + MAP_KINDS[kind] + " are alike to the encoder lie near each other. ",
      map.count < map.taken ? "Of " + whole(map.taken) + " turns, " + whole(map.count) + " are on the map, evenly chosen. " : "",
      "How far apart groups are, and how large, means little. ",
      h("kbd", null, "←"), " ", h("kbd", null, "→"), " ", h("kbd", null, "↑"), " ", h("kbd", null, "↓"), " from point to point, ", h("kbd", null, "Enter"), " opens, ", h("kbd", null, "+"), " ", h("kbd", null, "-"), " ", h("kbd", null, "0"), " zoom"
    )
  );
}
