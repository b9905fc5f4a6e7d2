package io.seir.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import io.seir.sample.Seeds;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Changes the replies of the embedded models to imitate models with quirks. */
final class Mannered {
  /** What the manner {@link Manner#ENTITIES} adds to every text. */
  static final String ENTITIES = "They play R&B, <b>loud</b>, \"live\" & &amp; 🎷.";

  private static final int LONG = 40;
  private static final double FLAT = 4;

  private final Map<Manner, Double> manners;

  Mannered(Map<Manner, Double> manners) {
    this.manners = manners;
  }

  /** Whether a request with a response format is refused. */
  boolean knowsNoFormat() {
    return manners.containsKey(Manner.CHATTY);
  }

  /**
   * Whether a prompt is refused, however often and with whatever seed it is sent.
   *
   * @param form of the reply
   * @param prompt all that was said
   */
  boolean refuses(String form, String prompt) {
    return befalls(Manner.REFUSES_REVIEWS, form.endsWith("_review"), prompt)
        || befalls(Manner.REFUSES_DRAFTS, form.endsWith("_draft"), prompt);
  }

  private boolean befalls(Manner manner, boolean applies, String prompt) {
    double share = manners.getOrDefault(manner, 0.0);
    return applies
        && new SplittableRandom(Seeds.derive(7, manner.key(), prompt)).nextDouble() < share;
  }

  /** The reply as a model with these quirks would give it. */
  String reply(String form, String reply) {
    ObjectNode object;
    try {
      object = (ObjectNode) JsonCoder.mapper().readTree(reply);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the embedded models reply in JSON", e);
    }
    if (form.endsWith("_review")) {
      review(object);
    } else if (!form.startsWith("judge")) {
      texts(object);
    }
    return manners.containsKey(Manner.CHATTY) ? talk(form, object) : object.toString();
  }

  private void review(ObjectNode review) {
    if (manners.containsKey(Manner.ACCEPTS)) {
      review.put("decision", "accept").put("rating", 5).put("suggestion", "");
    }
    if (manners.containsKey(Manner.NEVER_ACCEPTS)
        && review.path("decision").asText().equals("accept")) {
      review.put("decision", "revise").put("suggestion", "It could be a little better still.");
    }
    if (manners.containsKey(Manner.FLAT)) {
      review.put("rating", FLAT);
    }
    if (manners.containsKey(Manner.FOREIGN)) {
      boolean accepts = review.path("decision").asText().equals("accept");
      review.put("decision", accepts ? "Akzeptiert" : "Überarbeiten");
      review.put("suggestion", accepts ? "Keine" : review.path("suggestion").asText());
    }
    if (manners.containsKey(Manner.LONG_WINDED)) {
      String suggestion = review.path("suggestion").asText();
      review.put(
          "suggestion",
          suggestion.isEmpty() ? suggestion : suggestion + " Thank you. ".repeat(LONG));
    }
  }

  private void texts(ObjectNode texts) {
    for (String field : List.of("question", "answer", "caption")) {
      JsonNode text = texts.path(field);
      if (text.isTextual() && manners.containsKey(Manner.ENTITIES)) {
        texts.put(field, text.asText() + " " + ENTITIES);
      }
      if (text.isTextual() && manners.containsKey(Manner.LONG_WINDED)) {
        texts.put(field, text.asText() + " And so on and on.".repeat(LONG));
      }
    }
  }

  /** A review in words; anything else as JSON with text around it. */
  private static String talk(String form, ObjectNode object) {
    if (!form.endsWith("_review")) {
      return "Certainly! Here {as you asked} it is:\n```json\n" + object + "\n```\nHope it helps!";
    }
    boolean accepts = object.path("decision").asText().equals("accept");
    String rating = Math.round(object.path("rating").asDouble()) + "/5";
    return accepts
        ? "**Decision:** Accept.\n**Rating:** " + rating + "\n**Suggestion:** None"
        : "Let me think.\n\n- Decision: Needs revision\n- Rating: "
            + rating
            + "\n- Suggestion: "
            + object.path("suggestion").asText();
  }
}
