// What ablate, judge, calibrate and score found, in numbers with their intervals.
"use strict";

function Mean({ of }) {
  const value = of && (of.mean !== undefined ? of.mean : of.value);
  if (value === undefined) {
    return h("span", { class: "note" }, (of && of.undefined) || "–");
  }
  return h("span", null, shown(value), of.low === undefined ? null : h("span", { class: "note" }, " " + shown(of.low) + " to " + shown(of.high)));
}

function measures(of) {
  return [...SCALES, "QR", "overall"].filter((name) => Object.values(of).some((one) => one && one[name]));
}

function Ablation({ value }) {
  const depths = Object.keys(value.depths).sort((a, b) => a - b);
  const names = measures(value.depths);
  const pairs = [...new Set(value.gains.map((gain) => gain.from + " → " + gain.to))];
  return [
    h(
      "div",
      { class: "charts" },
      names.map((name) =>
        h(Bars, { title: name + " by depth", labels: depths.map((depth) => "K=" + depth), series: [{ values: depths.map((depth) => (value.depths[depth][name] || {}).mean || 0) }] })
      )
    ),
    h(Table, { head: ["depth", ...names], rows: depths.map((depth) => [depth, ...names.map((name) => h(Mean, { of: value.depths[depth][name] }))]) }),
    h("h3", null, "Paired gains"),
    h(Table, {
      head: ["depths", ...names],
      rows: pairs.map((pair) => [pair, ...names.map((name) => h(Mean, { of: value.gains.find((gain) => gain.dimension === name && gain.from + " → " + gain.to === pair) }))]),
    }),
  ];
}

function LeaderboardTable({ value }) {
  const names = measures(Object.fromEntries(value.systems.map((one) => [one.system, one])));
  const apart = value.differences.filter((one) => one.low > 0 || one.high < 0);
  return [
    h(Table, {
      head: ["system", ...names, "scored", "unscored"],
      rows: value.systems.map((one) => [one.system, ...names.map((name) => h(Mean, { of: one[name] })), whole(one.scored), whole(one.unscored)]),
    }),
    h("h3", null, "Differences that are no chance"),
    apart.length
      ? h(Table, { head: ["systems", "measure", "difference"], rows: apart.map((one) => [one.a + " and " + one.b, one.measure, h(Mean, { of: one })]) })
      : h("p", null, "None: every interval holds zero."),
  ];
}

function AgreementTables({ value }) {
  const table = (scorers) => {
    const kinds = [...new Set(Object.values(scorers).flatMap((scales) => Object.values(scales).flatMap((scale) => Object.keys(scale))))];
    return h(Table, {
      head: ["scorer", "scale", ...kinds.map((kind) => kind.toLowerCase().replaceAll("_", " "))],
      rows: Object.entries(scorers).flatMap(([who, scales]) =>
        Object.entries(scales).map(([scale, found]) => [who, scale, ...kinds.map((kind) => h(Mean, { of: found[kind] }))])
      ),
    });
  };
  const outside = Object.entries(value.outOfDomain || {}).filter(([, parts]) => Object.keys(parts).length);
  return [
    h("h3", null, "On items that were held out"),
    table(value.heldOut),
    outside.map(([by, parts]) => [
      h("h3", null, "On each " + by + ", when nothing was learnt from it"),
      Object.entries(parts).map(([part, scorers]) => [h("h4", null, part), table(scorers)]),
    ]),
  ];
}

function DriftTable({ value }) {
  return [
    h("p", { class: value.drifted ? "objected" : "accepted" }, value.drifted ? "The judge has drifted." : "No drift was found, on " + whole(value.anchors) + " anchors."),
    h(Table, {
      head: ["scale", "what", "mean change"],
      rows: Object.entries(value.changes).flatMap(([scale, kinds]) => Object.entries(kinds).map(([what, change]) => [scale, what, h(Mean, { of: { ...change, mean: change.change } })])),
    }),
  ];
}

function RanksTable({ value }) {
  return h(Table, {
    head: ["direction", "R@1", "R@5", "R@10", "median rank"],
    rows: [["text to image", value.textToImage], ["image to text", value.imageToText]].map(([name, found]) => [name, ...["R@1", "R@5", "R@10"].map((at) => shown(found[at], 3)), whole(found.medianRank)]),
  });
}

const RESULTS = {
  ablation: { title: "Scores against depth", page: Ablation },
  leaderboard: { title: "Leaderboard", page: LeaderboardTable },
  agreement: { title: "Agreement with people", page: AgreementTables },
  drift: { title: "Drift of the judge", page: DriftTable },
  ranks: { title: "Retrieval", page: RanksTable },
};

function Results() {
  const results = seir.index().results || [];
  return results
    .filter((one) => RESULTS[one.kind])
    .map((one) =>
      h(
        "section",
        { class: "result" },
        h("h2", null, RESULTS[one.kind].title, results.length > 1 ? h("span", { class: "note" }, " " + one.name) : null),
        h(RESULTS[one.kind].page, { value: one.value })
      )
    );
}
