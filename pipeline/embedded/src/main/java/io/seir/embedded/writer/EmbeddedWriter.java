package io.seir.embedded.writer;

import io.seir.model.ChatRequest;
import io.seir.model.ModelException;

/** Tells by the reply that is asked for what is to be written. */
public final class EmbeddedWriter {
  private EmbeddedWriter() {}

  /**
   * The reply to a prompt of the method.
   *
   * @throws ModelException if the topic cannot be drawn, or the prompt is of no known kind
   */
  public static String write(ChatRequest request) throws ModelException {
    Material material = new Material(request);
    return switch (request.format().name()) {
      case "question_draft" -> QuestionWriter.draft(material);
      case "question_review" -> QuestionWriter.review(material);
      case "question_revise" -> QuestionWriter.revise(material);
      case "answer_draft" -> AnswerWriter.draft(material);
      case "answer_review" -> AnswerWriter.review(material);
      case "answer_revise" -> AnswerWriter.revise(material);
      case "image_revise" -> CaptionWriter.revise(material);
      default ->
          throw ModelException.permanentFault(
              "unknown_prompt",
              "the embedded writer has no reply of the form " + request.format().name());
    };
  }
}
