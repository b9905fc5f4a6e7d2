package io.seir.duplicates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.blob.SamplePictures;
import io.seir.features.TurnRows;
import io.seir.kernels.HalfFloat;
import io.seir.sample.ImageRef;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.similar.RowSearch;
import io.seir.similar.Vectors;
import io.seir.similar.WriteVectors;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindNearDuplicatesTest {
  private static final Map<String, String> SEEN = new ConcurrentHashMap<>();

  @TempDir Path folder;

  private final List<Sample> samples = new ArrayList<>();

  private Sample add(String question, String answer, String image) {
    Turn turn = Turn.asking(question).withAnswer(answer);
    Sample sample =
        Sample.of("s" + samples.size())
            .withIndex(samples.size())
            .plus(image.isEmpty() ? turn : turn.withImage(ImageRef.named(image)));
    samples.add(sample);
    return sample;
  }

  /** A picture with structure: random blocks. */
  private BufferedImage blocks(long seed) {
    BufferedImage picture = new BufferedImage(160, 120, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = picture.createGraphics();
    Random random = new Random(seed);
    for (int i = 0; i < 30; i++) {
      g.setColor(new Color(random.nextInt(0x1000000)));
      g.fillRect(random.nextInt(140), random.nextInt(100), 15 + random.nextInt(60), 40);
    }
    g.dispose();
    return picture;
  }

  private String save(BufferedImage picture, String name) throws IOException {
    ImageIO.write(
        picture, name.substring(name.lastIndexOf('.') + 1), folder.resolve(name).toFile());
    return name;
  }

  private static BufferedImage resized(BufferedImage picture) {
    BufferedImage small = new BufferedImage(120, 90, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.drawImage(picture, 0, 0, 120, 90, null);
    g.dispose();
    return small;
  }

  private Map<Long, List<Long>> find(FindNearDuplicates find) {
    return find(find, samples);
  }

  private static Map<Long, List<Long>> find(FindNearDuplicates find, List<Sample> all) {
    SEEN.clear();
    Pipeline pipeline = Pipeline.create();
    Result result = pipeline.apply("Samples", Create.of(all)).apply(find.with(small()));
    keep(result.samples(), "kept");
    keep(result.get(FindNearDuplicates.DROPPED), "dropped");
    keep(result.bad(), "bad");
    keep(result.get(FindNearDuplicates.EXAMPLES), "examples");
    keep(result.get(FindNearDuplicates.NEAREST), "nearest");
    PCollection<Cluster> clusters = result.get(FindNearDuplicates.CLUSTERS);
    keep(clusters, "clusters");
    Map<Long, List<Long>> found = new TreeMap<>();
    CLUSTERS.clear();
    clusters.apply("Remember", ParDo.of(new Remember()));
    pipeline.run().waitUntilFinish();
    CLUSTERS.forEach(cluster -> found.put(cluster.kept().index(), cluster.dropped()));
    return found;
  }

  private static final Collection<Cluster> CLUSTERS =
      Collections.synchronizedList(new ArrayList<>());

  private static final class Remember extends DoFn<Cluster, Void> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element Cluster cluster) {
      CLUSTERS.add(cluster);
    }
  }

  /** Many small blocks, so that there is something to put together. */
  private static RowSearch small() {
    return RowSearch.AUTO.withRowsInBlock(3);
  }

  private static <T> void keep(PCollection<T> values, String name) {
    PAssert.that(name, values)
        .satisfies(
            all -> {
              List<String> texts = new ArrayList<>();
              all.forEach(one -> texts.add(String.valueOf(one)));
              texts.sort(null);
              SEEN.put(name, String.join("\n", texts));
              return null;
            });
  }

  private FindNearDuplicates by(String... kinds) {
    return FindNearDuplicates.by(
            DuplicateRule.by(List.of(kinds)), SamplePictures.in(folder.toString()))
        .forSamples(samples.size());
  }

  @Test
  void equalContentIsFoundWhateverItIsCalled() throws IOException {
    BufferedImage picture = blocks(1);
    add("What is a fox?", "A fox is a wild animal.", save(picture, "a.png"));
    add("What is a crow?", "A crow is a bird.", save(blocks(2), "b.png"));
    add("what is  a FOX?", "A fox is a wild animal.\n", save(picture, "copy.png"));
    add("What is a fox?", "A fox is a wild animal.", "");
    assertEquals(Map.of(0L, List.of(2L)), find(by("image", "question", "answer")));
    assertEquals(Map.of(0L, List.of(2L, 3L)), find(by("question", "answer")), "by texts alone");
    assertEquals("", SEEN.get("bad"));
  }

  @Test
  void hashesFindPicturesThatWereResizedOrSavedAnew() throws IOException {
    BufferedImage picture = blocks(1);
    add("What is a fox?", "A fox is a wild animal.", save(picture, "a.png"));
    add("What is a fox?", "A fox is a wild animal.", save(resized(picture), "small.png"));
    add("What is a fox?", "A fox is a wild animal.", save(picture, "lossy.jpg"));
    add("What is a fox?", "A fox is a wild animal.", save(blocks(3), "other.png"));
    add("Why do crows caw?", "They talk to each other.", save(picture, "again.png"));
    assertEquals(Map.of(0L, List.of(1L, 2L)), find(by("image", "question", "answer")));
    assertEquals(Map.of(0L, List.of(1L, 2L, 4L)), find(by("image")), "by pictures alone");
    assertTrue(
        CLUSTERS.iterator().next().duplicates().stream()
            .anyMatch(one -> one.by() == TurnMatch.Pass.HASHES));
  }

  @Test
  void hashesFindTextsWithAFewOtherWords() {
    String long1 =
        "The red fox is the largest of the true foxes and one of the most widely distributed members"
            + " of the order of carnivores being present across the entire northern hemisphere";
    add("q", long1, "");
    add("q", long1 + " today", "");
    add("q", "A crow is a bird of the genus Corvus that is known for being clever", "");
    assertEquals(Map.of(0L, List.of(1L)), find(by("answer")));
  }

  @Test
  void aPictureThatCannotBeReadKeepsItsSample() throws IOException {
    add("What is a fox?", "A fox is a wild animal.", save(blocks(1), "a.png"));
    add("What is a fox?", "A fox is a wild animal.", "gone.png");
    add("What is a fox?", "A fox is a wild animal.", "gone.png");
    Files.writeString(folder.resolve("text.png"), "no picture");
    add("What is a fox?", "A fox is a wild animal.", "text.png");
    assertEquals(Map.of(), find(by("image", "question", "answer")));
    assertEquals(3, String.valueOf(SEEN.get("bad")).lines().count());
    assertEquals(4, String.valueOf(SEEN.get("kept")).lines().count());
  }

  private static byte[] row(double... numbers) {
    double length = 0;
    for (double number : numbers) {
      length += number * number;
    }
    ByteBuffer out = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      out.putShort(HalfFloat.fromFloat((float) (number / Math.sqrt(length))));
    }
    return out.array();
  }

  private Vectors vectors(List<TurnRows> rows) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(rows))
        .apply(WriteVectors.to(folder.resolve("vectors").toString(), "a stranger's"));
    pipeline.run().waitUntilFinish();
    return Vectors.read(folder.resolve("vectors"));
  }

  private static TurnRows rows(
      Sample of, Optional<byte[]> question, Optional<byte[]> answer, Optional<byte[]> image) {
    return new TurnRows(of.id(), Optional.empty(), of.index(), 0, 1, question, answer, image);
  }

  @Test
  void rowsFindWhatHashesDoNot() {
    Optional<byte[]> fox = Optional.of(row(1, 0.1, 0));
    Optional<byte[]> vixen = Optional.of(row(1, 0.2, 0));
    Optional<byte[]> crow = Optional.of(row(0, 1, 0.3));
    List<TurnRows> rows =
        List.of(
            rows(add("What is a fox?", "An animal.", ""), fox, fox, Optional.empty()),
            rows(add("Explain crows", "Black birds.", ""), crow, crow, Optional.empty()),
            rows(add("Tell me of vixens", "A she-fox.", ""), vixen, fox, Optional.empty()),
            rows(add("Which fox eats crows?", "None.", ""), fox, crow, Optional.empty()));
    FindNearDuplicates find = by("question", "answer").withVectors(vectors(rows));
    assertEquals(Map.of(0L, List.of(2L)), find(find), "both texts are near in 2 alone");
    String first = SEEN.toString();
    assertTrue(first.contains("kinds=question+answer"), first);
    for (int again = 0; again < 3; again++) {
      List<Sample> shuffled = new ArrayList<>(samples);
      Collections.shuffle(shuffled, new Random(again));
      find(find, shuffled);
      assertEquals(first, SEEN.toString());
    }
    assertEquals(Map.of(0L, List.of(2L, 3L)), find(by("question").withVectors(vectors(rows))));
  }

  @Test
  void aPictureThatIsGoneSinceRowsWereMadeKeepsItsSample() throws IOException {
    Optional<byte[]> fox = Optional.of(row(1, 0.1, 0));
    List<TurnRows> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = save(blocks(i), i + ".png");
      rows.add(rows(add("Fox " + i, "An animal " + i, name), fox, fox, fox));
    }
    FindNearDuplicates find = by("image", "question", "answer").withVectors(vectors(rows));
    assertEquals(Map.of(0L, List.of(1L, 2L)), find(find));
    Files.delete(folder.resolve("0.png"));
    Files.delete(folder.resolve("2.png"));
    assertEquals(Map.of(), find(find), "1 is most like 0, which cannot be seen");
    assertEquals(2, String.valueOf(SEEN.get("bad")).lines().count());
    assertEquals(3, String.valueOf(SEEN.get("kept")).lines().count());
  }

  /** A picture without a row must not make its turn one of texts alone. */
  @Test
  void aPictureThatTheEncoderDoesNotKnowIsNotForgotten() throws IOException {
    Optional<byte[]> fox = Optional.of(row(1, 0.1, 0));
    List<TurnRows> rows =
        List.of(
            rows(
                add("What is a fox?", "An animal.", save(blocks(1), "a.png")),
                fox,
                fox,
                Optional.empty()),
            rows(
                add("A fox, please", "A beast.", save(blocks(2), "b.png")),
                fox,
                fox,
                Optional.empty()),
            rows(add("Fox?", "Some animal.", ""), fox, fox, Optional.empty()));
    assertEquals(Map.of(), find(by("question", "answer", "image").withVectors(vectors(rows))));
    assertEquals(
        Map.of(0L, List.of(1L, 2L)), find(by("question", "answer").withVectors(vectors(rows))));
  }

  @Test
  void rowsOfOtherDataAreRefused() {
    Optional<byte[]> fox = Optional.of(row(1, 0.1, 0));
    Sample one = add("What is a fox?", "An animal.", "");
    Sample two = add("A fox, please", "A beast.", "");
    Vectors others =
        vectors(
            List.of(
                rows(one, fox, fox, Optional.empty()),
                new TurnRows("else", Optional.empty(), 1, 0, 1, fox, fox, Optional.empty())));
    assertEquals("s1", two.id());
    Exception refused =
        assertThrows(
            Pipeline.PipelineExecutionException.class,
            () -> find(by("question").withVectors(others)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("sample 1 is 'else' there and 's1' here"),
        refused.getMessage());
  }

  @Test
  void badRulesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> DuplicateRule.by(List.of("smell")));
    assertThrows(IllegalArgumentException.class, () -> DuplicateRule.by(List.of()));
    DuplicateRule rule = DuplicateRule.by(List.of("image"));
    assertThrows(IllegalArgumentException.class, () -> rule.withCosine("image", 1.5));
    assertThrows(IllegalArgumentException.class, () -> rule.withCosine("answer", 0.5));
    assertThrows(IllegalArgumentException.class, () -> rule.withHashes(64, 0.5));
    assertThrows(IllegalArgumentException.class, () -> rule.withHashes(3, Double.NaN));
  }
}
