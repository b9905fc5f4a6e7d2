package io.seir.embedded.words;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a question asks to see, and what it asks to be told. */
public final class Wish {
  private static final String PICTURE =
      "(picture|image|photo|photograph|illustration|drawing|sketch|cut-?out)s?";

  private static final String OTHER_PICTURE = "(painting|diagram|poster|cartoon|close-up|comic)s?";

  /** A request for a picture, from its first word on. */
  private static final Pattern REQUEST =
      Pattern.compile(
          "\\b((and|with|plus|or) )?(please )?((could|can|may|would|will) )?((i|you|we) )?(also )?"
              + "(\\bshow (me|us|it|that|them|this|what|how|the|an?|each|both|one|where)\\b"
              + "|\\b(illustrate|visuali[sz]e|showing)\\b|\\bdraw (it|me|us|an?|that)\\b"
              + "|\\b(let|help) me (see|picture)\\b|\\b(like|love|want) to see\\b"
              + "|\\b(could|can|may) i see\\b"
              + "|\\b(add|include|with|want|like|love|need|give|have|draw|make|put|attach|send"
              + "|accompany|for) (me |us |it )?(an?|the|some|one|your)( [\\w-]+){0,2} "
              + PICTURE
              + "\\b|\\b(add|include|want|like|love|draw|make) (me |us )?an?( [\\w-]+){0,2} "
              + OTHER_PICTURE
              + "\\b|\\band an?( [\\w-]+)? "
              + PICTURE
              + "(?=[.?!])"
              + "|\\b(an? )?([\\w-]+ )?"
              + PICTURE
              + " (of|would|could|that|which|to)\\b|\\b(in|by) a( [\\w-]+)? "
              + PICTURE
              + "\\b).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Where the words of an answer are to stand; not what they are about. */
  private static final Pattern USES =
      Pattern.compile(
          "\\b(for|in|on) (a|my|our|the) (museum label|book|school|school poster|museum|letter"
              + "|newspaper|wall poster)\\b|\\bmuseum label\\b",
          Pattern.CASE_INSENSITIVE);

  private static final int FEWEST_WORDS = 3;

  private Wish() {}

  /** Whether a question asks for a picture at all. */
  public static boolean asksForPicture(String question) {
    return REQUEST.matcher(question).find();
  }

  /**
   * What the sentences that ask for a picture depict; if they depict nothing, the whole question.
   */
  public static Depiction of(String question) {
    Depiction asked = DepictionReader.shared().read(requests(question));
    return asked.things().isEmpty() ? DepictionReader.shared().read(question) : asked;
  }

  /** The sentences that ask for a picture; empty if there are none. */
  public static String requests(String question) {
    return English.sentences(question).stream()
        .filter(Wish::asksForPicture)
        .collect(Collectors.joining(" "));
  }

  /** The rest: what is to be told in words. The whole question if there is no rest. */
  public static String inWords(String question) {
    String rest =
        English.sentences(question).stream()
            .map(Wish::beforeRequest)
            .filter(text -> English.words(text) >= FEWEST_WORDS)
            .collect(Collectors.joining(" "));
    return rest.isEmpty() ? question : rest;
  }

  private static String beforeRequest(String sentence) {
    Matcher request = REQUEST.matcher(sentence);
    return request.find()
        ? sentence.substring(0, request.start()).replaceAll("[,;]?\\s*(and|with)?\\s*$", "")
        : sentence;
  }

  /** What is to be told about: the things of {@link #inWords}; else those to be shown. */
  public static List<Thing> toldAbout(String question) {
    List<Thing> told =
        DepictionReader.shared().read(USES.matcher(inWords(question)).replaceAll(" ")).things();
    return told.isEmpty() ? of(question).things() : told;
  }
}
