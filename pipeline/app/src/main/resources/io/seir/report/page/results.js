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
  ["repeated", "repeated in other dialogues", "lower", "share of texts that another dialogue has too, but for case and spaces"],
  ["distinct1", "distinct-1", "higher", "different words by all words"],
  ["distinct2", "distinct-2", "higher", "different pairs of words by all pairs"],
  ["selfBleu", "self-BLEU", "lower", "how well the other texts predict a text's words, from 0 to 1"],
];
const ROW_MEASURES = [
  ["vendi", "Vendi score", "higher", "number of different things that the embeddings amount to"],
  ["rke", "RKE", "higher", "the same with less weight on rare things; settles with fewer embeddings"],
  ["nearest", "nearest similarity", "lower", "mean cosine with the most similar of all others"],
];

function Covered({ of }) {
  return h("span", null, shown(of.coverage, 4), h("span", { class: "note" }, " " + whole(of.seen) + " of " + whole(of.known)));
}

function covered(name, of) {
  return [
    [name + ": coverage", h(Covered, { of }), "higher", "share of the known ones that occur"],
    [name + ": evenness", shown(of.normalisedEntropy, 4), "higher", "entropy by the largest possible: 1 if all known ones occur equally often"],
  ];
}

function measured(name, of, measures) {
  return measures
    .filter(([key]) => of && of[key] !== undefined)
    .map(([key, what, direction, meaning]) => [
      name + ": " + what,
      typeof of[key] === "number" ? shown(of[key], 4) : h(Mean, { of: of[key], digits: 4 }),
      direction,
      meaning + (key === "repeated" ? "; all " + whole(of.texts) : "; measured on " + whole(of.sampled) + " of " + whole(of.texts === undefined ? of.rows : of.texts)),
    ]);
}

function DiversityTable({ value }) {
  const templates = value.templates || { withTopics: [] };
  return [
    h("p", null, "How varied " + whole(value.samples) + " dialogues are together. Intervals are of 95 %, and say how much a number would differ with other dialogues of the same kind. Compare data sets that were measured on like numbers."),
    h(Table, {
      head: ["what", "value", "more varied is", "meaning"],
      rows: [
        ...(value.topics ? value.topics.levels : []).flatMap((level) => covered("topics, depth " + level.depth, level)),
        ...(value.templates ? covered("templates", templates) : []),
        ...templates.withTopics.map((pairs) => ["templates × topics, depth " + pairs.depth, h(Covered, { of: pairs }), "higher", "share of the pairs that occur, in " + whole(templates.turns) + " turns"]),
        ...measured("questions", value.questions, TEXT_MEASURES),
        ...measured("answers", value.answers, TEXT_MEASURES),
        ...measured("embeddings of questions", value.questionRows, ROW_MEASURES),
        ...measured("embeddings of answers", value.answerRows, ROW_MEASURES),
        ...measured("embeddings of pictures", value.imageRows, ROW_MEASURES),
      ],
    }),
  ];
}

const RESULTS = {
  ablation: { title: "Scores against depth", page: Ablation },
  leaderboard: { title: "Leaderboard", page: LeaderboardTable },
  agreement: { title: "Agreement with people", page: AgreementTables },
  drift: { title: "Drift of the judge", page: DriftTable },
  ranks: { title: "Retrieval", page: RanksTable },
  diversity: { title: "Diversity", page: DiversityTable },
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
