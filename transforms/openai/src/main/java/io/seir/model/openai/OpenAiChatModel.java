package io.seir.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.completions.CompletionUsage;
import io.seir.model.ChatMessage;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ModelException;
import io.seir.model.ReplyFormat;
import io.seir.model.TokenChoice;
import io.seir.model.TokenCount;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Chat completions, with pictures as data URLs. */
final class OpenAiChatModel implements ChatModel {
  private final Connection connection;
  private volatile OpenAiSettings.Structured structured;

  OpenAiChatModel(Connection connection) {
    this(connection, connection.settings().structured());
  }

  /**
   * @param structured how a reply's form is asked for, whatever the settings say
   */
  OpenAiChatModel(Connection connection, OpenAiSettings.Structured structured) {
    this.connection = connection;
    this.structured = structured;
  }

  @Override
  public ChatReply reply(ChatRequest request) throws ModelException {
    return connection.call(
        client -> {
          OpenAiSettings.Structured form = structured; // other calls may change it meanwhile
          ChatCompletion completion;
          try {
            completion = client.chat().completions().create(params(request, form));
          } catch (BadRequestException e) {
            if (form != OpenAiSettings.Structured.AUTO || !refusesFormat(e)) {
              throw e;
            }
            structured = OpenAiSettings.Structured.NONE; // the prompt asks for the form as well
            completion = client.chat().completions().create(params(request, structured));
          }
          return reply(completion);
        });
  }

  private static boolean refusesFormat(BadRequestException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("response_format")
        || message.contains("json_schema")
        || message.contains("guided");
  }

  private ChatCompletionCreateParams params(ChatRequest request, OpenAiSettings.Structured form) {
    OpenAiSettings settings = connection.settings();
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder().model(settings.model()).seed(request.seed());
    for (ChatMessage message : request.messages()) {
      switch (message.role()) {
        case SYSTEM -> params.addSystemMessage(message.text());
        case USER -> {
          if (message.pictures().isEmpty()) {
            params.addUserMessage(message.text());
          } else {
            params.addUserMessageOfArrayOfContentParts(parts(message));
          }
        }
      }
    }
    if (!settings.temperature().isEmpty()) {
      params.temperature(Double.parseDouble(settings.temperature()));
    }
    if (settings.maxTokens() > 0) {
      params.maxCompletionTokens((long) settings.maxTokens());
    }
    if (request.alternatives() > 0) {
      params.logprobs(true).topLogprobs((long) request.alternatives());
    }
    switch (form) {
      case AUTO, JSON_SCHEMA -> params.responseFormat(schema(request.format()));
      case JSON_OBJECT -> params.responseFormat(ResponseFormatJsonObject.builder().build());
      case NONE -> {}
    }
    return params.build();
  }

  /** A picture as it is sent in requests. */
  static String dataUrl(Picture picture) {
    return "data:"
        + picture.mediaType()
        + ";base64,"
        + Base64.getEncoder().encodeToString(picture.bytes());
  }

  private static List<ChatCompletionContentPart> parts(ChatMessage message) {
    List<ChatCompletionContentPart> parts = new ArrayList<>();
    if (!message.text().isEmpty()) {
      parts.add(
          ChatCompletionContentPart.ofText(
              ChatCompletionContentPartText.builder().text(message.text()).build()));
    }
    for (Picture picture : message.pictures()) {
      String url = dataUrl(picture);
      parts.add(
          ChatCompletionContentPart.ofImageUrl(
              ChatCompletionContentPartImage.builder()
                  .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder().url(url).build())
                  .build()));
    }
    return parts;
  }

  private static ResponseFormatJsonSchema schema(ReplyFormat format) {
    ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema =
        ResponseFormatJsonSchema.JsonSchema.Schema.builder();
    try {
      JsonNode json = JsonCoder.mapper().readTree(format.schema());
      json.fields()
          .forEachRemaining(
              field ->
                  schema.putAdditionalProperty(
                      field.getKey(), JsonValue.fromJsonNode(field.getValue())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a reply's format is always JSON", e);
    }
    return ResponseFormatJsonSchema.builder()
        .jsonSchema(
            ResponseFormatJsonSchema.JsonSchema.builder()
                .name(format.name())
                .schema(schema.build())
                .strict(true)
                .build())
        .build();
  }

  private ChatReply reply(ChatCompletion completion) throws ModelException {
    if (completion.choices().isEmpty()) {
      throw ModelException.transientFault("malformed_body", "the reply has no choices");
    }
    ChatCompletion.Choice choice = completion.choices().get(0);
    Optional<String> refusal = choice.message().refusal().filter(text -> !text.isBlank());
    if (refusal.isPresent()) {
      throw ModelException.paidFault(
          "refused", connection.scrub(refusal.get()), tokens(completion).usage());
    }
    if (choice
        ._finishReason()
        .asKnown()
        .filter(ChatCompletion.Choice.FinishReason.CONTENT_FILTER::equals)
        .isPresent()) {
      throw ModelException.paidFault(
          "refused", "the server's content filter cut the reply", tokens(completion).usage());
    }
    String text = connection.scrubContent(choice.message().content().orElse(""));
    List<TokenChoice> choices =
        choice
            .logprobs()
            .flatMap(ChatCompletion.Choice.Logprobs::content)
            .map(tokens -> tokens.stream().map(OpenAiChatModel::choice).toList())
            .orElse(List.of());
    return new ChatReply(text, tokens(completion), choices);
  }

  private static TokenCount tokens(ChatCompletion completion) {
    try {
      Optional<CompletionUsage> usage = completion.usage();
      if (usage.isPresent()) {
        return new TokenCount.Counted(
            Math.max(0, usage.get().promptTokens()), Math.max(0, usage.get().completionTokens()));
      }
    } catch (OpenAIInvalidDataException e) {
      return new TokenCount.Uncounted(); // a usage without its numbers
    }
    return new TokenCount.Uncounted();
  }

  private static TokenChoice choice(ChatCompletionTokenLogprob token) {
    Map<String, Double> alternatives = new TreeMap<>();
    token.topLogprobs().forEach(other -> alternatives.put(other.token(), other.logprob()));
    return new TokenChoice(token.token(), token.logprob(), alternatives);
  }
}
