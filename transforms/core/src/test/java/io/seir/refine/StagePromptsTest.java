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
    Stage stage = new ImageStage();
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
    Map<String, String> values = Map.of("topic", "t", "template", "***", "history", "");
    String question =
        asker.ask(
            ModelRole.LANGUAGE,
            QUESTION_DRAFT,
            values,
            List.of(),
            0,
            reply -> reply.text("question"));
    assertEquals("Why?", question);
    assertNotEquals(seeds.get(0), seeds.get(1));
    assertEquals(2, asker.usage().total().calls());

    ChatModel hopeless = request -> new ChatReply("?", 1, 1);
    ModelException e =
        assertThrows(
            ModelException.class,
            () ->
                Scripted.asker(Scripted.models(hopeless, hopeless))
                    .ask(
                        ModelRole.LANGUAGE,
                        QUESTION_DRAFT,
                        values,
                        List.of(),
                        0,
                        reply -> reply.text("question")));
    assertEquals("malformed_reply", e.reason());
  }

  @Test
  void overlongDraftsLoseSelectionScore() {
    assertEquals(0, WordCount.penalty("word ".repeat(50), WordCount.QUESTION_LIMIT));
    assertTrue(WordCount.penalty("word ".repeat(51), WordCount.QUESTION_LIMIT) > 0);
    assertEquals(5, WordCount.penalty("word ".repeat(500), WordCount.QUESTION_LIMIT));
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
              Scripts.fitting(firstFits ? "first" : "second"),
              JavaKernels::new);
      Stage stage = new ImageStage();
      Refinement out =
          new RefinementLoop(1, Selection.BEST, 9)
              .run(stage, stage.scorer(), context, asker::usage);
      assertEquals(firstFits ? 0 : 1, out.chosen());
    }
  }
}
