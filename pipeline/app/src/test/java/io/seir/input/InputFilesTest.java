package io.seir.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.embedded.words.DepictionReader;
import io.seir.run.RunFolder;
import io.seir.run.SavedOptions;
import io.seir.sample.ImageRef;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file"), text);
  }

  @Test
  void theShippedTopicsAreManyAndAllDrawable() {
    List<Topic> topics = TopicsFile.shipped();
    assertTrue(topics.size() >= 3_500, topics.size() + " topics");
    assertEquals(8, topics.stream().map(Topic::domain).distinct().count());
    assertTrue(topics.stream().map(Topic::category).distinct().count() >= 65);
    assertEquals(
        topics.size(), topics.stream().map(t -> t.text().toLowerCase()).distinct().count());
    List<String> undrawable =
        topics.stream()
            .map(Topic::text)
            .filter(t -> DepictionReader.shared().read(t).things().isEmpty())
            .collect(Collectors.toList());
    assertEquals(List.of(), undrawable);
    assertTrue(topics.stream().allMatch(t -> t.text().length() <= Topic.MAX_LENGTH));
  }

  @Test
  void theShippedTemplatesHaveKnownSlots() {
    List<String> templates = TemplatesFile.shipped();
    assertTrue(templates.size() >= 50);
    for (String template : templates) {
      assertTrue(template.matches(".*\\{(topic|things?|other|person|place)}.*"), template);
      assertTrue(
          template.replaceAll("\\{(topic|things?|other|person|place)}", "").indexOf('{') < 0,
          template);
    }
  }

  @Test
  void topicsInEachForm() throws IOException {
    assertEquals(
        List.of(Topic.of("D", "C", "cats"), Topic.of("D", "C", "dogs")),
        TopicsFile.read(file("{\"D\": {\"C\": [\"cats\", \"dogs\", \"cats\"]}}")).all());
    assertEquals(
        List.of(Topic.of("cats"), Topic.of("")),
        TopicsFile.read(file("\uFEFF[\"cats\", \"\"]")).all());
    assertEquals(
        List.of(Topic.of("cats"), Topic.of("Hunde & Käse")),
        TopicsFile.read(file("cats\r\n\n  Hunde & Käse  \ncats\n")).all());
  }

  @Test
  void templatesInEachForm() throws IOException {
    assertEquals(
        List.of("What of ***?", "Why {topic}?"),
        TemplatesFile.read(file("[\"What of ***?\", \" Why {topic}? \"]")).all());
    assertEquals(List.of("Why {topic}?"), TemplatesFile.read(file("Why {topic}?\n\n")).all());
  }

  @Test
  void twoAsterisksAreASlotToo() throws IOException {
    assertEquals(
        List.of("How does *** differ from ***?", "Why is {thing} *so* ***?"),
        TemplatesFile.read(
                file(
                    "How does ** differ from **?\n"
                        + "Why is {thing} *so* **?\n"
                        + "How does *** differ from **?"))
            .all());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Why ***?~No slot at all | line 2: 'No slot at all' has no slot; put one in, such as ***",
        "Why ***?~~~Only * one | line 4: 'Only * one' has no slot; put one in",
        "Why ****? | line 1: 'Why ****?' has '****', which is not a slot; the slots are *** **"
            + " {topic}",
        "Why {unknown}? | line 1: 'Why {unknown}?' has '{unknown}', which is not a slot",
        "Why {}? | line 1: 'Why {}?' has '{}', which is not a slot",
        "Why {topic and ***? | line 1: 'Why {topic and ***?' has '{', which is not a slot",
        "Why {{topic}}? | line 1: 'Why {{topic}}?' has '{', which is not a slot",
        "Why ***}? | line 1: 'Why ***}?' has '}', which is not a slot",
        "Why *** LONG? | lo…' has 518 characters; at most 500 are allowed; shorten it",
        "['Why ***?', ''] | entry 2: '' is empty; write a template or remove the entry",
        "['Why ***?', ' '] | entry 2: '' is empty",
        "[3] | entry 1: '3' is not text; put the template in quotes",
        "['Why ***?', null, 'Who?'] | entry 2: 'null' is not text (2 of 3 templates are faulty);",
        "['Why ***?', ['Who ***?']] | entry 2: '['Who ***?']' is not text",
        "[{'template': 'Why ***?'}] | entry 1: '{'template':'Why ***?'}' is not text"
      })
  void aFaultyTemplateIsNamedOrSkipped(String text, String said) throws IOException {
    String long1 = "long ".repeat(102);
    String json = text.startsWith("[") ? text.replace('\'', '"') : text;
    Path file = file(json.replace('~', '\n').replace("LONG", long1.strip()));
    EntryList<String> read = TemplatesFile.read(file);
    InputException refused = assertThrows(InputException.class, read::all);
    String message = refused.getMessage().replace('"', '\'');
    assertTrue(message.contains(said), message);
    assertTrue(message.startsWith("templates file " + file + ", "), message);
    assertTrue(message.endsWith(", or add --lenient to skip faulty entries"), message);
    assertTrue(message.length() < 400, "the text is shortened: " + message);
    assertEquals(1, message.lines().count());
    if (text.startsWith("Why ***?~") || text.startsWith("['Why")) {
      assertEquals(List.of("Why ***?"), read.usable());
    } else {
      InputException none = assertThrows(InputException.class, read::usable);
      assertTrue(none.getMessage().contains("contains no usable template: "), none.getMessage());
    }
    String skipped = read.skipped().orElseThrow();
    assertTrue(
        skipped.contains(
            read.faults().size() + " of " + read.read() + " templates skipped (--lenient)"),
        skipped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "['a', 1] | entry 2: '1' is not text; put the topic in quotes",
        "{'D': {'C': ['a'], 'E': ['b', {}]}} | domain 'D', category 'E', entry 2: '{}' is not text"
      })
  void aFaultyTopicIsNamedOrSkipped(String text, String said) throws IOException {
    EntryList<Topic> read = TopicsFile.read(file(text.replace('\'', '"')));
    InputException refused = assertThrows(InputException.class, read::all);
    assertTrue(refused.getMessage().contains(said), refused.getMessage());
    assertEquals("a", read.usable().get(0).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n ",
        "[]",
        "{}",
        "[1]",
        "[null]",
        "[\"a\"",
        "{\"D\": [\"a\"]}",
        "{\"D\": {\"C\": \"a\"}}",
        "{\"D\": {\"C\": [\"a\"]}, \"D\": {}}",
        "{\"D\": {\"C\": [{}]}}",
        "[\"a\"] [\"b\"]"
      })
  void malformedTopicsAreOneClearError(String text) throws IOException {
    Path file = file(text);
    InputException e = assertThrows(InputException.class, () -> TopicsFile.read(file).all());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void unreadableFilesAreNamed() throws IOException {
    assertThrows(InputException.class, () -> TopicsFile.read(folder.resolve("missing")));
    assertThrows(InputException.class, () -> TopicsFile.read(folder));
    Path latin1 = Files.write(folder.resolve("latin1"), new byte[] {'a', (byte) 0xE4, 'b'});
    assertThrows(InputException.class, () -> TopicsFile.read(latin1));
    assertThrows(InputException.class, () -> TemplatesFile.read(file("{\"x\": [\"a\"]}")));
    assertThrows(InputException.class, () -> TemplatesFile.read(file("[\"a\"] [\"b\"]")));
  }

  private static RunFolder claim(String out) {
    return RunFolder.claim(
        out, RunFolder.Resume.NEVER, new SavedOptions(new TreeMap<>(), new TreeMap<>(), 0));
  }

  @Test
  void anOutputFolderIsNewOrEmpty() throws IOException {
    assertTrue(Files.isDirectory(claim(folder.resolve("a/b").toString()).path()));
    Path file = file("x");
    assertThrows(InputException.class, () -> claim(file.toString()));
    assertThrows(InputException.class, () -> claim(folder.toString()));
    assertThrows(InputException.class, () -> claim("s3://bucket/x"));
    assertThrows(InputException.class, () -> claim("gs:///x"));
    assertThrows(InputException.class, () -> claim("/dev/null/x"));
  }

  /** In one folder or the other, or the same in both; two pictures of one name are told apart. */
  @Test
  void aPictureIsReadFromWhicheverFolderHasIt() throws Exception {
    Path a = Files.createDirectories(folder.resolve("a"));
    Path b = Files.createDirectories(folder.resolve("b"));
    for (String name : List.of("a/only-a.png", "b/only-b.png", "a/same.png", "b/same.png")) {
      ImageIO.write(new BufferedImage(4, 4, 1), "png", folder.resolve(name).toFile());
    }
    ImageIO.write(new BufferedImage(4, 4, 1), "png", a.resolve("two.png").toFile());
    ImageIO.write(new BufferedImage(5, 5, 1), "png", b.resolve("two.png").toFile());
    SamplePictures both = SamplePictures.inAnyOf(List.of(a.toString(), b.toString()));
    for (String name : List.of("only-a.png", "only-b.png", "same.png")) {
      assertTrue(both.read(Sample.of("s"), ImageRef.named(name)).bytes().length > 0, name);
    }
    Map.of("two.png", "picture_ambiguous", "none.png", "picture_missing")
        .forEach(
            (name, label) ->
                assertEquals(
                    label,
                    assertThrows(
                            SamplePictures.UnreadableException.class,
                            () -> both.read(Sample.of("s"), ImageRef.named(name)))
                        .label()));
  }

  @Test
  void aPictureNameDoesNotLeadOutOfTheDataSet() throws IOException {
    Path set = Files.createDirectories(folder.resolve("set"));
    Files.write(folder.resolve("outside.png"), new byte[] {1});
    Files.createSymbolicLink(set.resolve("link.png"), folder.resolve("outside.png"));
    Map<String, String> labels =
        Map.of(
            "../outside.png",
            "picture_outside",
            folder.resolve("outside.png").toString(),
            "picture_outside",
            "link.png",
            "picture_outside",
            "a\u0000b",
            "picture_unreadable",
            "none.png",
            "picture_missing",
            "https://example.org/x.png",
            "picture_is_an_address");
    labels.forEach(
        (name, label) ->
            assertEquals(
                label,
                assertThrows(
                        SamplePictures.UnreadableException.class,
                        () ->
                            SamplePictures.in(set.toString())
                                .read(Sample.of("s"), ImageRef.named(name)),
                        name)
                    .label()));
  }

  @Test
  void ownPromptsReplaceShippedOnesAndMustFit() throws IOException {
    Path prompts = Files.createDirectories(folder.resolve("prompts"));
    assertThrows(InputException.class, () -> PromptsFolder.read(prompts));
    Path judge = prompts.resolve("judge.txt");
    Files.writeString(judge, "Judge.\n=== user ===\n<answer>{{answer}}</answer>");
    assertEquals(Set.of("judge"), PromptsFolder.read(prompts).changes().keySet());
    Files.writeString(judge, "Judge.\n=== user ===\n{{weather}}");
    InputException place = assertThrows(InputException.class, () -> PromptsFolder.read(prompts));
    assertTrue(place.getMessage().contains("judge.txt: judge: there is no value for [weather]"));
    Files.move(judge, prompts.resolve("jduge.txt"));
    InputException name = assertThrows(InputException.class, () -> PromptsFolder.read(prompts));
    assertTrue(name.getMessage().contains("no prompt 'jduge'; known: answer-draft"));
  }
}
