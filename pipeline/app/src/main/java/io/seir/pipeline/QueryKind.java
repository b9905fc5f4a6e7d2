package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;

/** What neighbours are looked for of, and how a result calls it. */
public enum QueryKind {
  /** A text of the user. */
  TEXT,
  /** A picture of the user, called by its name. */
  PICTURE,
  /** A row of the user, called by its number. */
  ROW,
  /** A row of the searched data itself. */
  EACH;

  ObjectNode json(FoundRow query) {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    FoundRow.Name name = query.name().orElseThrow();
    switch (this) {
      case TEXT ->
          query.text().flatMap(FoundRow.Text::question).ifPresent(t -> json.put("text", t));
      case PICTURE -> json.put("picture", name.id());
      case ROW -> json.put("row", query.row());
      case EACH -> WriteNeighbours.describe(json, query);
    }
    return json;
  }
}
