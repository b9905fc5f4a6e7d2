package io.seir.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleLookupTest {
  @TempDir Path folder;

  private static String line(String id, String model) {
    return String.format(
        "{\"id\": \"%s\", \"model\": \"%s\", \"answer\": \"%s\"}", id, model, model);
  }

  @Test
  void samplesOfFilesAreFoundByTheirIndex() throws Exception {
    Path a = folder.resolve("a.jsonl");
    Files.write(a, List.of(line("x", "one"), "", line("y", "one"), line("x", "two")));
    Path b = folder.resolve("b.jsonl");
    Files.write(b, List.of(line("z", "one")));
    SampleLookup lookup = SampleLookup.of(SampleFiles.of("", List.of(a, b), 2));
    assertEquals(0, lookup.source(0));
    assertEquals(1, lookup.source(1));
    assertEquals(2, lookup.source(3));
    assertEquals(2, lookup.source(99), "the last one");
    assertEquals("z", lookup.read(2).get("z", Optional.of("one")).orElseThrow().id());
    assertTrue(lookup.read(2).get("x", Optional.of("one")).isEmpty());
    SampleLookup.Found both = SampleLookup.of(SampleFiles.of("", List.of(a), 10)).read(0);
    assertEquals(
        "two",
        both.get("x", Optional.of("two")).orElseThrow().turns().get(0).answer().orElseThrow());
    assertTrue(both.get("x", Optional.of("three")).isEmpty(), "one of two cannot be guessed");
    assertEquals("y", both.get("y", Optional.empty()).orElseThrow().id(), "there is no other");
    assertTrue(SampleLookup.none().isEmpty());
  }

  /** Bad records leave gaps in the indexes of written samples. */
  @Test
  void writtenSamplesAreFoundThoughSomeAreMissing() throws Exception {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 2500; i += 7) {
      samples.add(Sample.of("s" + i).withIndex(i).plus(Turn.asking("Why " + i + "?")));
    }
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.of(samples)).apply(WriteSamples.to(folder.toString(), "features"));
    pipeline.run().waitUntilFinish();
    Files.writeString(folder.resolve("features-mine.jsonl"), "no line of ours");
    SampleLookup lookup = SampleLookup.written(folder, "features");
    for (int i : List.of(0, 994, 1001, 2002, 2499)) {
      assertEquals(i / 1000, lookup.source(i));
      assertEquals(
          "Why " + i + "?",
          lookup
              .read(lookup.source(i))
              .get("s" + i, Optional.empty())
              .orElseThrow()
              .turns()
              .get(0)
              .question()
              .orElseThrow());
    }
    assertTrue(SampleLookup.written(folder, "judged").isEmpty());
    Files.writeString(folder.resolve("features-00001.jsonl"), "damaged\n");
    InputException refused = assertThrows(InputException.class, () -> lookup.read(1));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("features-00001.jsonl"),
        refused.getMessage());
  }
}
