// Which page is shown.
"use strict";

function App() {
  const [, again] = useState(0);
  useEffect(() => {
    const changed = () => again((n) => n + 1);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  const { path, query } = route();
  const index = seir.index();
  const map = query.get("view") === "map";
  const page =
    path[0] === "browse"
      ? h(Browse, { query })
      : path[0] === "d"
        ? h(DialoguePage, { row: Number(path[1]), turn: Number(path[2] || 0) })
        : path[0] === "c"
          ? h(Beside, { rows: path.slice(1).map(Number) })
          : h(Overview);
  return h(
    preact.Fragment,
    null,
    h(
      "header",
      null,
      h("strong", null, index.title),
      h("nav", { "aria-label": "pages of the report" }, h(Link, { to: "/", "aria-current": path.length ? undefined : "page" }, "Overview"), h(Link, { to: "/browse", "aria-current": path[0] === "browse" && !map ? "page" : undefined }, "Browse"), hasMap() ? h(Link, { to: "/browse?view=map", "aria-current": path[0] === "browse" && map ? "page" : undefined }, "Map") : null)
    ),
    page
  );
}

document.title = seir.index().title + " – SEIR report";
performance.mark("seir-begun");
preact.render(h(App), (document.getElementById("app").textContent = "", document.getElementById("app")));
requestAnimationFrame(() => performance.mark("seir-shown"));
