// What is in the report: columns of numbers for all dialogues, texts by shard, loaded when they are looked at.
"use strict";
const seir = (() => {
  const stores = new Map();
  const waiting = new Map();
  const CARDS = 1000;
  const DETAILS = 100;
  const CLUSTERS = 500;

  function put(name, value) {
    stores.set(name, value);
    (waiting.get(name) || []).forEach((done) => done(value));
    waiting.delete(name);
  }

  function load(name) {
    if (stores.has(name)) {
      return Promise.resolve(stores.get(name));
    }
    return new Promise((done) => {
      if (waiting.has(name)) {
        waiting.get(name).push(done);
        return;
      }
      waiting.set(name, [done]);
      const script = document.createElement("script");
      script.src = "data/" + name + ".js";
      script.onerror = () => put(name, null);
      document.head.append(script);
    });
  }

  function numbers(packed) {
    const text = atob(packed.data);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = text.charCodeAt(i);
    }
    return packed.type === "f32" ? new Float32Array(bytes.buffer) : new Uint16Array(bytes.buffer);
  }

  function pad(number, digits) {
    return String(number).padStart(digits, "0");
  }

  /** The columns, unpacked once. */
  let unpacked = null;
  function index() {
    if (!unpacked) {
      const raw = stores.get("index");
      const columns = {};
      for (const [name, packed] of Object.entries(raw.columns)) {
        columns[name] = numbers(packed);
      }
      const ids = raw.count ? raw.ids.split("\n") : [];
      unpacked = { ...raw, columns, ids, names: Object.keys(columns) };
    }
    return unpacked;
  }

  /** The features' columns, which few look at. */
  let withFeatures = null;
  async function features() {
    if (!withFeatures) {
      const raw = await load("features");
      withFeatures = {};
      for (const [name, packed] of Object.entries(raw || {})) {
        withFeatures[name] = numbers(packed);
      }
    }
    return withFeatures;
  }

  /** A map's points: a row of the report, a turn and a place each. */
  const maps = new Map();
  async function map(kind) {
    if (!maps.has(kind)) {
      const raw = await load("map-" + kind);
      const of = { count: raw ? raw.count : 0, taken: raw ? raw.taken : 0 };
      for (const [name, packed] of Object.entries(raw && raw.count ? raw.columns : {})) {
        of[name] = numbers(packed);
      }
      const farthest = (places) => (places || []).reduce((most, place) => Math.max(most, Math.abs(place)), 1e-3);
      Object.assign(of, { wide: farthest(of.x), high: farthest(of.y) });
      maps.set(kind, of);
    }
    return maps.get(kind);
  }

  /** The samples of a cluster of near-duplicates; the first is kept. */
  async function cluster(number) {
    const shard = await load("clusters-" + pad(Math.floor(number / CLUSTERS), 4));
    return shard ? shard[number % CLUSTERS] : [];
  }

  async function card(row) {
    const shard = await load("cards-" + pad(Math.floor(row / CARDS), 4));
    return shard ? shard[row % CARDS] : null;
  }

  async function detail(row) {
    const shard = await load("detail-" + pad(Math.floor(row / DETAILS), 5));
    return shard ? shard[row % DETAILS] : null;
  }

  /** Rows whose words hold a text, whatever its case; reads the cards of all. */
  async function search(text, rows) {
    const wanted = text.toLowerCase();
    const shards = new Map();
    for (let s = 0; s * CARDS < index().count; s++) {
      shards.set(s, await load("cards-" + pad(s, 4)));
    }
    return rows.filter((row) => {
      const shard = shards.get(Math.floor(row / CARDS));
      const one = shard && shard[row % CARDS];
      return (
        index().ids[row].toLowerCase().includes(wanted) ||
        (one && (one.q + "\n" + one.a + "\n" + one.t).toLowerCase().includes(wanted))
      );
    });
  }

  return { put, load, index, features, map, cluster, card, detail, search };
})();
