package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.Scripted;
import io.seir.ask.Asker;
import io.seir.blob.LocalBlobStore;
import io.seir.dialogue.AnswerDraft;
import io.seir.dialogue.AnsweredTurn;
import io.seir.dialogue.AskedTurn;
import io.seir.dialogue.Assessment;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.DialogueSeed;
import io.seir.dialogue.ImageDraft;
import io.seir.dialogue.ModelUsage;
import io.seir.dialogue.Refinement;
import io.seir.dialogue.Round;
import io.seir.dialogue.StageUsage;
import io.seir.dialogue.StopReason;
import io.seir.dialogue.Topic;
import io.seir.kernels.JavaKernels;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.prompt.Markup;
import io.seir.prompt.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagePromptsTest {
  @TempDir Path folder;

  private static <D> Refinement<D> just(D draft) {
    return new Refinement<>(
        List.of(new Round<>(0, draft, new Assessment.Unreviewed())),
        0,
        StopReason.DEPTH,
        StageUsage.NONE);
  }

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
    Dialogue dialogue = Dialogue.begin(new DialogueSeed("d", 0, 0, Topic.of("t"), List.of("***")));
    AnsweredTurn turn =
        new AnsweredTurn(
            new AskedTurn(dialogue, just("q?")), just(new AnswerDraft("a", "caption 0")));
    Asker asker = Scripted.asker(Scripted.models(language, vision));
    Refinement<ImageDraft> out =
        new RefinementLoop(2, Selection.BEST, 9)
            .run(
                new ImageStage(
                    asker,
                    new LocalBlobStore(folder),
                    new SynergyScorer(Scripted.blind(), new JavaKernels()),
                    turn),
                asker::usage);
    assertEquals(List.of("caption 0", "caption 1", "caption 2"), captions);
    assertEquals(3, pictures.stream().distinct().count());
    assertEquals(pictures, out.rounds().stream().map(r -> r.draft().image().sha256()).toList());
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
            Prompt.QUESTION_DRAFT,
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
                        Prompt.QUESTION_DRAFT,
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
}
