package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;

/** What neighbours are searched for, and its name in results. */
public enum QueryKind {
  /** A text from the user. */
  TEXT,
  /** A picture from the user, identified by its name. */
  PICTURE,
  /** A row from the user, identified by its number. */
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
