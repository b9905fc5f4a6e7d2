package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.Scripted;
import io.seir.ask.Asker;
import io.seir.blob.LocalBlobStore;
import io.seir.kernels.JavaKernels;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Models;
import io.seir.prompt.FilledPrompt;
import io.seir.prompt.Markup;
import io.seir.prompt.Prompt;
import io.seir.prompt.PromptSet;
import io.seir.sample.ModelUsage;
import io.seir.sample.Refinement;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagePromptsTest {
  private static final Prompt QUESTION_DRAFT = PromptSet.shipped().get(PromptSet.QUESTION_DRAFT);
  @TempDir Path folder;

  /** The reference implementation built this prompt once, before its loop. */
  @Test
  void thePictureCriticGetsTheCurrentCaptionAndPictureInEveryRound() throws Exception {
    List<String> captions = new ArrayList<>();
    List<String> pictures = new ArrayList<>();
    ChatModel vision =
        request -> {
          captions.add(Markup.read(request.messages().get(1).text(), "caption").orElseThrow());
          pictures.add(request.messages().get(1).pictures().get(0).sha256());
          return new ChatReply(
              "{\"decision\":\"revise\",\"rating\":1,\"suggestion\":\"again\"}", 0, 0);
        };
    int[] revision = {0};
    ChatModel language =
        request -> new ChatReply("{\"caption\": \"caption " + ++revision[0] + "\"}", 0, 0);
    Asker asker = Scripted.asker(Scripted.models(language, vision));
    StageContext context =
        Scripts.context(
            Sample.ofQuestion("d", "q?")
                .withLast(Turn.asking("q?").withAnswer("a").withCaption("caption 0")),
            asker,
            new LocalBlobStore(folder));
    Stage stage = new ImageStage(1);
    Refinement out =
        new RefinementLoop(2, Selection.BEST, 9).run(stage, stage.scorer(), context, asker::usage);
    assertEquals(List.of("caption 0", "caption 1", "caption 2"), captions);
    assertEquals(3, pictures.stream().distinct().count());
    assertEquals(
        pictures,
        out.rounds().stream().map(r -> r.draft().theImage().sha256().orElseThrow()).toList());
    assertEquals(3, out.usage().models().get("vision").calls());
    assertEquals(2, out.usage().models().get("language").calls());
    assertEquals(new ModelUsage(3, 0, 0, 0, 3), out.usage().models().get("image"));
  }

  @Test
  void anUnreadableReplyIsAskedForOnceMoreWithAnotherSeed() throws Exception {
    List<Long> seeds = new ArrayList<>();
    ChatModel model =
        request -> {
          seeds.add(request.seed());
          return new ChatReply(seeds.size() == 1 ? "?" : "{\"question\": \"Why?\"}", 1, 1);
        };
    Asker asker = Scripted.asker(Scripted.models(model, model));
    FilledPrompt prompt =
        QUESTION_DRAFT.fill(Map.of("topic", "t", "template", "***"), List.of(), List.of());
    String question = asker.ask(ModelRole.LANGUAGE, prompt, 0, reply -> reply.text("question"));
    assertEquals("Why?", question);
    assertNotEquals(seeds.get(0), seeds.get(1));
    assertEquals(2, asker.usage().total().calls());

    ChatModel hopeless = request -> new ChatReply("?", 1, 1);
    ModelException e =
        assertThrows(
            ModelException.class,
            () ->
                Scripted.asker(Scripted.models(hopeless, hopeless))
                    .ask(ModelRole.LANGUAGE, prompt, 0, reply -> reply.text("question")));
    assertEquals("malformed_reply", e.reason());
  }

  @Test
  void overlongDraftsLoseSelectionScore() {
    assertEquals(4, less("word ".repeat(50)));
    assertTrue(less("word ".repeat(51)) < 4);
    assertEquals(-1, less("word ".repeat(500)));
    assertEquals(
        OptionalDouble.empty(),
        WordCount.lessLength(OptionalDouble.empty(), "a b", 1),
        "no rating");
  }

  private static double less(String text) {
    return WordCount.lessLength(OptionalDouble.of(4), text, WordCount.QUESTION_LIMIT).orElseThrow();
  }

  @Test
  void wordsAreCountedInEveryScript() {
    assertEquals(4, WordCount.of("It's a well-known \u2014 fact!".replace("well-known", "known")));
    assertEquals(3, WordCount.of("Größe, über: мир"));
    assertEquals(5, WordCount.of("这只猫坐在垫子上吗？"), "nine characters, two to a word");
    assertEquals(5, WordCount.of("猫はマットの上 ok"), "seven characters and a word");
    assertEquals(0, WordCount.of(" -- ?! "));
    assertTrue(WordCount.of("แมวนั่งอยู่บนเสื่อ") > 3);
  }

  /** Of two questions with the same rating, the one that keeps to 50 words goes on. */
  @Test
  void aQuestionOverItsLimitOfWordsIsNotChosen() throws Exception {
    String lengthy = "word ".repeat(70).strip();
    ChatModel model =
        request -> {
          String form = request.format().name();
          return new ChatReply(
              switch (form) {
                case "question_draft" -> "{\"question\": \"" + lengthy + "\"}";
                case "question_revise" -> "{\"question\": \"Why?\"}";
                default -> "{\"decision\": \"revise\", \"rating\": 4, \"suggestion\": \"x\"}";
              },
              0,
              0);
        };
    Asker asker = Scripted.asker(Scripted.models(model, model));
    Stage stage = new QuestionStage();
    Sample topic = Sample.ofTopic("d", Topic.of("t"), List.of("***"));
    StageContext context = Scripts.context(stage.begin(topic), asker, new LocalBlobStore(folder));
    Refinement out =
        new RefinementLoop(1, Selection.BEST, 9).run(stage, stage.scorer(), context, asker::usage);
    assertEquals(lengthy, out.rounds().get(0).draft().theQuestion());
    assertEquals("Why?", out.result().theQuestion());
  }

  /** Of two pictures with the same rating, the one that the encoder finds to fit goes on. */
  @Test
  void thePictureThatFitsItsCaptionIsChosen() throws Exception {
    for (boolean firstFits : new boolean[] {true, false}) {
      ChatModel language = request -> new ChatReply("{\"caption\": \"second\"}", 0, 0);
      ChatModel vision =
          request ->
              new ChatReply(
                  "{\"decision\":\"revise\",\"rating\":3,\"suggestion\":\"again\"}", 0, 0);
      Models plain = Scripted.models(language, vision);
      Asker asker = Scripted.asker(plain);
      StageContext context =
          new StageContext(
              Sample.ofQuestion("d", "q?")
                  .withLast(Turn.asking("q?").withAnswer("a").withCaption("first")),
              asker,
              PromptSet.shipped(),
              new LocalBlobStore(folder),
              Optional.of(Scripts.fitting(firstFits ? "first" : "second")),
              JavaKernels::new);
      Stage stage = new ImageStage(1);
      Refinement out =
          new RefinementLoop(1, Selection.BEST, 9)
              .run(stage, stage.scorer(), context, asker::usage);
      assertEquals(firstFits ? 0 : 1, out.chosen());
    }
  }
}
