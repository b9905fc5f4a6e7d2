package io.seir.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.prompt.PromptSet;
import io.seir.sample.Picture;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every model provider must do; a provider's test extends this. */
public abstract class ModelProviderContract {
  /** The provider under test. */
  protected abstract ModelProvider provider();

  /** The roles beside chat and drawing that it can play. */
  protected List<ModelRole> encoders() {
    return List.of(ModelRole.ENCODER, ModelRole.JUDGE_ENCODER);
  }

  /** A specification that works. */
  protected abstract ModelSpec spec();

  private static Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    values.put("topic", "how a cat greets a dog");
    values.put("template", "What should I know about {topic}?");
    values.put("question", "What is a cat? Please show me a picture of a cat and a dog.");
    values.put("answer", "A cat is a small animal that people keep at home, and so is a dog.");
    values.put("caption", "A cat and a dog in a meadow.");
    values.put("suggestion", "The picture does not show a dog.");
    values.put("reference", "none");
    values.put("pictures", "1: of the answer, to be judged");
    return values;
  }

  private Picture picture() throws ModelException {
    return provider().image(spec()).draw(new ImageRequest("a cat and a dog", 3));
  }

  private ChatModel modelFor(String prompt) {
    return provider()
        .chat(
            switch (prompt) {
              case PromptSet.IMAGE_REVIEW -> ModelRole.VISION;
              default -> prompt.startsWith(PromptSet.JUDGE) ? ModelRole.JUDGE : ModelRole.LANGUAGE;
            },
            spec());
  }

  private ChatRequest request(String prompt, long seed) throws ModelException {
    boolean looks =
        prompt.equals(PromptSet.IMAGE_REVIEW)
            || prompt.startsWith(PromptSet.JUDGE) && !prompt.equals(PromptSet.JUDGE_QUESTION);
    return PromptSet.shipped()
        .get(prompt)
        .fill(values(), List.of(), looks ? List.of(picture()) : List.of())
        .request(seed);
  }

  static List<String> prompts() {
    return PromptSet.shipped().names();
  }

  @Test
  void isFoundByItsName() {
    assertEquals(
        1,
        ServiceLoader.load(ModelProvider.class).stream()
            .filter(p -> p.get().name().equals(provider().name()))
            .count());
  }

  @ParameterizedTest
  @MethodSource("prompts")
  void answersEveryPromptWithWhatItAsksFor(String prompt) throws ModelException {
    ChatReply reply = modelFor(prompt).reply(request(prompt, 5));
    ReplyReader object = ReplyReader.of(reply.text());
    for (String field : fields(prompt)) {
      assertTrue(
          reply.text().contains("\"" + field + "\""), prompt + " lacks " + field + ": " + object);
    }
    assertTrue(
        reply.tokens() instanceof TokenCount.Counted counted
            && counted.prompt() > 0
            && counted.completion() > 0,
        "counts its tokens");
  }

  private static List<String> fields(String prompt) {
    return switch (prompt) {
      case PromptSet.QUESTION_DRAFT, PromptSet.QUESTION_REVISE -> List.of("question");
      case PromptSet.ANSWER_DRAFT, PromptSet.ANSWER_REVISE -> List.of("answer", "caption");
      case PromptSet.IMAGE_REVISE -> List.of("caption");
      case PromptSet.QUESTION_REVIEW, PromptSet.ANSWER_REVIEW, PromptSet.IMAGE_REVIEW ->
          List.of("decision", "rating", "suggestion");
      case PromptSet.JUDGE -> List.of("TCC", "ICC", "IQ", "ITS");
      case PromptSet.JUDGE_QUESTION -> List.of("QR");
      default -> List.of(prompt.substring("judge-".length()).toUpperCase(Locale.ROOT));
    };
  }

  @Test
  void saysWhatItsModelsAre() throws ModelException {
    provider().check(ModelRole.LANGUAGE, spec());
    assertFalse(provider().identity(spec()).isBlank());
    assertFalse(provider().endpoint(spec()).isBlank());
    assertFalse(provider().offered(spec()).isEmpty());
    for (ModelRole role : List.of(ModelRole.ENCODER, ModelRole.JUDGE_ENCODER)) {
      if (!encoders().contains(role)) {
        assertThrows(IllegalArgumentException.class, () -> provider().check(role, spec()));
      }
    }
  }

  @Test
  void theSameRequestGivesTheSamePicture() throws ModelException {
    assertEquals(picture().sha256(), picture().sha256());
    PictureReader.Size size = PictureReader.size(picture());
    assertTrue(size.width() >= 64 && size.height() >= 64, size.toString());
  }

  @Test
  void encodersGiveRowsOfUnitLength() throws ModelException {
    for (ModelRole role : encoders()) {
      TextImageEncoder encoder = provider().encoder(role, spec());
      EncodedText text = encoder.encode("a cat and a dog");
      EncodedImage image = encoder.encode(picture());
      assertEquals(text.weights().length * encoder.dimension(), text.tokens().length);
      assertUnit(text.global());
      assertUnit(image.global());
      assertTrue(image.patches().length % encoder.dimension() == 0);
      assertArrayEquals(image.patches(), encoder.encode(picture()).patches());
    }
  }

  private static void assertUnit(float[] row) {
    double squares = 0;
    for (float value : row) {
      squares += (double) value * value;
    }
    assertEquals(1, squares, 1e-4);
  }
}
