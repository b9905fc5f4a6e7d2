package io.seir.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.ObjectMappers;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.moderations.ModerationImageUrlInput;
import com.openai.models.moderations.ModerationMultiModalInput;
import com.openai.models.moderations.ModerationTextInput;
import io.seir.model.ChatMessage;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ModelException;
import io.seir.model.TokenCount;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An endpoint {@code /moderations}, for the role {@code safety}: replies {@code {"flagged",
 * "categories"}}. With a threshold, a category counts from that score on, whatever the server
 * flags.
 */
final class OpenAiModerationModel implements ChatModel {
  private final Connection connection;
  private final double threshold;

  /**
   * @param threshold 0 to 1; 0 for what the server flags
   */
  OpenAiModerationModel(Connection connection, double threshold) {
    this.connection = connection;
    this.threshold = threshold;
  }

  @Override
  public ChatReply reply(ChatRequest request) throws ModelException {
    return connection.call(
        client -> {
          ModerationCreateResponse response =
              client
                  .moderations()
                  .create(
                      ModerationCreateParams.builder()
                          .model(connection.settings().model())
                          .inputOfModerationMultiModalArray(input(request))
                          .build());
          JsonNode results = ObjectMappers.jsonMapper().valueToTree(response).path("results");
          if (!results.isArray() || results.isEmpty()) {
            throw ModelException.transientFault(
                "malformed_body", "the moderation reply has no results");
          }
          return new ChatReply(said(results), new TokenCount.Counted(0, 0), List.of());
        });
  }

  private static List<ModerationMultiModalInput> input(ChatRequest request) {
    List<ModerationMultiModalInput> input = new ArrayList<>();
    for (ChatMessage message : request.messages()) {
      if (!message.text().isBlank()) {
        input.add(
            ModerationMultiModalInput.ofText(
                ModerationTextInput.builder().text(message.text()).build()));
      }
      for (Picture picture : message.pictures()) {
        input.add(
            ModerationMultiModalInput.ofImageUrl(
                ModerationImageUrlInput.builder()
                    .imageUrl(
                        ModerationImageUrlInput.ImageUrl.builder()
                            .url(OpenAiChatModel.dataUrl(picture))
                            .build())
                    .build()));
      }
    }
    return input;
  }

  private String said(JsonNode results) {
    ObjectNode said = JsonCoder.mapper().createObjectNode();
    ArrayNode categories = JsonCoder.mapper().createArrayNode();
    boolean flagged = false;
    for (JsonNode result : results) {
      flagged |= threshold == 0 && result.path("flagged").asBoolean();
      for (Map.Entry<String, JsonNode> category : result.path("categories").properties()) {
        double score = result.path("category_scores").path(category.getKey()).asDouble(0);
        if (threshold == 0 ? category.getValue().asBoolean() : score >= threshold) {
          categories.add(category.getKey());
        }
      }
    }
    said.put("flagged", flagged || !categories.isEmpty());
    said.set("categories", categories);
    return said.toString();
  }
}
