// What ablate, judge, calibrate and score found, in numbers with their intervals.
"use strict";

function Mean({ of, digits }) {
  const value = of && (of.mean !== undefined ? of.mean : of.value);
  if (value === undefined) {
    return h("span", { class: "note" }, (of && of.undefined) || "–");
  }
  return h("span", null, shown(value, digits), of.low === undefined ? null : h("span", { class: "note" }, " " + shown(of.low, digits) + " to " + shown(of.high, digits)));
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

const TEXT_MEASURES = [
  ["repeated", "repeated elsewhere", 3, "lower", "share of all texts that stand in another dialogue, too, whatever their case and spaces"],
  ["distinct1", "distinct-1", 3, "higher", "different words as a share of all words"],
  ["distinct2", "distinct-2", 3, "higher", "different pairs of words as a share of all pairs"],
  ["selfBleu", "self-BLEU", 3, "lower", "how much of a text is phrases of other texts, from 0 to 1"],
];
const ROW_MEASURES = [
  ["vendi", "Vendi score", 2, "higher", "how many different things the embeddings amount to"],
  ["rke", "RKE", 2, "higher", "the same, but rare things count less; it settles with fewer embeddings"],
  ["nearest", "nearest similarity", 3, "lower", "mean cosine with the most similar of all other embeddings"],
];

function Covered({ of }) {
  return of ? h("span", null, shown(100 * of.coverage, of.coverage < 0.1 ? 2 : 0) + " %", h("span", { class: "note" }, " " + whole(of.seen) + " of " + whole(of.known))) : "–";
}

/** A row per measure, a column per kind. */
function MeasuresTable({ title, kinds, measures, all }) {
  const there = kinds.filter(([, of]) => of);
  return there.length
    ? [
        h("h3", null, title),
        h(Table, {
          head: ["measure", ...there.map(([name, of]) => name + ", " + whole(of.sampled) + " of " + whole(of[all])), "more varied is", "what it is"],
          rows: measures.map(([key, name, digits, direction, meaning]) => [
            name,
            ...there.map(([, of]) => h(Mean, { of: typeof of[key] === "number" ? { value: of[key] } : of[key], digits })),
            direction,
            meaning,
          ]),
        }),
      ]
    : null;
}

function CoverageTable({ value }) {
  const templates = value.templates;
  const pairs = (depth) => (templates ? templates.withTopics.find((one) => one.depth === depth) : undefined);
  const rows = (value.topics ? value.topics.levels : []).map((level) => ["topics, depth " + level.depth, h(Covered, { of: level }), shown(level.normalisedEntropy), h(Covered, { of: pairs(level.depth) })]);
  if (templates) {
    rows.push(["templates", h(Covered, { of: templates }), shown(templates.normalisedEntropy), "–"]);
  }
  return rows.length
    ? [
        h("h3", null, "Topics and templates"),
        h(Table, { head: ["what", "covered", "evenness", "with templates"], rows }),
        h(
          "p",
          { class: "note" },
          "Higher is more varied. Covered: the share of the known ones that occur. Evenness: entropy as a share of the largest possible, 1 if all known ones occur equally often. With templates: the share of all pairs of topic and template. Few dialogues cannot cover many topics."
        ),
      ]
    : null;
}

function DiversityTables({ value }) {
  return [
    h("p", null, "Of " + whole(value.samples) + " dialogues together. Behind a number: its 95 % interval, which is how far it would differ with other dialogues of the same kind. Compare only numbers that were measured on about as many texts or embeddings."),
    h(CoverageTable, { value }),
    h(MeasuresTable, { title: "Texts", kinds: [["questions", value.questions], ["answers", value.answers]], measures: TEXT_MEASURES, all: "texts" }),
    h(MeasuresTable, {
      title: "Embeddings",
      kinds: [["questions", value.questionRows], ["answers", value.answerRows], ["pictures", value.imageRows]],
      measures: ROW_MEASURES,
      all: "rows",
    }),
  ];
}

const RESULTS = {
  ablation: { title: "Scores against depth", page: Ablation },
  leaderboard: { title: "Leaderboard", page: LeaderboardTable },
  agreement: { title: "Agreement with people", page: AgreementTables },
  drift: { title: "Drift of the judge", page: DriftTable },
  ranks: { title: "Retrieval", page: RanksTable },
  diversity: { title: "Diversity", page: DiversityTables },
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
