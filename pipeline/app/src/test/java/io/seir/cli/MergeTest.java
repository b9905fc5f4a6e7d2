package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.LineSchema;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets that were made apart, put together. */
class MergeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static void done(String... command) {
    Ended ended = Ended.of(command);
    assertEquals(0, ended.code(), ended.err());
  }

  private static List<ObjectNode> lines(Path out) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("dialogues-00000.jsonl"))) {
      lines.add((ObjectNode) JSON.readTree(line));
    }
    return lines;
  }

  private static Set<String> pictures(Path data) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.walk(data.resolve("images"))) {
      files.filter(Files::isRegularFile).forEach(f -> names.add(f.getFileName().toString()));
    }
    return names;
  }

  /** One expression, by every command that reads a data set. */
  @Test
  void partOfTheDataIsTaken() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String domain = i % 2 == 0 ? "Nature" : "Sports";
      ObjectNode line = JSON.createObjectNode().put("id", "d" + i).put("domain", domain);
      line.put("topic", "t" + i).put("category", "c").put("question", "What is a cat?");
      lines.add(line.put("answer", "A cat is an animal.").toString());
    }
    Path data = Files.write(folder.resolve("lines.jsonl"), lines);
    Path other =
        Files.writeString(folder.resolve("other.jsonl"), "{\"id\":\"x\",\"question\":\"q\"}");
    String where = "--where=domain==\"Nature\"";
    Path merged = folder.resolve("merged");
    done("merge", "--data=" + data, "--data=" + other, where, "--out=" + merged);
    assertEquals(List.of("d0", "d2", "d4"), ids(merged, "dialogues"));
    assertEquals(3, JSON.readTree(merged.resolve("run.json").toFile()).path("accepted").asInt());
    Path scored = folder.resolve("scored");
    done("score", "--models=embedded", "--data=" + data, where, "--out=" + scored);
    assertEquals(List.of("d0", "d2", "d4"), ids(scored, "features"));
    Path judged = folder.resolve("judged");
    done(
        "judge",
        "--models=embedded",
        "--judge=fast",
        "--answers=" + data,
        where,
        "--out=" + judged);
    assertEquals(List.of("d0", "d2", "d4"), ids(judged, "judged"));
    List<List<String>> commands =
        List.of(
            List.of("merge", "--data=" + data, "--data=" + other),
            List.of("score", "--models=embedded", "--data=" + data),
            List.of("judge", "--models=embedded", "--judge=fast", "--answers=" + data),
            List.of("dedup", "--data=" + data));
    for (List<String> command : commands) {
      List<String> none = new ArrayList<>(command);
      none.addAll(List.of("--where=turns>9", "--out=" + folder.resolve("none-" + command.get(0))));
      Ended ended = Ended.of(none.toArray(String[]::new));
      assertTrue(ended.code() != 0, command.get(0));
      assertTrue(
          ended.err().contains("no sample meets --where; relax the expression"), ended.err());
      List<String> wrong = new ArrayList<>(command);
      wrong.addAll(List.of("--where=domian==1", "--out=" + folder.resolve("wrong")));
      Ended refused = Ended.of(wrong.toArray(String[]::new));
      assertEquals(Seir.USAGE, refused.code(), refused.err());
      assertTrue(refused.err().contains("did you mean domain?"), refused.err());
    }
  }

  /** Pictures of good answers go along, and are found by the names that the new lines have. */
  @Test
  void picturesOfGoodAnswersAreKept() throws Exception {
    Path a = Files.createDirectories(folder.resolve("a"));
    Path b = Files.createDirectories(folder.resolve("b"));
    byte[] red = picture(0xff0000);
    byte[] blue = picture(0x0000ff);
    Files.write(a.resolve("good.png"), red);
    Files.write(Files.createDirectories(b.resolve("good")).resolve("one.png"), blue);
    Path one =
        Files.writeString(
            a.resolve("one.jsonl"),
            "{\"id\":\"one\",\"question\":\"Why?\",\"answer\":\"So.\",\"reference_image\":\"good.png\"}\n");
    Path two =
        Files.writeString(
            b.resolve("two.jsonl"),
            "{\"id\":\"two\",\"conversations\":[{\"from\":\"human\",\"value\":\"A?\"},{\"from\":\"gpt\","
                + "\"value\":\"B.\"},{\"from\":\"human\",\"value\":\"C?\"},{\"from\":\"gpt\",\"value\":\"D.\"}],"
                + "\"reference_image\":[\"good/one.png\",\"lost.png\"]}\n");
    Path out = folder.resolve("together");
    done("merge", "--data=" + one, "--data=" + two, "--out=" + out);
    List<ObjectNode> lines = lines(out);
    String first = lines.get(0).path("reference_image").asText();
    assertTrue(first.startsWith("images/"), first);
    assertArrayEquals(red, Files.readAllBytes(out.resolve(first)));
    JsonNode each = lines.get(1).path("reference_image");
    assertArrayEquals(blue, Files.readAllBytes(out.resolve(each.path(0).asText())));
    assertEquals("lost.png", each.path(1).asText(), "what cannot be had stays named as it was");
    assertEquals(2, each.size());
  }

  private static byte[] picture(int colour) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 3, colour);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static List<String> ids(Path out, String name) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve(name + "-00000.jsonl"))) {
      ids.add(JSON.readTree(line).path("id").asText());
    }
    return ids;
  }

  @Test
  void runsWithDifferentOptionsBecomeOneDataSet() throws Exception {
    Path plain = folder.resolve("plain");
    Path refined = folder.resolve("refined");
    done("generate", "--samples=4", "--turns=1", "--seed=7", "--depth=0", "--out=" + plain);
    done("generate", "--samples=3", "--turns=2", "--seed=7", "--depth=2", "--out=" + refined);
    Path others = folder.resolve("others.jsonl");
    Files.writeString(
        others, "{\"id\":\"o\",\"model\":\"m\",\"question\":\"Why?\",\"answer\":\"So.\"}\n");
    Path out = folder.resolve("all");
    String[] command = {
      "merge", "--data=" + plain, "--data=" + refined, "--data=" + others, "--out=" + out
    };
    done(command);

    List<ObjectNode> lines = lines(out);
    assertEquals(8, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      ObjectNode line = lines.get(i);
      String run = i < 4 ? "plain" : i < 7 ? "refined" : "others.jsonl";
      assertEquals(run, line.path("run").asText());
      assertEquals(Set.of(), LineSchema.faults(line.toString()));
      line.remove("run");
    }
    assertEquals(lines(plain), lines.subList(0, 4), "nothing else is changed");
    List<ObjectNode> second = lines(refined);
    for (ObjectNode line : second) {
      line.put("id", "refined-" + line.path("id").asText());
    }
    assertEquals(second, lines.subList(4, 7), "ids that both have tell where they are from");
    assertEquals("m", lines.get(7).path("model").asText());

    Set<String> kept = pictures(plain);
    kept.addAll(pictures(refined));
    assertEquals(kept, pictures(out), "those of all rounds, each once");
    JsonNode run = JSON.readTree(out.resolve("run.json").toFile());
    assertEquals(8, run.path("accepted").asInt());
    assertEquals(2, run.path("merged").path("refined").path("options").path("imageDepth").asInt());

    // What is merged is a data set like any other.
    done("export", "--data=" + out, "--format=hf", "--out=" + folder.resolve("hf"));
    Ended shown = Ended.of("summary", out.toString());
    assertEquals(0, shown.code(), shown.err());
    Ended again = Ended.of(command);
    assertEquals(Seir.USAGE, again.code(), "nothing is written over");
    Ended one = Ended.of("merge", "--data=" + plain, "--out=" + folder.resolve("one"));
    assertTrue(one.err().contains("at least twice"), one.err());
  }
}
