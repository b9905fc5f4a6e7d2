package io.seir.embedded.writer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JudgeDimension;
import java.util.List;
import java.util.Map;

/** The JSON replies of the embedded models. */
public final class Reply {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Reply() {}

  /** An object of texts: name, value, name, value. */
  static String of(String... namesAndValues) {
    ObjectNode object = JSON.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return object.toString();
  }

  /** The four scores of a judge. */
  public static String scores(Map<JudgeDimension, Integer> scores) {
    ObjectNode reply = JSON.createObjectNode();
    scores.forEach((scale, score) -> reply.put(scale.name(), score));
    return reply.toString();
  }

  /** A judge's rating of a question. */
  public static String questionRating(int rating) {
    return JSON.createObjectNode().put("QR", rating).toString();
  }

  /** A review: revise with all remarks if there are any, else accept. */
  public static String review(List<String> remarks, double rating) {
    ObjectNode object = JSON.createObjectNode();
    object.put("decision", remarks.isEmpty() ? "accept" : "revise");
    object.put("rating", Math.round(Math.max(0, Math.min(5, rating)) * 100) / 100.0);
    object.put("suggestion", String.join(" ", remarks));
    return object.toString();
  }
}
