package io.seir.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.data.InputException;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import io.seir.sample.ModelUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsFileTest {
  private static final String LANGUAGE =
      "language: {provider: openai, baseUrl: 'http://h:1/v1', model: m";

  @TempDir Path folder;

  private ModelsConfig read(String text) throws IOException {
    return ModelsFile.read(Files.writeString(folder.resolve("models"), text));
  }

  @Test
  void yamlAndJsonSayTheSameAndTheRestIsEmbedded() throws Exception {
    String yaml =
        """
        # our servers
        language:
          provider: openai
          baseUrl: http://h:8000/v1
          model: Qwen2.5-32B-Instruct
          apiKeyEnv: LM_KEY
          concurrency: 8
          temperature: 0.7
          headers: {X-Team: blue}
          prices: {promptMillion: 0.4, completionMillion: 1.2}
        image: {provider: openai, baseUrl: "http://h:8001/v1", model: flux, prices: {image: 0.03}}
        """;
    String json =
        """
        {"language": {"provider": "openai", "baseUrl": "http://h:8000/v1",
          "model": "Qwen2.5-32B-Instruct", "apiKeyEnv": "LM_KEY", "concurrency": 8,
          "temperature": 0.7, "headers": {"X-Team": "blue"},
          "prices": {"promptMillion": 0.4, "completionMillion": 1.2}},
         "image": {"provider": "openai", "baseUrl": "http://h:8001/v1", "model": "flux",
          "prices": {"image": 0.03}}}
        """;
    ModelsConfig models = read(yaml);
    assertEquals(models.roles(), read(json).roles());
    ModelSpec language = models.roles().get(ModelRole.LANGUAGE);
    assertEquals(8, language.concurrency());
    assertEquals("blue", language.settings().get("headers.X-Team"));
    assertEquals(
        new BigDecimal("1.6"),
        language
            .prices()
            .cost(new ModelUsage(2, 0, 1_000_000, 1_000_000, 0))
            .orElseThrow()
            .stripTrailingZeros());
    assertTrue(
        language.prices().cost(new ModelUsage(1, 1, 0, 0, 0)).isEmpty(), "uncounted is unknown");
    ModelSpec image = models.roles().get(ModelRole.IMAGE);
    assertEquals(64, image.concurrency(), "the default");
    assertEquals(
        0,
        new BigDecimal("0.06")
            .compareTo(image.prices().cost(new ModelUsage(2, 0, 0, 0, 2)).orElseThrow()));
    assertEquals("embedded", models.roles().get(ModelRole.JUDGE).provider());
    assertEquals(8 + 64 + Runtime.getRuntime().availableProcessors(), models.concurrency());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | object of roles",
        "langauge: {provider: embedded} | unknown role 'langauge'",
        "language: openai | language: must be an object with a provider",
        "language: {model: m} | language: must be an object with a provider",
        "language: {provider: opneai} | provider 'opneai' is not known; known:",
        "language: {provider: openai, model: m} | language: baseUrl is missing",
        "LANGUAGE, baseURL: x} | language: baseURL is not a field of provider openai; known:",
        "LANGUAGE, apiKey: sk-1} | language: apiKey is not a field",
        "LANGUAGE, apiKeyEnv: sk-12-34} | language: apiKeyEnv must be the name",
        "LANGUAGE, concurrency: 0} | language: concurrency must be a whole number from 1",
        "LANGUAGE, concurrency: many} | language: concurrency must be a whole number from 1",
        "LANGUAGE, timeoutSeconds: -1} | language: timeoutSeconds must be a whole number",
        "LANGUAGE, headers: [a]} | language: headers is not a field",
        "LANGUAGE, temperature: [1]} | language: temperature must be a text or a number",
        "LANGUAGE, prices: cheap} | language: prices must be an object",
        "LANGUAGE, prices: {}} | language: prices must be an object",
        "LANGUAGE, prices: {image: 1}} | language: prices.promptMillion must be a number",
        "LANGUAGE, prices: {promptMillion: -1, completionMillion: 1}} | prices.promptMillion",
        "encoder: {provider: openai, baseUrl: 'http://h/v1', model: m} | no encoders",
        "language: {provider: embedded, model: m} | model is not a field of provider embedded",
        "LANGUAGE | malformed YAML at line",
        "{\"language\": | malformed JSON",
      })
  void aMistakeIsNamed(String text, String told) {
    InputException refused =
        assertThrows(InputException.class, () -> read(text.replace("LANGUAGE", LANGUAGE)), text);
    assertTrue(refused.getMessage().contains(told), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count(), "one line: " + refused.getMessage());
  }
}
