package io.seir.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.BadRecord;
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.ImageRef;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode tree(String line) throws Exception {
    return JSON.readTree(line);
  }

  private static Verdict.Scored verdict() {
    return Verdict.of(
        Map.of(
            JudgeDimension.TCC, 4.4,
            JudgeDimension.ICC, 3.0,
            JudgeDimension.IQ, 2.0,
            JudgeDimension.ITS, 1.0),
        true,
        true,
        "model");
  }

  /** The same content, whichever of the forms that people use holds it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'text': 'a cat', 'image': 'c.png'}",
        "{'caption': 'a cat', 'image': 'c.png'}",
        "{'TEXT': 'a cat', 'URL': 'c.png'}",
        "{'txt': 'a cat', 'jpg': 'c.png'}",
        "{'text': 'a cat', 'caption': 'a cat', 'images': ['c.png']}",
        "{'text': 'a cat', 'image': {'path': 'c.png', 'bytes': null}}",
        "{'text': 'a cat', 'image': [{'path': 'c.png'}]}",
        "{'answer': 'a cat', 'image': 'c.png', 'question': null}",
        "{'conversations': [{'from': 'gpt', 'value': 'a cat', 'image': 'c.png'}]}",
        "{'images': ['c.png'], 'messages': [{'role': 'assistant', 'content': 'a cat<image>'}]}",
        "{'image': 'c.png', 'conversations': [{'from': 'gpt', 'value': '<image>\\na cat'}]}",
        "{'image': 'c.png', 'conversations': [{'from': 'gpt', 'value': 'a cat'}]}",
        "{'images': ['c.png'], 'messages': [{'role': 'assistant', 'content':"
            + " [{'type': 'image'}, {'type': 'text', 'text': 'a cat'}]}]}",
      })
  void everyFormIsReadAsTheSameTurn(String line) {
    Sample sample = SampleLine.parse(line.replace('\'', '"'));
    Turn expected = Turn.EMPTY.withAnswer("a cat").withImage(ImageRef.named("c.png"));
    assertEquals(List.of(expected), sample.turns());
  }

  @Test
  void aPictureBelongsToItsTurnOnWhicheverSideItIsShown() {
    Sample sample =
        SampleLine.parse(
            """
            {"id": 7, "images": ["a.png", "b.png"], "messages": [
              {"role": "system", "content": "be kind"},
              {"role": "user", "content": "<image>\\nWhat is this?"},
              {"role": "assistant", "content": "A cat."},
              {"role": "user", "content": "Draw another."},
              {"role": "assistant", "content": "Here it is. <image>"},
              {"role": "user", "content": "Thanks!"}]}
            """);
    assertEquals("7", sample.id());
    assertEquals(3, sample.turns().size());
    assertEquals(Optional.of("What is this?"), sample.turns().get(0).question());
    assertEquals("a.png", sample.turns().get(0).image().orElseThrow().uri());
    assertEquals(Optional.of("Here it is."), sample.turns().get(1).answer());
    assertEquals("b.png", sample.turns().get(1).image().orElseThrow().uri());
    assertEquals(Turn.asking("Thanks!"), sample.turns().get(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id': 1, 'foo': 2} | neither an answer",
        "{'text': 5, 'image': 'x'} | 'text' is not text",
        "{'text': 'a', 'images': ['x', 'y']} | names 2 pictures",
        "{'conversations': []} | 0 turns",
        "{'conversations': [{'from': 'cat', 'value': 'x'}]} | from 'cat'",
        "{'messages': [{'role': 'user', 'content': '<image> <image>'}]} | several pictures",
        "{'messages': [{'role': 'user', 'content': 'what? <image>'}]} | more <image> than the 0",
        "{'images': ['x', 'y'], 'messages': [{'role': 'user', 'content': 'a'}]} | 2 pictures and 0",
        "[1] | not a JSON object",
        "{'text': 'a'} x | not JSON",
      })
  void whatIsNoSampleIsNamed(String line, String why) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> SampleLine.parse(line.replace('\'', '"')));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void aLineKeepsItsKeysAndItsForm() throws Exception {
    String line =
        "{\"question\": \"Why?\", \"answer\": null, \"image\": null, \"meta\": {\"a\": [1.0]},"
            + " \"labels\": [1, 1, 1, 1], \"text\": \"kept\"}";
    Sample read = SampleLine.parse(line);
    ObjectNode written = (ObjectNode) tree(SampleLine.of(read));
    assertEquals("line-1", written.remove("id").asText(), "it had none");
    assertEquals(tree(line), written, "labels of somebody are no verdict of ours");
    Sample answered = read.withLast(read.turns().get(0).withAnswer("So.").withVerdict(verdict()));
    JsonNode again = tree(SampleLine.of(answered));
    assertEquals("So.", again.path("answer").asText());
    assertEquals("[4,3,2,1]", again.path("labels").toString());
    assertEquals(4.4, again.path("synjudge").path("TCC").asDouble());
    assertTrue(again.path("image").isNull());
    assertEquals(Set.of(), LineSchema.faults(SampleLine.of(answered)));
  }

  @Test
  void keysOfOthersThatAreCalledAsOursAreKept() throws Exception {
    String line =
        "{\"id\": \"a\", \"text\": \"a cat\", \"image\": \"c.png\", \"scores\": {\"aesthetic\":"
            + " 6.1}, \"features\": {\"clip\": 0.3}, \"lineage\": \"crawl-7\", \"usage\":"
            + " \"train\"}";
    Sample read = SampleLine.parse(line);
    assertEquals(tree(line), tree(SampleLine.of(read)));
    JsonNode judged =
        tree(SampleLine.of(read.withLast(read.turns().get(0).withVerdict(verdict()))));
    assertEquals(tree(line).path("scores"), judged.path("scores"));
    assertEquals("crawl-7", judged.path("lineage").asText());
    assertEquals("[4,3,2,1]", judged.path("labels").toString());
  }

  @Test
  void whatWasWrittenIsReadAgain() throws Exception {
    Turn turn =
        Turn.asking("Why?")
            .withAnswer("So.")
            .withCaption("a cat")
            .withImage(ImageRef.named("images/ab/abc.png"))
            .withVerdict(verdict())
            .withFeatures(Features.of(Map.of(Feature.REDUNDANCY, 0.25)));
    Sample sample =
        Sample.ofTopic("s1-0000001", Topic.of("Nature", "Pets", "cats"), List.of("Why ***?"))
            .withIndex(1)
            .withSeed(17)
            .plus(turn)
            .plus(Turn.asking("And?").withVerdict(new Verdict.Unscored("malformed_reply")))
            .plus(Turn.asking("No verdict?"));
    String line = SampleLine.of(sample);
    assertEquals(Set.of(), LineSchema.faults(line));
    Sample read = SampleLine.parse(line);
    assertEquals(sample.turns(), read.turns());
    assertEquals(sample.topic(), read.topic());
    assertEquals(sample.templates(), read.templates());
    assertEquals(17, read.seed());
    assertEquals(tree(line), tree(SampleLine.of(read)));
    JsonNode json = tree(line);
    assertEquals("{\"redundancy\":0.25}", json.path("features").get(0).toString());
    assertEquals("{}", json.path("features").get(1).toString(), "absent, not zero");
    assertFalse(line.contains("null") || line.contains("\"\""), line);
    String bad = SampleLine.of(BadRecord.of("image", "refused", "no", sample));
    assertEquals("refused", tree(bad).path("reason").asText());
    assertEquals(tree(line), tree(bad).path("sample"));
  }

  /** A line of the first version: scores and features beside, zeros where nothing applied. */
  @Test
  void aLineOfTheVersionBeforeIsRead() throws Exception {
    String line =
        """
{"id":"s7-0000000","topic":"tea","conversations":[{"from":"human","value":"What is tea?"},
{"from":"gpt","value":"Tea is a drink.","caption":"a cup","image":"images/ab/x.png"}],
"domain":"Food","category":"Drinks","seed":5,
"scores":[{"TCC":5,"ICC":4,"IQ":5,"ITS":3}],
"features":[{"answerCoverage":0.5,"earlierAnswer":0.0}],
"lineage":[{"question":{"rounds":[{"number":0,"draft":"What?","assessment":{"kind":"reviewed",
"suggestion":{"decision":"revise","reason":"more"},"rating":2.0,"score":2.0}},{"number":1,
"draft":"What is tea?","assessment":{"kind":"unreviewed"}}],"chosen":1,"stop":"DEPTH",
"usage":{"language":{"calls":3,"uncounted":0,"promptTokens":5,"completionTokens":6,"images":0}}},
"image":{"rounds":[{"number":0,"draft":{"caption":"a cup","image":{"uri":"images/ab/x.png",
"sha256":"x","width":512,"height":512}},"assessment":{"kind":"unreviewed"}}],"chosen":0,
"stop":"DEPTH","usage":{}}}]}
""";
    Sample read = SampleLine.parse(line);
    Turn turn = read.turns().get(0);
    assertEquals(3, turn.verdict().orElseThrow().score(JudgeDimension.ITS).orElseThrow());
    assertEquals("Food", read.topic().orElseThrow().domain().orElseThrow());
    assertEquals("What is tea?", turn.lineageOf("question").orElseThrow().result().theQuestion());
    assertEquals(512, turn.lineageOf("image").orElseThrow().result().theImage().width().orElse(0));
    assertEquals(3, read.spent().get("question").total().calls());
    ObjectNode again = (ObjectNode) tree(SampleLine.of(read));
    assertEquals("model", again.remove("synjudge").get(0).path("by").asText());
    assertEquals(tree(line), again);
  }
}
