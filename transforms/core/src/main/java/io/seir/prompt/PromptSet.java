package io.seir.prompt;

import io.seir.sample.JudgeDimension;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The prompts of a run, by name. A value: changing one gives another set. The text of a prompt is
 * part of the key under which a call is journaled, so changed prompts are asked anew.
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

  private static final PromptSet SHIPPED =
      new PromptSet(new TreeMap<>())
          .with(Prompt.ofTexts(QUESTION_DRAFT, shipped(QUESTION_DRAFT), "question"))
          .with(Prompt.ofReview(QUESTION_REVIEW, shipped(QUESTION_REVIEW)))
          .with(Prompt.ofTexts(QUESTION_REVISE, shipped(QUESTION_REVISE), "question"))
          .with(Prompt.ofTexts(ANSWER_DRAFT, shipped(ANSWER_DRAFT), "answer", "caption"))
          .with(Prompt.ofReview(ANSWER_REVIEW, shipped(ANSWER_REVIEW)))
          .with(Prompt.ofTexts(ANSWER_REVISE, shipped(ANSWER_REVISE), "answer", "caption"))
          .with(Prompt.ofReview(IMAGE_REVIEW, shipped(IMAGE_REVIEW)))
          .with(Prompt.ofTexts(IMAGE_REVISE, shipped(IMAGE_REVISE), "caption"))
          .with(
              new Prompt(
                  JUDGE,
                  ReplyFormats.scores(
                      JUDGE,
                      Arrays.stream(JudgeDimension.values())
                          .map(JudgeDimension::name)
                          .toArray(String[]::new)),
                  shipped(JUDGE)));

  private final SortedMap<String, Prompt> prompts;

  private PromptSet(SortedMap<String, Prompt> prompts) {
    this.prompts = prompts;
  }

  /** The prompts of this project. */
  public static PromptSet shipped() {
    return SHIPPED;
  }

  /** With one more prompt, or another of its name. */
  public PromptSet with(Prompt prompt) {
    TreeMap<String, Prompt> changed = new TreeMap<>(prompts);
    changed.put(prompt.name(), prompt);
    return new PromptSet(changed);
  }

  /**
   * With another text for a prompt that is there.
   *
   * @throws IllegalArgumentException if there is none of that name, or the text does not fit it
   */
  public PromptSet with(String name, String text) {
    return with(get(name).withText(text));
  }

  /**
   * A prompt.
   *
   * @throws IllegalArgumentException naming those that there are, if there is none of that name
   */
  public Prompt get(String name) {
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

  /** The texts that are not as shipped, by name. */
  public SortedMap<String, String> changes() {
    SortedMap<String, String> changes = new TreeMap<>();
    prompts.forEach(
        (name, prompt) -> {
          if (!prompt.equals(SHIPPED.prompts.get(name))) {
            changes.put(name, prompt.text());
          }
        });
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
