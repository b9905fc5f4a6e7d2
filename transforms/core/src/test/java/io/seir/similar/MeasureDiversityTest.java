package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.features.TurnRows;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.SharedKernels;
import io.seir.kernels.TopK;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureDiversityTest implements Serializable {
  private static final Topic CAT = Topic.of("Nature", "Animals", "Cat");
  private static final Topic OAK = Topic.of("Nature", "Plants", "Oak");
  private static final List<Topic> TOPICS =
      List.of(CAT, OAK, Topic.of("Nature", "Animals", "Dog"), Topic.of("Tech", "Cars", "Bus"));

  @TempDir transient Path folder;

  private static Turn turn(String question, String answer) {
    return Turn.EMPTY.withQuestion(question).withAnswer(answer);
  }

  /** Four samples whose numbers can be worked out by hand. */
  private static List<Sample> few() {
    return List.of(
        Sample.ofTopic("s0", CAT, List.of("T/1", "T2"))
            .plus(turn("one two three", "Red  blue."))
            .plus(turn("one two", "green")),
        Sample.ofTopic("s1", CAT, List.of("T/1")).plus(turn("ONE two\tthree", "red blue.")),
        Sample.ofTopic("s2", OAK, List.of("T3")).plus(turn("", "green green")),
        Sample.of("s3").plus(turn("four", "")));
  }

  private static String bytes(Diversity diversity) {
    return new String(diversity.bytes(), StandardCharsets.UTF_8);
  }

  private static Pipeline pipeline(int parallelism) {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--targetParallelism=" + parallelism).create());
  }

  private static PCollection<Sample> create(Pipeline pipeline, List<Sample> samples) {
    return samples.isEmpty()
        ? pipeline.apply(Create.empty(JsonCoder.of(Sample.class)))
        : pipeline.apply(Create.of(samples));
  }

  /** The one element, asserted to be this. */
  private static void assertGives(
      List<Sample> samples, MeasureDiversity measure, int parallelism, String expected) {
    Pipeline pipeline = pipeline(parallelism);
    PAssert.thatSingleton(create(pipeline, samples).apply(measure))
        .satisfies(
            found -> {
              assertEquals(expected, bytes(found));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void theNumbersAreThoseWorkedOutByHand() throws IOException {
    String expected =
        """
        {
          "samples" : 4,
          "topics" : {
            "samples" : 3,
            "unlisted" : 0,
            "levels" : [ {
              "depth" : 1,
              "seen" : 1,
              "known" : 2,
              "coverage" : 0.5,
              "entropy" : 0.0,
              "normalisedEntropy" : 0.0
            }, {
              "depth" : 2,
              "seen" : 2,
              "known" : 3,
              "coverage" : 0.6667,
              "entropy" : 0.6365,
              "normalisedEntropy" : 0.5794
            }, {
              "depth" : 3,
              "seen" : 2,
              "known" : 4,
              "coverage" : 0.5,
              "entropy" : 0.6365,
              "normalisedEntropy" : 0.4591
            } ]
          },
          "templates" : {
            "turns" : 4,
            "seen" : 3,
            "known" : 5,
            "coverage" : 0.6,
            "entropy" : 1.0397,
            "normalisedEntropy" : 0.646,
            "withTopics" : [ {
              "depth" : 1,
              "seen" : 3,
              "known" : 10,
              "coverage" : 0.3
            }, {
              "depth" : 2,
              "seen" : 3,
              "known" : 15,
              "coverage" : 0.2
            }, {
              "depth" : 3,
              "seen" : 3,
              "known" : 20,
              "coverage" : 0.15
            } ]
          },
          "questions" : {
            "texts" : 4,
            "different" : 3,
            "mostFrequent" : 2,
            "repeated" : 0.5,
            "sampled" : 4,
            "distinct1" : {
              "value" : 0.4444
            },
            "distinct2" : {
              "value" : 0.4
            },
            "selfBleu" : {
              "value" : 0.75
            }
          },
          "answers" : {
            "texts" : 4,
            "different" : 3,
            "mostFrequent" : 2,
            "repeated" : 0.5,
            "sampled" : 4,
            "distinct1" : {
              "value" : 0.4286
            },
            "distinct2" : {
              "value" : 0.6667
            },
            "selfBleu" : {
              "value" : 0.6479
            }
          }
        }"""
            .indent(0)
            .strip();
    MeasureDiversity measure =
        MeasureDiversity.ofSamples()
            .withTopics(TOPICS)
            .withTemplates(List.of("T/1", "T2", "T3", "T4", "T5"));
    assertGives(few(), measure, 1, expected);
    for (int passes : new int[] {1, 3}) {
      assertEquals(
          expected,
          bytes(
              DiversityInPasses.of(
                  reader -> few().forEach(reader),
                  TOPICS,
                  List.of("T/1", "T2", "T3", "T4", "T5"),
                  passes,
                  MeasureDiversity.SAMPLED)));
    }
    List<Sample> turned = new ArrayList<>(few());
    Collections.reverse(turned);
    assertGives(turned, measure, 4, expected);
  }

  /** What does not apply is missing, and is neither 0 nor NaN. */
  @Test
  void whatDoesNotApplyIsAbsent() {
    MeasureDiversity measure = MeasureDiversity.ofSamples().withTopics(TOPICS);
    String none = "{\n  \"samples\" : 0\n}";
    assertGives(List.of(), measure, 2, none);
    List<Sample> one = List.of(Sample.of("a").plus(turn("Why?", "")));
    assertGives(one, measure, 2, none.replace('0', '1'));
    List<Sample> alone = List.of(Sample.of("a").plus(turn("!", "")).plus(turn("?", "")));
    String noWords =
        """
        {
          "samples" : 1,
          "questions" : {
            "texts" : 2,
            "different" : 2,
            "mostFrequent" : 1,
            "sampled" : 2
          }
        }""";
    assertGives(alone, measure, 2, noWords);
  }

  /** Six answers stand in other samples too; repetition within one sample is another matter. */
  @Test
  void repetitionAcrossSamplesIsCounted() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String answer = i % 10 == 3 ? "The same  thing, again." : "Answer " + i;
      samples.add(
          Sample.of("s" + i)
              .plus(turn("", answer))
              .plus(turn("", "b" + i))
              .plus(turn("", "b" + i)));
    }
    samples.add(Sample.of("t").withSystem("a").plus(turn("", "the SAME thing, again.")));
    samples.add(Sample.of("t").withSystem("b").plus(turn("", "the same thing, again.")));
    Pipeline pipeline = pipeline(3);
    PAssert.thatSingleton(create(pipeline, samples).apply(MeasureDiversity.ofSamples()))
        .satisfies(
            found -> {
              Diversity.Texts answers = found.answers().orElseThrow();
              assertEquals(122, answers.texts());
              assertEquals(36 + 40 + 1, answers.different());
              assertEquals(6, answers.mostFrequent());
              assertEquals(6.0 / 122, answers.repeated().orElseThrow(), 5e-5);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static List<Sample> many(int count) {
    Random random = new Random(11);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Sample sample = Sample.of("id" + i).withIndex(i).withSystem("of");
      for (int t = 0; t <= i % 3; t++) {
        sample = sample.plus(turn(words(random, 5), words(random, 12)));
      }
      samples.add(sample);
    }
    return samples;
  }

  private static String words(Random random, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add("w" + (int) (40 * Math.pow(random.nextDouble(), 2)));
    }
    return String.join(" ", words);
  }

  /** Those of the smallest hashes, measured here without Beam. */
  @Test
  void aSampleIsMeasuredAndTheSameInAnyOrder() throws IOException {
    List<Sample> samples = many(90);
    List<Sample> chosen =
        samples.stream()
            .sorted(Comparator.comparingLong(one -> Seeds.derive(0, "of", one.id())))
            .limit(30)
            .toList();
    List<String> answers = texts(chosen, Turn::answer);
    MeasureDiversity measure = MeasureDiversity.ofSamples().expecting(9000).withSampled(30);
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    for (int parallelism : new int[] {1, 3}) {
      Collections.shuffle(samples, new Random(parallelism));
      Pipeline pipeline = pipeline(parallelism);
      PAssert.thatSingleton(create(pipeline, samples).apply(measure))
          .satisfies(
              found -> {
                Diversity.Texts of = found.answers().orElseThrow();
                assertEquals(180, of.texts());
                assertEquals(answers.size(), of.sampled());
                assertValue(TextDiversity.selfBleu(answers, 4).orElseThrow(), of.selfBleu());
                assertValue(TextDiversity.distinct(answers, 1).orElseThrow(), of.distinct1());
                assertValue(TextDiversity.distinct(answers, 2).orElseThrow(), of.distinct2());
                assertAround(of.selfBleu().orElseThrow());
                assertAround(found.questions().orElseThrow().distinct2().orElseThrow());
                SEEN.add(bytes(found));
                return null;
              });
      pipeline.run().waitUntilFinish();
    }
    seen.addAll(SEEN);
    assertEquals(2, seen.size());
    assertEquals(seen.get(0), seen.get(1));
    SEEN.clear();
    int[] read = {0};
    Diversity inPasses =
        DiversityInPasses.of(
            reader -> {
              read[0]++;
              samples.forEach(reader);
            },
            List.of(),
            List.of(),
            4,
            30);
    assertEquals(seen.get(0), bytes(inPasses));
    assertEquals(4, read[0], "a pass holds a part of what is seen");
  }

  /** What pipelines of this JVM found. */
  private static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());

  private static List<String> texts(List<Sample> samples, Function<Turn, Optional<String>> text) {
    return samples.stream()
        .flatMap(one -> one.turns().stream())
        .flatMap(turn -> text.apply(turn).stream())
        .toList();
  }

  private static void assertValue(double expected, Optional<Estimate> found) {
    assertEquals(expected, found.orElseThrow().value(), 5.1e-5);
  }

  private static void assertAround(Estimate estimate) {
    assertTrue(estimate.low().orElseThrow() < estimate.value(), estimate.toString());
    assertTrue(estimate.high().orElseThrow() > estimate.value(), estimate.toString());
  }

  private static float[] unit(int d) {
    float[] row = new float[8];
    row[d] = 1;
    return row;
  }

  private static TurnRows rows(int i, Optional<float[]> answer, Optional<float[]> image) {
    return new TurnRows(
        "s" + i,
        Optional.empty(),
        i,
        0,
        1,
        i == 2 ? Optional.of(TestRows.halves(unit(0))) : Optional.empty(),
        answer.map(TestRows::halves),
        image.map(TestRows::halves));
  }

  /** Pictures are two pairs of equal ones; answers are three that have nothing in common. */
  @Test
  void rowsThatAreWorkedOutByHand() {
    List<TurnRows> turns = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Optional<float[]> answer = i == 3 ? Optional.empty() : Optional.of(unit(i));
      turns.add(rows(i, answer, Optional.of(unit(i / 2))));
    }
    Pipeline pipeline = pipeline(2);
    PCollection<Vectors> vectors =
        pipeline
            .apply("Turns", Create.of(turns))
            .apply(WriteVectors.to(folder.resolve("few").toString(), "any"));
    PAssert.thatSingleton(
            pipeline
                .apply("Samples", Create.of(few()))
                .apply(MeasureDiversity.ofSamples().withRows(vectors, RowSearch.AUTO)))
        .satisfies(
            found -> {
              assertEquals(
                  Optional.of(
                      new Diversity.Rows(4, 4, Estimate.of(2), Estimate.of(2), Estimate.of(1))),
                  found.imageRows());
              assertEquals(
                  Optional.of(
                      new Diversity.Rows(3, 3, Estimate.of(3), Estimate.of(3), Estimate.of(0))),
                  found.answerRows());
              assertEquals(Optional.empty(), found.questionRows(), "one row alone");
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  /** A sample of rows of any shard and block against all rows, beside the kernel alone. */
  @Test
  void aSampleOfRowsIsComparedWithAllRows() throws IOException {
    int all = 230;
    int most = 40;
    float[][] images = TestRows.tied(all, 24, 9);
    List<Long> places = RowSample.places(all, most);
    assertEquals(most, places.stream().distinct().count());
    float[][] chosen = places.stream().map(i -> images[i.intValue()]).toArray(float[][]::new);
    TopK top =
        SharedKernels.of(KernelSelector.Choice.AUTO)
            .kernels()
            .topK(TestRows.rows(chosen), TestRows.rows(images), 2);
    double nearest = 0;
    for (int q = 0; q < most; q++) {
      boolean own = top.indices()[2 * q] == places.get(q);
      nearest += top.scores()[2 * q + (own ? 1 : 0)] / (double) most;
    }
    double expected = nearest;
    List<TurnRows> turns = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      turns.add(rows(i, Optional.empty(), Optional.of(images[i])));
    }
    for (int size : new int[] {10, 64, 1000}) {
      Collections.shuffle(turns, new Random(size));
      Pipeline pipeline = pipeline(1 + size % 3);
      PCollection<Vectors> vectors =
          pipeline
              .apply("Turns", Create.of(turns))
              .apply(
                  WriteVectors.to(folder.resolve("v" + size).toString(), "any")
                      .withSamplesInShard(size));
      MeasureDiversity measure =
          MeasureDiversity.ofSamples()
              .withSampled(most)
              .withRows(vectors, RowSearch.AUTO.withRowsInBlock(size));
      PAssert.thatSingleton(pipeline.apply("Samples", Create.of(few())).apply(measure))
          .satisfies(
              found -> {
                Diversity.Rows rows = found.imageRows().orElseThrow();
                assertEquals(all, rows.rows());
                assertEquals(most, rows.sampled());
                assertEquals(expected, rows.nearest().value(), 1.1e-4);
                assertEquals(SpectralDiversity.vendi(chosen), rows.vendi().value(), 2e-2);
                assertEquals(SpectralDiversity.rke(chosen), rows.rke().value(), 2e-2);
                assertAround(rows.vendi());
                assertAround(rows.rke());
                assertAround(rows.nearest());
                SEEN.add(bytes(found));
                return null;
              });
      pipeline.run().waitUntilFinish();
    }
    assertEquals(3, SEEN.size());
    assertEquals(1, SEEN.stream().distinct().count(), SEEN.toString());
    SEEN.clear();
  }
}
