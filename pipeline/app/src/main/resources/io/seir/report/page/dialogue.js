// One dialogue whole, or the same one of two systems side by side; and scores given by hand.
"use strict";

const DUPLICATES = 8;

const hand = {
  key: (row, turn) => "seir.human." + seir.index().name + "." + seir.index().ids[row] + "/" + turn,
  get: (row, turn) => JSON.parse(localStorage.getItem(hand.key(row, turn)) || "{}"),
  set: (row, turn, scores) => localStorage.setItem(hand.key(row, turn), JSON.stringify(scores)),
};

/** Everything scored by hand, as the lines that ./seir calibrate reads. */
function handLines() {
  const index = seir.index();
  const lines = [];
  for (let row = 0; row < index.count; row++) {
    for (let turn = 0; turn < index.columns.turns[row]; turn++) {
      const human = hand.get(row, turn);
      if (SCALES.every((scale) => human[scale] !== undefined)) {
        const line = { id: index.ids[row] + "/" + turn, human };
        const system = index.dictionaries.system[index.columns.system[row]];
        lines.push(JSON.stringify(system && index.namedSystems ? { model: system, ...line } : line));
      }
    }
  }
  return lines;
}

function Suggestion({ assessment }) {
  if (!assessment || assessment.kind === "unreviewed") {
    return h("p", { class: "note" }, "not reviewed");
  }
  const said = assessment.suggestion || {};
  return h(
    "p",
    { class: said.decision === "accept" ? "accepted" : "objected" },
    said.decision === "accept" ? "accepted" : "objected: " + (said.reason || "without a reason"),
    assessment.rating === undefined ? "" : " (rated " + shown(assessment.rating, 1) + ")"
  );
}

function Round({ round, chosen, decidedBy, pictures }) {
  const draft = typeof round.draft === "string" ? { question: round.draft } : round.draft || {};
  return h(
    "li",
    { class: "round" + (chosen ? " chosen" : "") },
    h("h4", null, "Round " + round.number + (chosen ? " went on" + (decidedBy ? " (" + decidedBy.toLowerCase() + ")" : "") : "")),
    draft.image ? h(Picture, { name: pictures[draft.image.uri || draft.image], caption: draft.caption }) : null,
    ["question", "answer", "caption"].filter((part) => draft[part]).map((part) => h("p", null, h("b", null, part + ": "), String(draft[part]))),
    h(Suggestion, { assessment: round.assessment })
  );
}

function Lineage({ lineage, pictures }) {
  return Object.entries(lineage || {}).map(([stage, made]) =>
    h(
      "details",
      { open: (made.rounds || []).length > 1 },
      h("summary", null, stage + ": ", (made.rounds || []).length, (made.rounds || []).length === 1 ? " round, " : " rounds, ", (made.stop || "").toLowerCase(), made.fault ? " (" + made.fault + ")" : ""),
      h("ol", { class: "rounds" }, (made.rounds || []).map((round, i) => h(Round, { round, chosen: i === made.chosen, decidedBy: made.decidedBy, pictures })))
    )
  );
}

function ByHand({ row, turn }) {
  const [scores, setScores] = useState(hand.get(row, turn));
  const set = (scale, value) => {
    const next = { ...hand.get(row, turn), [scale]: value }; // keys come faster than pages are drawn
    hand.set(row, turn, next);
    setScores(next);
  };
  const pressed = (event, scale) => {
    if (event.key >= "0" && event.key <= "5") {
      event.preventDefault();
      event.stopPropagation();
      set(scale, Number(event.key));
      const rows = [...document.querySelectorAll(".hand [role=radiogroup]")];
      const next = rows[rows.indexOf(event.currentTarget) + 1];
      if (next) {
        next.focus();
      }
    }
  };
  return h(
    "div",
    { class: "hand" },
    h("h3", null, "Your scores ", h("span", { class: "note" }, "0 to 5, by keyboard")),
    SCALES.map((scale) =>
      h(
        "div",
        { role: "radiogroup", tabindex: 0, "aria-label": "your " + SCALE_NAMES[scale] + " score of turn " + (turn + 1), onKeyDown: (event) => pressed(event, scale) },
        h("span", null, scale),
        [0, 1, 2, 3, 4, 5].map((value) =>
          h("button", { role: "radio", tabindex: -1, "aria-checked": scores[scale] === value, class: scores[scale] === value ? "on" : "", onClick: () => set(scale, value) }, value)
        )
      )
    )
  );
}

function turnsOf(line) {
  const turns = [];
  const said = line.conversations || line.messages;
  if (!said) {
    return [{ question: line.question, answer: line.answer || line.text, caption: line.caption, image: line.image }];
  }
  for (const part of said) {
    const user = ["human", "user"].includes(part.from || part.role);
    const content = part.value !== undefined ? part.value : part.content;
    const text = Array.isArray(content) ? content.map((piece) => piece.text || "").join("") : String(content || "");
    if (user || !turns.length || turns[turns.length - 1].answer !== undefined) {
      turns.push({});
    }
    const turn = turns[turns.length - 1];
    if (user) {
      turn.question = text;
    } else {
      Object.assign(turn, { answer: text, caption: part.caption, image: part.image });
    }
  }
  return turns;
}

function ofTurn(value, turn, several) {
  return Array.isArray(value) && (several || value.length === 1) ? value[turn] : turn === 0 ? value : undefined;
}

/** Who else is of the same cluster of near-duplicates. */
function Duplicates({ row }) {
  const index = seir.index();
  const number = index.columns.cluster ? index.columns.cluster[row] : NaN;
  const [members, setMembers] = useState([]);
  useEffect(() => {
    let here = true;
    setMembers([]);
    if (!Number.isNaN(number) && number !== undefined) {
      seir.cluster(number).then((found) => here && setMembers(found));
    }
    return () => {
      here = false;
    };
  }, [row]);
  const others = members.filter((one) => one.row !== row);
  if (!others.length) {
    return null;
  }
  const how = (one) => [one.by, ...Object.entries(one.values || {}).map(([kind, value]) => kind + " " + shown(value, 3))].filter((x) => x).join(", ");
  return h(
    "div",
    { class: "duplicates" },
    h("b", null, "Near-duplicates: "),
    others.slice(0, DUPLICATES).map((one, i) => [
      i ? ", " : "",
      one.row === undefined ? one.id : h(Link, { to: "/d/" + one.row }, one.id),
      h(
        "span",
        { class: "note", title: "what joined it to the cluster" },
        " (",
        one.by ? how(one) : "kept",
        ", ",
        one.row === undefined ? "not in this report" : h(Link, { to: "/c/" + row + "/" + one.row, "aria-label": one.id + " side by side with this one" }, "side by side"),
        ")"
      ),
    ]),
    others.length > DUPLICATES ? " and " + whole(others.length - DUPLICATES) + " more" : "",
    " · ",
    h(Link, { to: "/browse?cluster=" + number }, "all of the cluster"),
    index.columns.repeats[row] ? null : h("span", { class: "note" }, " · this one is kept")
  );
}

function Whole({ row, level, turn: wanted }) {
  const index = seir.index();
  const [found, setFound] = useState(undefined);
  useEffect(() => {
    let here = true;
    setFound(undefined);
    seir.detail(row).then((detail) => here && setFound(detail));
    return () => {
      here = false;
    };
  }, [row]);
  useEffect(() => {
    const place = found && wanted ? document.querySelectorAll(".turn")[wanted] : null;
    if (place) {
      place.scrollIntoView({ block: "start" });
    }
  }, [found, wanted]);
  if (found === undefined) {
    return h("p", { class: "loading" }, "Loading…");
  }
  if (!found) {
    return h("p", null, "This dialogue's file is missing from the report's folder.");
  }
  const line = found.line;
  const several = !!(line.conversations || line.messages);
  return h(
    "section",
    { class: "whole" },
    h(
      "h1",
      null,
      line.topic || index.ids[row],
      h("span", { class: "note" }, " ", [index.ids[row], index.dictionaries.system[index.columns.system[row]], line.domain, line.category].filter((x) => x).join(" · "))
    ),
    h(Duplicates, { row }),
    turnsOf(line).map((turn, t) => {
      const verdict = ofTurn(line.synjudge, t, several) || {};
      const features = ofTurn(line.features, t, several) || {};
      const lineage = several ? (line.lineage || [])[t] : line.lineage;
      const flags = several ? (line.flags || [])[t] : line.flags;
      return h(
        "article",
        { class: "turn" },
        h(
          "div",
          { class: "said" },
          h("p", { class: "asked", dir: "auto" }, turn.question || "(no question)"),
          h("p", { class: "answered", dir: "auto" }, turn.answer || "(no answer)"),
          turn.caption ? h("p", { class: "note" }, "caption: " + turn.caption) : null,
          h("p", { class: "scores" }, SCALES.filter((s) => verdict[s] !== undefined).map((s) => h(Score, { scale: s, value: verdict[s] })), verdict.unscored ? "unscored: " + verdict.unscored : ""),
          flags && flags.length ? h("p", { class: "objected" }, "flags: " + [].concat(flags).join(", ")) : null
        ),
        h(Picture, { name: found.pictures[found.turns[t]], caption: turn.caption, large: true }),
        h(
          "div",
          { class: "more" },
          h(Lineage, { lineage, pictures: found.pictures }),
          Object.keys(features).length
            ? h("details", null, h("summary", null, "features"), h(Table, { head: ["feature", "value"], rows: Object.entries(features).map(([name, value]) => [name, shown(value, 4)]) }))
            : null,
          level ? h(ByHand, { row, turn: t, key: row + "/" + t }) : null
        )
      );
    }),
    line.usage ? h("details", null, h("summary", null, "calls"), h("pre", null, JSON.stringify(line.usage, null, 1))) : null,
    h("details", null, h("summary", null, "the line"), h("pre", null, JSON.stringify(line, null, 1)))
  );
}

/** Other rows with the same id: answers of other systems, or the same dialogue at another depth. */
function siblings(row) {
  const ids = seir.index().ids;
  const same = [];
  for (let other = 0; other < ids.length; other++) {
    if (other !== row && ids[other] === ids[row]) {
      same.push(other);
    }
  }
  return same;
}

function DialoguePage({ row, turn }) {
  const index = seir.index();
  const others = useMemo(() => siblings(row), [row]);
  useEffect(() => {
    const pressed = (event) => {
      if (/INPUT|SELECT|TEXTAREA/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const keys = {
        ArrowRight: () => row + 1 < index.count && go("/d/" + (row + 1)),
        ArrowLeft: () => row > 0 && go("/d/" + (row - 1)),
        Escape: () => (location.hash = sessionStorage.getItem("seir.browse") || "#/browse"),
      };
      if (keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
  if (!(row >= 0 && row < index.count)) {
    return h("main", null, h("p", null, "There is no such dialogue."));
  }
  return h(
    "main",
    null,
    h(
      "p",
      { class: "note" },
      h("a", { href: sessionStorage.getItem("seir.browse") || "#/browse" }, "back"),
      " ", h("kbd", null, "Esc"), " · ", h("kbd", null, "←"), " ", h("kbd", null, "→"), " neighbours",
      others.map((other) => [" · ", h(Link, { to: "/c/" + row + "/" + other }, "beside " + index.dictionaries.system[index.columns.system[other]])]),
      " · ",
      h("button", { onClick: () => save("human.jsonl", handLines().join("\n") + "\n") }, "Save your scores")
    ),
    h(Whole, { row, level: 1, turn })
  );
}

function Beside({ rows }) {
  return h("main", { class: "beside" }, rows.map((row) => h(Whole, { row, key: row })));
}
