package io.seir.input;

import io.seir.data.InputFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The shipped questions for comparing systems. They cover all domains and categories of the shipped
 * topics, and each asks for a text and a picture.
 */
public final class QuestionSet {
  private static final String SHIPPED = "/io/seir/topics/questions.jsonl";

  private QuestionSet() {}

  /** All questions, one JSON object per line: id, domain, category, topic, question. */
  public static List<String> shipped() {
    return InputFile.resource(SHIPPED).lines().toList();
  }

  /** At most this many questions, evenly spread. */
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
