// The first page: what there is, how good it is, what went wrong.
"use strict";

function histogram(column) {
  const counts = [0, 0, 0, 0, 0, 0];
  for (const value of column) {
    if (!Number.isNaN(value)) {
      counts[Math.min(5, Math.max(0, Math.round(value)))]++;
    }
  }
  return counts;
}

function meanOf(column) {
  let sum = 0;
  let count = 0;
  for (const value of column) {
    if (!Number.isNaN(value)) {
      sum += value;
      count++;
    }
  }
  return count ? sum / count : NaN;
}

function Counts({ title, counts, link }) {
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  return rows.length
    ? h("section", null, h("h2", null, title), h(Table, { head: ["what", "count"], rows: rows.map(([name, n]) => [link ? link(name) : name, whole(n)]) }))
    : null;
}

function Domains({ index }) {
  const tree = new Map();
  for (let row = 0; row < index.count; row++) {
    const domain = index.columns.domain[row];
    const category = index.columns.category[row];
    if (!tree.has(domain)) {
      tree.set(domain, { count: 0, categories: new Map() });
    }
    const node = tree.get(domain);
    node.count++;
    node.categories.set(category, (node.categories.get(category) || 0) + 1);
  }
  const domains = [...tree.entries()].sort((a, b) => b[1].count - a[1].count);
  return h(
    "section",
    null,
    h("h2", null, "Topics"),
    domains.map(([domain, node]) =>
      h(
        "details",
        null,
        h("summary", null, index.dictionaries.domain[domain] || "(no domain)", h("span", { class: "count" }, whole(node.count))),
        h(
          "ul",
          null,
          [...node.categories.entries()]
            .sort((a, b) => b[1] - a[1])
            .map(([category, n]) => {
              const query = new URLSearchParams({ domain: String(domain), category: String(category) });
              return h("li", null, h(Link, { to: "/browse?" + query }, index.dictionaries.category[category] || "(no category)"), " ", whole(n));
            })
        )
      )
    )
  );
}

function Stages({ stages }) {
  const names = Object.keys(stages || {}).filter((name) => (stages[name].meanScoreByRound || []).length);
  if (!names.length) {
    return null;
  }
  const most = Math.max(...names.map((name) => (stages[name].meanScoreByRound || []).length));
  const rounds = Array.from({ length: most }, (_, i) => "round " + i);
  return h(
    "section",
    null,
    h("h2", null, "The critic's mean rating by round"),
    h(Table, {
      head: ["stage", ...rounds, "how it stopped"],
      rows: names.map((name) => [
        name,
        ...rounds.map((_, i) => shown((stages[name].meanScoreByRound || [])[i])),
        Object.entries(stages[name].stops || {})
          .map(([stop, n]) => stop.toLowerCase() + " " + whole(n))
          .join(", "),
      ]),
    }),
    h("p", { class: "note" }, "Later rounds are of those drafts alone that were objected to: a lower mean there is no fall.")
  );
}

function Overview() {
  const index = seir.index();
  const run = index.run || {};
  const scored = SCALES.filter((scale) => index.columns[scale] && !Number.isNaN(meanOf(index.columns[scale])));
  const cost = run.cost && Number(run.cost.total) > 0 ? run.cost.total : null;
  const gain = meanOf(index.columns.gain);
  let worse = 0;
  for (const value of index.columns.gain) {
    worse += value < 0 ? 1 : 0;
  }
  return h(
    "main",
    null,
    h(
      "ul",
      { class: "figures" },
      h("li", null, h("b", null, whole(index.count)), " dialogues"),
      h("li", null, h("b", null, whole(index.turns)), " turns"),
      h("li", null, h("b", null, whole(index.pictures)), " pictures"),
      index.dictionaries.system.length > 1 ? h("li", null, h("b", null, index.dictionaries.system.length), " systems") : null,
      cost === null ? null : h("li", null, h("b", null, cost), " spent"),
      Number.isNaN(gain) ? null : h("li", null, h("b", null, shown(gain)), " gained by revision, in the critic's points"),
      worse ? h("li", null, h(Link, { to: "/browse?sort=gain" }, h("b", null, whole(worse)), " rated lower than their first draft")) : null
    ),
    h(Results),
    index.count === 0 ? h("p", null, "There is no dialogue in it.") : null,
    scored.length
      ? h(
          "section",
          null,
          h("h2", null, "Scores"),
          h(
            "div",
            { class: "charts" },
            scored.map((scale) =>
              h(Bars, {
                title: scale + ", " + SCALE_NAMES[scale] + ": mean " + shown(meanOf(index.columns[scale])),
                labels: ["0", "1", "2", "3", "4", "5"],
                series: [{ values: histogram(index.columns[scale]) }],
              })
            )
          )
        )
      : null,
    h(Stages, { stages: run.stages }),
    h(Counts, { title: "Bad records by reason", counts: run.bad || {} }),
    h(Counts, {
      title: "Flags",
      counts: Object.fromEntries(index.dictionaries.flags.map((flag, i) => [flag, index.flagCounts[i]])),
    }),
    index.count ? h(Domains, { index }) : null,
    run.models
      ? h(
          "section",
          null,
          h("h2", null, "Models"),
          h(Table, {
            head: ["role", "model", "endpoint"],
            rows: Object.entries(run.models).map(([role, model]) => [role, model.model, model.endpoint]),
          })
        )
      : null
  );
}
