package io.seir.prompt;

import io.seir.model.ReplyFormat;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The prompts of a run, by name. Sets are immutable: a change gives a new set. A prompt's text is
 * part of the key under which a call is recorded in the journal, so calls with changed prompts are
 * made again.
 */
public final class PromptSet implements Serializable {
  private static final long serialVersionUID = 1;

  public static final String QUESTION_DRAFT = "question-draft";
  public static final String QUESTION_REVIEW = "question-review";
  public static final String QUESTION_REVISE = "question-revise";
  public static final String ANSWER_DRAFT = "answer-draft";
  public static final String ANSWER_REVIEW = "answer-review";
  public static final String ANSWER_REVISE = "answer-revise";
  public static final String IMAGE_REVIEW = "image-review";
  public static final String IMAGE_REVISE = "image-revise";
  public static final String JUDGE = "judge";
  public static final String JUDGE_QUESTION = "judge-question";

  /** The prefix of prompts that ask for one scale; see {@link #judge(JudgeDimension)}. */
  private static final String JUDGE_ONE = "judge-";

  /** The placeholder in a system or user text for the language of the dialogues. */
  private static final String LANGUAGE = "{{language}}";

  /** The default language of dialogues. */
  public static final String ENGLISH = "English";

  private static final Pattern LANGUAGES = Pattern.compile("[\\p{L}][\\p{L}\\p{M} ()'-]{0,59}");

  /** A scale in a schema. */
  private static final Pattern SCALE = Pattern.compile("\"(TCC|ICC|IQ|ITS)\"");

  private static final Pattern SCALE_NAMES =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _.-]{0,59}");

  private static final PromptSet SHIPPED =
      new PromptSet(new TreeMap<>(), ENGLISH, new TreeMap<>())
          .with(Prompt.ofTexts(QUESTION_DRAFT, shipped(QUESTION_DRAFT), "question"))
          .with(Prompt.ofReview(QUESTION_REVIEW, shipped(QUESTION_REVIEW)))
          .with(Prompt.ofTexts(QUESTION_REVISE, shipped(QUESTION_REVISE), "question"))
          .with(Prompt.ofTexts(ANSWER_DRAFT, shipped(ANSWER_DRAFT), "answer", "caption"))
          .with(Prompt.ofReview(ANSWER_REVIEW, shipped(ANSWER_REVIEW)))
          .with(Prompt.ofTexts(ANSWER_REVISE, shipped(ANSWER_REVISE), "answer", "caption"))
          .with(Prompt.ofReview(IMAGE_REVIEW, shipped(IMAGE_REVIEW)))
          .with(Prompt.ofTexts(IMAGE_REVISE, shipped(IMAGE_REVISE), "caption"))
          .with(ofScores(JUDGE, JudgeDimension.values()))
          .with(ofScores(judge(JudgeDimension.TCC), JudgeDimension.TCC))
          .with(ofScores(judge(JudgeDimension.ICC), JudgeDimension.ICC))
          .with(ofScores(judge(JudgeDimension.IQ), JudgeDimension.IQ))
          .with(ofScores(judge(JudgeDimension.ITS), JudgeDimension.ITS))
          .with(
              new Prompt(
                  JUDGE_QUESTION,
                  ReplyFormats.scores(Prompt.formatName(JUDGE_QUESTION), Verdict.QUESTION),
                  shipped(JUDGE_QUESTION)));

  private final SortedMap<String, Prompt> prompts;
  private final String language;
  private final TreeMap<JudgeDimension, String> scaleNames;

  private PromptSet(
      SortedMap<String, Prompt> prompts,
      String language,
      TreeMap<JudgeDimension, String> scaleNames) {
    this.prompts = prompts;
    this.language = language;
    this.scaleNames = scaleNames;
  }

  private static Prompt ofScores(String name, JudgeDimension... scales) {
    return new Prompt(
        name,
        ReplyFormats.scores(
            Prompt.formatName(name),
            Arrays.stream(scales).map(JudgeDimension::name).toArray(String[]::new)),
        shipped(name));
  }

  /** The name of the prompt that asks the judge for a single scale. */
  public static String judge(JudgeDimension scale) {
    return JUDGE_ONE + scale.name().toLowerCase(Locale.ROOT);
  }

  /**
   * With the judge's names of the scales in its replies, if it was trained with different names.
   *
   * @param names one for every scale
   * @throws IllegalArgumentException if a scale has none, or two have the same
   */
  public PromptSet withScaleNames(Map<JudgeDimension, String> names) {
    TreeMap<JudgeDimension, String> all = new TreeMap<>(names);
    all.values().removeIf(name -> !SCALE_NAMES.matcher(name).matches());
    if (all.size() != JudgeDimension.values().length
        || new HashSet<>(all.values()).size() != all.size()) {
      throw new IllegalArgumentException(
          "each of the scales "
              + Arrays.toString(JudgeDimension.values())
              + " needs a name of its own, of letters, digits, spaces, _ . and -; not "
              + names);
    }
    return new PromptSet(prompts, language, all);
  }

  /** The judge's names of the scales; empty for the standard names. */
  public Map<JudgeDimension, String> scaleNames() {
    return Collections.unmodifiableMap(scaleNames);
  }

  /**
   * With the language that dialogues are written in, in words, such as {@code German} or {@code
   * Brazilian Portuguese}.
   *
   * @throws IllegalArgumentException if it is not the name of a language
   */
  public PromptSet withLanguage(String name) {
    if (!LANGUAGES.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the language must be named in up to 60 letters, such as German, not '" + name + "'");
    }
    return new PromptSet(prompts, name, scaleNames);
  }

  /** The language that dialogues are written in. */
  public String language() {
    return language;
  }

  /** The shipped prompts. */
  public static PromptSet shipped() {
    return SHIPPED;
  }

  /** With one more prompt, replacing any with the same name. */
  public PromptSet with(Prompt prompt) {
    TreeMap<String, Prompt> changed = new TreeMap<>(prompts);
    changed.put(prompt.name(), prompt);
    return new PromptSet(changed, language, scaleNames);
  }

  /**
   * With a different text for an existing prompt.
   *
   * @throws IllegalArgumentException if no prompt has that name, or the text does not fit it
   */
  public PromptSet with(String name, String text) {
    return with(known(name).withText(text));
  }

  /**
   * A prompt, in the language of the set, its reply with the set's names of the scales.
   *
   * @throws IllegalArgumentException naming the known providers, if there is none of that name
   */
  public Prompt get(String name) {
    Prompt prompt = known(name);
    ReplyFormat format = prompt.format();
    String schema =
        SCALE
            .matcher(format.schema())
            .replaceAll(
                scale -> {
                  String own = scale.group(1);
                  return "\"" + scaleNames.getOrDefault(JudgeDimension.valueOf(own), own) + "\"";
                });
    return new Prompt(
        name, new ReplyFormat(format.name(), schema), prompt.text().replace(LANGUAGE, language));
  }

  private Prompt known(String name) {
    Prompt prompt = prompts.get(name);
    if (prompt == null) {
      throw new IllegalArgumentException(
          "no prompt '" + name + "'; known: " + String.join(", ", names()));
    }
    return prompt;
  }

  /** The names of all prompts, in order. */
  public List<String> names() {
    return List.copyOf(prompts.keySet());
  }

  /** The texts that differ from the shipped ones, by name. */
  public SortedMap<String, String> changes() {
    SortedMap<String, String> changes = new TreeMap<>();
    prompts.forEach(
        (name, prompt) -> {
          if (!prompt.equals(SHIPPED.prompts.get(name))) {
            changes.put(name, prompt.text());
          }
        });
    scaleNames.forEach((scale, name) -> changes.put("the name of " + scale, name));
    return Collections.unmodifiableSortedMap(changes);
  }

  private static String shipped(String name) {
    String resource = name + ".txt";
    try (InputStream in =
        Objects.requireNonNull(PromptSet.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
