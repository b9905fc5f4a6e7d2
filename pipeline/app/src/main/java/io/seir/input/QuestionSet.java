package io.seir.input;

import io.seir.data.InputFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The shipped questions, on which systems are compared: over all domains and categories of the
 * shipped topics, each asks for a text and a picture.
 */
public final class QuestionSet {
  private static final String SHIPPED = "/io/seir/topics/questions.jsonl";

  private QuestionSet() {}

  /** All, one JSON object a line: id, domain, category, topic, question. */
  public static List<String> shipped() {
    return InputFile.resource(SHIPPED).lines().toList();
  }

  /** At most so many, evenly spread. */
  public static List<String> shipped(int most) {
    List<String> all = shipped();
    List<String> some = new ArrayList<>();
    int n = Math.min(most, all.size());
    for (long i = 0; i < n; i++) {
      some.add(all.get((int) (i * all.size() / n)));
    }
    return some;
  }
}
