package io.seir.embedded.words;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a question asks to see. */
public final class Wish {
  private static final Pattern ASKS =
      Pattern.compile(
          "\\b(picture|pictures|show|shows|see|draw|image|photo|illustrat\\w*|drawing)\\b",
          Pattern.CASE_INSENSITIVE);

  private Wish() {}

  /** Whether a question asks for a picture at all. */
  public static boolean asksForPicture(String question) {
    return ASKS.matcher(question).find();
  }

  /**
   * What the sentences that ask for a picture depict; if they depict nothing, the whole question.
   */
  public static Depiction of(String question) {
    List<String> sentences = English.sentences(question);
    Depiction asked =
        DepictionReader.shared()
            .read(sentences.stream().filter(Wish::asksForPicture).collect(Collectors.joining(" ")));
    return asked.things().isEmpty() ? DepictionReader.shared().read(question) : asked;
  }
}
