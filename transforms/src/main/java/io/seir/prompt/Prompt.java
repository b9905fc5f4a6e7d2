package io.seir.prompt;

import io.seir.model.ChatMessage;
import io.seir.model.ChatRequest;
import io.seir.model.Picture;
import io.seir.model.ReplyFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The prompts of the method. The text is in {@code question-draft.txt} and so on; values are put in
 * with {@code &} and {@code <} escaped, so that nothing inside a value can close its tag.
 */
public enum Prompt {
  QUESTION_DRAFT(Formats.QUESTION),
  QUESTION_REVIEW(Formats.REVIEW),
  QUESTION_REVISE(Formats.QUESTION),
  ANSWER_DRAFT(Formats.ANSWER),
  ANSWER_REVIEW(Formats.REVIEW),
  ANSWER_REVISE(Formats.ANSWER),
  IMAGE_REVIEW(Formats.REVIEW),
  IMAGE_REVISE(Formats.CAPTION),
  JUDGE(Formats.SCORES);

  private final ReplyFormat format;
  private final PromptTemplate template;

  Prompt(String schema) {
    String name = name().toLowerCase(Locale.ROOT);
    this.format = new ReplyFormat(name, schema);
    this.template = PromptTemplate.load(name.replace('_', '-'));
  }

  /**
   * The request to a model.
   *
   * @param values for every place in the template; {@code history} as {@link History} renders it
   */
  public ChatRequest request(Map<String, String> values, List<Picture> pictures, long seed) {
    return new ChatRequest(
        List.of(
            new ChatMessage(ChatMessage.Role.SYSTEM, template.system(), List.of()),
            new ChatMessage(ChatMessage.Role.USER, template.user(values), pictures)),
        format,
        seed);
  }

  /** How a reply looks; its name tells the prompts apart. */
  public ReplyFormat format() {
    return format;
  }

  private static final class Formats {
    static final String QUESTION = object(text("question"), "\"question\"");
    static final String ANSWER =
        object(text("answer") + "," + text("caption"), "\"answer\",\"caption\"");
    static final String CAPTION = object(text("caption"), "\"caption\"");
    static final String REVIEW =
        object(
            "\"decision\":{\"type\":\"string\",\"enum\":[\"accept\",\"revise\"]},"
                + "\"rating\":{\"type\":\"number\",\"minimum\":0,\"maximum\":5},"
                + text("suggestion"),
            "\"decision\",\"rating\",\"suggestion\"");
    static final String SCORES =
        object(
            score("TCC") + "," + score("ICC") + "," + score("IQ") + "," + score("ITS"),
            "\"TCC\",\"ICC\",\"IQ\",\"ITS\"");

    private static String object(String properties, String required) {
      return "{\"type\":\"object\",\"properties\":{%s},\"required\":[%s],\"additionalProperties\":false}"
          .formatted(properties, required);
    }

    private static String text(String name) {
      return "\"%s\":{\"type\":\"string\"}".formatted(name);
    }

    private static String score(String name) {
      return "\"%s\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":5}".formatted(name);
    }
  }
}
