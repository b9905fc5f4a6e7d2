package io.seir.embedded.words;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How good the text of an answer is, from the question, the answer and earlier answers alone:
 * whether it tells what was asked, of all that was asked about, without errors, repetition or idle
 * words, and at a fit length. Sentences that no table knows, as real models write them, are
 * believed.
 *
 * @param score from 0 (no text) and 1 (beside the point) to 5 (all of it, fluent)
 * @param remarks what a critic would have changed, a sentence each, the worst first
 * @param describedShare the share of its sentences that merely describe the picture
 */
public record AnswerCheck(double score, List<String> remarks, double describedShare) {
  private static final int SHORTEST = 12;
  private static final int SHORT = 22;
  private static final int LONG = 160;
  private static final double REDUNDANT = 0.34;

  private static final Pattern DESCRIBES =
      Pattern.compile(
          "^(in|on) (the|this) (picture|image)\\b.*|.*\\b(picture|image) (here |below )?(shows|is of|depicts)\\b.*"
              + "|^(as )?you can see\\b.*|^here (you|we) (can )?see\\b.*|^this is a (picture|sketch|drawing)\\b.*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern IDLE =
      Pattern.compile(
          "^(that is (a|such a) (good|great|lovely|wonderful) question|i hope (that )?this helps"
              + "|as (everybody|everyone) knows|let me know if|thank you for asking|to be honest"
              + "|there is so much to say|well, well|i am glad that you ask)\\b.*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DOUBLED =
      Pattern.compile("\\b(?!had|that)(\\w+) \\1\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern ENDS = Pattern.compile(".*[.!?…][\"'”’)]*$", Pattern.DOTALL);

  public AnswerCheck {
    remarks = List.copyOf(remarks);
  }

  /** Checks the text of an answer. */
  public static AnswerCheck of(String question, String answer, List<String> earlierAnswers) {
    if (answer.isBlank()) {
      return new AnswerCheck(0, List.of("There is no answer; write one."), 0);
    }
    AnswerReading reading = AnswerReading.of(question, answer);
    List<String> remarks = new ArrayList<>();
    double score = 1 + 4 * AnswerNeeds.of(question).covered(reading, remarks);
    for (AnswerReading.Fault fault : reading.faults()) {
      remarks.add("Take out \"" + fault.sentence() + "\": that is not true of " + fault.of() + ".");
    }
    score -= Math.min(2, 1.1 * reading.faults().size());
    List<String> sentences = English.sentences(answer);
    score -= repeated(sentences, earlierAnswers, remarks);
    score -= fluency(answer, sentences, remarks);
    int described = described(sentences, remarks);
    score -= described > 0 ? 0.3 : 0;
    score -= length(English.words(answer), remarks);
    return new AnswerCheck(
        Math.max(1, Math.min(5, score)), remarks, described / (double) sentences.size());
  }

  /** Whether it describes the picture more than it adds to it. */
  public boolean describesThePicture() {
    return describedShare >= REDUNDANT;
  }

  private static double repeated(
      List<String> sentences, List<String> earlier, List<String> remarks) {
    Set<String> before = new HashSet<>();
    earlier.forEach(text -> English.sentences(text).forEach(s -> before.add(plain(s))));
    double loss = 0;
    for (String sentence : sentences) {
      if (!before.add(plain(sentence))) {
        remarks.add("Take out \"" + sentence + "\": it has been said before.");
        loss += 1;
      }
    }
    return Math.min(3, loss * (loss == sentences.size() ? 2 : 1));
  }

  private static String plain(String sentence) {
    return sentence.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} ]", "").strip();
  }

  private static double fluency(String answer, List<String> sentences, List<String> remarks) {
    double loss = 0;
    if (!ENDS.matcher(answer.strip()).matches()) {
      remarks.add("Finish or drop the last sentence, which breaks off.");
      loss += 1;
    }
    for (String sentence : sentences) {
      if (IDLE.matcher(sentence).matches()) {
        remarks.add("Take out \"" + sentence + "\": it says nothing.");
        loss += 0.5;
      }
    }
    loss += DOUBLED.matcher(answer).find() ? 0.5 : 0;
    return Math.min(1.5, loss);
  }

  private static int described(List<String> sentences, List<String> remarks) {
    int described = 0;
    for (String sentence : sentences) {
      if (describesPicture(sentence)) {
        described++;
        remarks.add("Take out \"" + sentence + "\": the picture shows it.");
      }
    }
    return described;
  }

  /** Whether a sentence says no more than what is to be seen. */
  static boolean describesPicture(String sentence) {
    return DESCRIBES.matcher(sentence).matches();
  }

  /** Whether a sentence says nothing at all. */
  static boolean isIdle(String sentence) {
    return IDLE.matcher(sentence).matches();
  }

  private static double length(int words, List<String> remarks) {
    if (words < SHORT) {
      remarks.add("Say a little more about it.");
      return words < SHORTEST ? 1.3 : 0.6;
    }
    if (words > LONG) {
      remarks.add("Shorten the answer to half its length.");
      return 1;
    }
    return 0;
  }
}
