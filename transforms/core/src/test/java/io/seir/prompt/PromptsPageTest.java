package io.seir.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seir.model.ChatMessage;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The page {@code docs/prompts.md}: every prompt as a model gets it, with an example, and what it
 * must achieve. {@code -Dseir.write=true} writes it anew.
 */
class PromptsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "..", "docs", "prompts.md").normalize();

  private static final String HEAD =
      """
# The prompts

The prompts for the models, each with an example filled in, as it is sent. This page is generated from the
[prompt files](../transforms/core/src/main/resources/io/seir/prompt) by `PromptsPageTest`, which fails if it is not
up to date. `--prompts DIR` uses your own prompts; the placeholders `{{…}}` of each are listed below, and any may use
`{{language}}`.

Values are placed between the tags unchanged. If a value contains one of the tags, all tags of that prompt get a
number that no value uses (`<question-1>`), so that nothing inside can close them.
""";

  private static final Map<String, String> ACHIEVES = new LinkedHashMap<>();

  static {
    ACHIEVES.put(
        PromptSet.QUESTION_DRAFT,
        "A question as a person would type it: specific, answerable, and asking for a picture in"
            + " varied words.");
    ACHIEVES.put(
        PromptSet.QUESTION_REVIEW,
        "Says whether the question is good enough. Anchors keep the ratings apart; trifles do not"
            + " cause a revision.");
    ACHIEVES.put(
        PromptSet.QUESTION_REVISE,
        "Does what the review says, and leaves the good parts unchanged.");
    ACHIEVES.put(
        PromptSet.ANSWER_DRAFT,
        "A text of a given length and tone, and a caption that an image model can draw without"
            + " knowing anything else.");
    ACHIEVES.put(
        PromptSet.ANSWER_REVIEW,
        "Checks correctness, completeness, and that text and caption complement each other.");
    ACHIEVES.put(
        PromptSet.ANSWER_REVISE,
        "Corrects the pair under the same rules as for the draft, so that a revision does not break"
            + " them.");
    ACHIEVES.put(
        PromptSet.IMAGE_REVIEW,
        "Makes the critic look for typical faults of generated pictures. The current picture comes"
            + " last; pictures before it belong to earlier turns.");
    ACHIEVES.put(
        PromptSet.IMAGE_REVISE,
        "Turns the faults of a picture into a caption that says in positive terms what should be"
            + " there.");
    ACHIEVES.put(
        PromptSet.JUDGE,
        "The four scores of SynJudge, each with six anchored points (METHOD); 0 means that"
            + " something is missing.");
    ACHIEVES.put(
        PromptSet.judge(JudgeDimension.TCC),
        "One scale alone (`--per-scale`): only the text, so that a good picture does not raise its"
            + " score.");
    ACHIEVES.put(
        PromptSet.judge(JudgeDimension.ICC),
        "One scale alone: what the picture shows compared with what was asked, without the answer's"
            + " text.");
    ACHIEVES.put(
        PromptSet.judge(JudgeDimension.IQ),
        "One scale alone: only the picture, without any words about it.");
    ACHIEVES.put(
        PromptSet.judge(JudgeDimension.ITS), "One scale alone: text and picture together.");
    ACHIEVES.put(
        PromptSet.JUDGE_QUESTION,
        "A rating of only the question, so that an ablation can show the effect of question"
            + " refinement.");
  }

  private static final Map<String, String> VALUES =
      Map.of(
          "reference",
          "none",
          "pictures",
          "1: of the answer, to be judged",
          "topic",
          "how a suspension bridge carries its load",
          "template",
          "What would happen if ***?",
          "question",
          "What would happen if one main cable of a suspension bridge snapped? Explain it briefly,"
              + " and sketch the bridge from the side with the cables marked.",
          "answer",
          "The deck hangs from two main cables, so losing one shifts nearly all of its weight onto"
              + " the other. The towers would be pulled to one side, and the deck would twist and"
              + " tip.",
          "caption",
          "Pencil sketch of a suspension bridge seen from the side, two tall towers, one thick main"
              + " cable in red, thin vertical hangers, a flat deck over calm water, clean white"
              + " background.",
          "suggestion",
          "The sketch shows three towers; a suspension bridge like this has two.");

  private static final List<Turn> HISTORY =
      List.of(
          Turn.asking("Why are suspension bridges used for long spans? A photo would be nice.")
              .withAnswer("Steel cables in tension carry far more than a beam of the same weight.")
              .withCaption("Photograph of a long suspension bridge at dusk, seen from the shore."));

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    ACHIEVES.forEach(
        (name, achieves) -> {
          Prompt prompt = PromptSet.shipped().get(name);
          page.append("\n## ")
              .append(name)
              .append("\n\n")
              .append(achieves)
              .append("\n\nPlaceholders: `");
          page.append(String.join("`, `", prompt.places())).append("`\n");
          for (ChatMessage message : prompt.fill(VALUES, HISTORY, List.of()).messages()) {
            boolean system = message.role() == ChatMessage.Role.SYSTEM;
            page.append("\n").append(system ? "System" : "User").append(":\n\n```text\n");
            page.append(message.text()).append("\n```\n");
          }
        });
    return page.toString();
  }

  @Test
  void thePageShowsThePromptsAsTheyAre() throws IOException {
    assertEquals(
        List.copyOf(new java.util.TreeSet<>(ACHIEVES.keySet())), PromptSet.shipped().names());
    if (Boolean.getBoolean("seir.write")) {
      Files.writeString(PAGE, page());
    }
    assertEquals(Files.readString(PAGE), page(), "run with -Dseir.write=true");
  }
}
