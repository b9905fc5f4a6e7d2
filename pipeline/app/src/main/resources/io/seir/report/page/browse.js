// All dialogues, as cards: filtered, sorted, searched, chosen.
"use strict";
const PAGE = 24;

/** Rows that a query asks for, in its order. */
async function rowsOf(query) {
  const index = seir.index();
  const columns = index.columns;
  const tests = [];
  for (const name of ["domain", "category", "system"]) {
    if (query.get(name)) {
      const wanted = Number(query.get(name));
      tests.push((row) => columns[name][row] === wanted);
    }
  }
  if (query.get("flag")) {
    const bit = 1 << Number(query.get("flag"));
    tests.push((row) => (columns.flags[row] & bit) !== 0);
  }
  if (query.get("stop")) {
    const accepted = query.get("stop") === "accepted";
    tests.push((row) => columns.open[row] !== 65535 && (columns.open[row] === 0) === accepted);
  }
  if (query.get("cluster")) {
    const wanted = Number(query.get("cluster"));
    tests.push((row) => !!columns.cluster && columns.cluster[row] === wanted);
  }
  if (query.get("repeats")) {
    const wanted = query.get("repeats");
    tests.push((row) => {
      const none = !columns.cluster || Number.isNaN(columns.cluster[row]);
      return none ? wanted === "none" : wanted === "any" || wanted === (columns.repeats[row] ? "repeats" : "kept");
    });
  }
  for (const scale of SCALES) {
    const low = query.get(scale + ">");
    const high = query.get(scale + "<");
    if (low) {
      tests.push((row) => columns[scale][row] >= Number(low));
    }
    if (high) {
      tests.push((row) => columns[scale][row] <= Number(high));
    }
  }
  let rows = [];
  for (let row = 0; row < index.count; row++) {
    let good = true;
    for (let t = 0; good && t < tests.length; t++) {
      good = tests[t](row);
    }
    if (good) {
      rows.push(row);
    }
  }
  if (query.get("q")) {
    rows = await seir.search(query.get("q"), rows);
  }
  const sort = query.get("sort");
  if (sort) {
    const by = columns[sort] || (await seir.features())[sort];
    if (by) {
      const turn = query.get("down") ? -1 : 1;
      const known = rows.filter((row) => !Number.isNaN(by[row]));
      const unknown = rows.filter((row) => Number.isNaN(by[row]));
      known.sort((a, b) => turn * (by[a] - by[b]) || a - b);
      rows = known.concat(unknown);
    }
  }
  return rows;
}

function Choice({ label, name, query, values, change, none = "any" }) {
  return h(
    "label",
    null,
    label,
    h(
      "select",
      { name, value: query.get(name) || "", onChange: (event) => change(name, event.target.value) },
      h("option", { value: "" }, none),
      values.map(([value, text]) => h("option", { value: String(value) }, text))
    )
  );
}

function dictionary(words, counts) {
  return words.map((word, i) => [i, word || "(none)"]).filter(([i]) => !counts || counts.has(i));
}

function Facets({ query, change }) {
  const index = seir.index();
  const domain = query.get("domain");
  const categories = useMemo(() => {
    const found = new Set();
    for (let row = 0; row < index.count; row++) {
      if (!domain || index.columns.domain[row] === Number(domain)) {
        found.add(index.columns.category[row]);
      }
    }
    return found;
  }, [domain]);
  const words = useRef(null);
  return h(
    "form",
    { class: "facets", onSubmit: (event) => event.preventDefault(), "aria-label": "filters" },
    h(
      "label",
      null,
      h("span", null, "Words ", h("kbd", null, "/")),
      h("input", {
        id: "words",
        type: "search",
        ref: words,
        value: query.get("q") || "",
        onChange: (event) => change("q", event.target.value),
      })
    ),
    h(Choice, { label: "Domain", name: "domain", query, values: dictionary(index.dictionaries.domain), change }),
    h(Choice, { label: "Category", name: "category", query, values: dictionary(index.dictionaries.category, categories), change }),
    index.dictionaries.system.length > 1
      ? h(Choice, { label: "System", name: "system", query, values: dictionary(index.dictionaries.system), change })
      : null,
    index.dictionaries.flags.length
      ? h(Choice, { label: "Flag", name: "flag", query, values: dictionary(index.dictionaries.flags), change })
      : null,
    index.hasLineage
      ? h(Choice, { label: "Stages", name: "stop", query, values: [["accepted", "all accepted"], ["open", "some not accepted"]], change })
      : null,
    index.columns.cluster
      ? h(Choice, {
          label: "Near-duplicates",
          name: "repeats",
          query,
          values: [["any", "has some"], ["kept", "has some, is kept"], ["repeats", "repeats another"], ["none", "has none"]],
          change,
        })
      : null,
    SCALES.map((scale) =>
      h(
        "fieldset",
        null,
        h("legend", null, scale),
        [">", "<"].map((side) =>
          h("input", {
            type: "number",
            min: 0,
            max: 5,
            step: 0.5,
            name: scale + side,
            placeholder: side === ">" ? "from" : "to",
            "aria-label": scale + (side === ">" ? " at least" : " at most"),
            value: query.get(scale + side) || "",
            onChange: (event) => change(scale + side, event.target.value),
          })
        )
      )
    ),
    h(Choice, {
      label: "Sort by",
      none: "as they come",
      name: "sort",
      query,
      values: [...SCALES, "gain", "disagreement", "turns", "rounds", ...index.featureNames].map((name) => [name, name]),
      change,
    }),
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: "down", checked: !!query.get("down"), onChange: (event) => change("down", event.target.checked ? "1" : "") }),
      "highest first"
    )
  );
}

const chosen = new Set();

function Card({ row, focused, choose }) {
  const index = seir.index();
  const [card, setCard] = useState(null);
  useEffect(() => {
    let here = true;
    setCard(null);
    seir.card(row).then((found) => here && setCard(found));
    return () => {
      here = false;
    };
  }, [row]);
  const id = index.ids[row];
  return h(
    "article",
    { class: "card" + (focused ? " focused" : ""), "data-row": row },
    h(
      Link,
      { to: "/d/" + row, class: "open", "aria-label": "open " + id },
      h(Picture, { name: card && card.i, caption: card && card.c }),
      h("p", { class: "question" }, card ? card.q : "…")
    ),
    h("p", { class: "scores" }, SCALES.filter((s) => !Number.isNaN(index.columns[s][row])).map((s) => h(Score, { scale: s, value: index.columns[s][row] }))),
    h(
      "label",
      { class: "check id" },
      h("input", { type: "checkbox", checked: chosen.has(row), onChange: () => choose(row), "aria-label": "choose " + id }),
      id
    )
  );
}

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Browse({ query }) {
  const [rows, setRows] = useState(null);
  const [, again] = useState(0);
  const [focus, setFocus] = useState(0);
  const key = [...query.entries()].filter(([name]) => !["page", "view", "map", "colour"].includes(name)).join(";");
  useEffect(() => {
    let here = true;
    performance.mark("seir-asked");
    rowsOf(query).then((found) => {
      if (here) {
        setRows(found);
        setFocus(0);
        requestAnimationFrame(() => performance.measure("seir-found", "seir-asked"));
      }
    });
    return () => {
      here = false;
    };
  }, [key]);
  const onMap = query.get("view") === "map" && hasMap();
  const page = Math.max(0, Number(query.get("page") || 0));
  const change = (name, value) => {
    const next = new URLSearchParams(query);
    next.delete("page");
    if (value) {
      next.set(name, value);
    } else {
      next.delete(name);
    }
    if (name === "domain") {
      next.delete("category");
    }
    go("/browse", next);
  };
  const turn = (to) => {
    const next = new URLSearchParams(query);
    next.set("page", String(to));
    go("/browse", next);
    scrollTo(0, 0);
  };
  const choose = (row) => {
    if (!chosen.delete(row)) {
      chosen.add(row);
    }
    again((n) => n + 1);
  };
  const visible = rows ? rows.slice(page * PAGE, (page + 1) * PAGE) : [];
  const pages = rows ? Math.max(1, Math.ceil(rows.length / PAGE)) : 1;
  useEffect(() => {
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) {
        if (event.key === "Escape") {
          event.target.blur();
        }
        return;
      }
      if (onMap) {
        if (event.key === "/") {
          event.preventDefault();
          document.getElementById("words").focus();
        }
        return;
      }
      const keys = {
        "/": () => document.getElementById("words").focus(),
        j: () => setFocus((f) => Math.min(visible.length - 1, f + 1)),
        k: () => setFocus((f) => Math.max(0, f - 1)),
        n: () => page + 1 < pages && turn(page + 1),
        p: () => page > 0 && turn(page - 1),
        x: () => visible.length && choose(visible[focus]),
        Enter: () => visible.length && event.target.tagName !== "A" && go("/d/" + visible[focus]),
      };
      if (keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
  useEffect(() => {
    const card = document.querySelector(".card.focused");
    if (card && focus > 0) {
      card.scrollIntoView({ block: "nearest" });
    }
  }, [focus]);
  sessionStorage.setItem("seir.browse", location.hash);
  const view = (name) => {
    const next = new URLSearchParams(query);
    next.delete("view");
    return "/browse?" + (name ? new URLSearchParams([...next.entries(), ["view", name]]) : next);
  };
  return h(
    "div",
    { class: "browse" },
    h(Facets, { query, change }),
    h(
      "main",
      null,
      h(
        "p",
        { class: "found", role: "status" },
        rows ? whole(rows.length) + (rows.length === 1 ? " dialogue" : " dialogues") : "…",
        query.get("cluster") ? h("button", { onClick: () => change("cluster", "") }, "Cluster " + query.get("cluster") + " only ✕") : null,
        hasMap()
          ? h("span", { class: "views" }, h(Link, { to: view(""), "aria-current": onMap ? undefined : "true" }, "Cards"), " ", h(Link, { to: view("map"), "aria-current": onMap ? "true" : undefined }, "Map"))
          : null,
        chosen.size ? h("button", { onClick: () => save("ids.txt", [...chosen].sort((a, b) => a - b).map((row) => seir.index().ids[row]).join("\n") + "\n") }, "Save " + chosen.size + " chosen ids") : null
      ),
      onMap
        ? h(DataMap, { query, rows, change })
        : [
            h("div", { class: "cards" }, visible.map((row, i) => h(Card, { key: row, row, focused: i === focus, choose }))),
            h(
              "nav",
              { class: "pages", "aria-label": "pages" },
              h("button", { disabled: page === 0, onClick: () => turn(page - 1) }, "Previous"),
              " page ",
              page + 1,
              " of ",
              whole(pages),
              " ",
              h("button", { disabled: page + 1 >= pages, onClick: () => turn(page + 1) }, "Next")
            ),
            h(
              "p",
              { class: "note" },
              h("kbd", null, "j"), " ", h("kbd", null, "k"), " next and previous, ", h("kbd", null, "Enter"), " open, ", h("kbd", null, "x"), " choose, ",
              h("kbd", null, "n"), " ", h("kbd", null, "p"), " pages"
            ),
          ]
    )
  );
}
