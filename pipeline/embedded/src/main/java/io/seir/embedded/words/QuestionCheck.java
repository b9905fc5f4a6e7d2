package io.seir.embedded.words;

import io.seir.embedded.world.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How good a question is that wants words and a picture: what a person would object to.
 *
 * @param score from 1 to 5; 0 without a question
 * @param remarks what to change, a sentence each, the worst first
 */
public record QuestionCheck(double score, List<String> remarks) {
  private static final int LIMIT = 50;
  private static final int MOST_THINGS = 2;
  private static final Pattern SLOT = Pattern.compile("\\*\\*\\*|\\{[a-z]+}");

  /** Words that no grammar puts side by side, and half questions that stand as whole ones. */
  private static final Pattern BROKEN =
      Pattern.compile(
          "\\b(an?|the) (some|an?|the) |\\b(some) (an?|some) |\\b(\\w+) \\4\\b"
              + "|(^|[.,:] )(in (plain|simple) words|in short|tell me|please), how (?!do|does|did|can|is|are|was|were|would|should|could|will|many|much|long|often|to)\\w+ ",
          Pattern.CASE_INSENSITIVE);

  public QuestionCheck {
    remarks = List.copyOf(remarks);
  }

  /** Checks a question on a topic, after earlier ones. */
  public static QuestionCheck of(String topic, String question, List<String> earlier) {
    if (question.isBlank()) {
      return new QuestionCheck(0, List.of("There is no question; ask one."));
    }
    List<String> remarks = new ArrayList<>();
    double score = 5;
    Depiction wish = Wish.of(question);
    Depiction about = DepictionReader.shared().read(topic);
    if (earlier.stream().anyMatch(e -> Alike.same(e, question))) {
      remarks.add("It repeats an earlier question; ask something new.");
      score -= 2.5;
    }
    if (SLOT.matcher(question).find()) {
      remarks.add("Ask anew, and leave no slot in it.");
      score -= 2.5;
    }
    boolean off =
        !about.things().isEmpty()
            && about.concepts().stream().noneMatch(wish::shows)
            && about.concepts().stream().noneMatch(DepictionReader.shared().read(question)::shows);
    if (off) {
      remarks.add("Ask anew, about the topic: about " + wanted(about) + ".");
      score -= 2;
    }
    if (!Wish.asksForPicture(question)) {
      remarks.add("It does not ask for a picture; ask for one of " + wanted(wish, about) + ".");
      score -= 2;
    } else if (DepictionReader.shared().read(Wish.requests(question)).things().isEmpty()) {
      remarks.add("Say what the picture is to show, for example " + wanted(wish, about) + ".");
      score -= 1.5;
    }
    if (Wish.asksForPicture(question) && Wish.inWords(question).equals(question)) {
      remarks.add("It wants nothing in words; ask a question about it, too.");
      score -= 2;
    }
    int words = English.words(question);
    if (words > LIMIT) {
      remarks.add("Shorten it: it has " + words + " words and may have " + LIMIT + ".");
      score -= 1.5;
    }
    if (BROKEN.matcher(question).find()) {
      remarks.add("Ask anew, in proper English.");
      score -= 1.5;
    }
    return new QuestionCheck(Math.max(1, score), remarks);
  }

  private static String wanted(Depiction wish, Depiction topic) {
    return wanted(wish.things().isEmpty() ? topic : wish);
  }

  private static String wanted(Depiction shown) {
    int most = Math.min(MOST_THINGS, shown.things().size());
    return most == 0
        ? "something that can be drawn"
        : English.scene(shown.withThings(shown.things().subList(0, most)).withStyle(Style.FLAT));
  }
}
