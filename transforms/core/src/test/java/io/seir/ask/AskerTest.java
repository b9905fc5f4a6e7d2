package io.seir.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seir.Scripted;
import io.seir.blob.LocalBlobStore;
import io.seir.journal.FolderJournal;
import io.seir.journal.Journal;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Prices;
import io.seir.prompt.FilledPrompt;
import io.seir.prompt.PromptSet;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskerTest {
  private static final FilledPrompt QUESTION_DRAFT =
      PromptSet.shipped()
          .get(PromptSet.QUESTION_DRAFT)
          .fill(Map.of("topic", "t", "template", "***"), List.of(), List.of());

  @TempDir Path folder;
  private Journal journal;
  private final List<Long> seeds = new ArrayList<>();

  @BeforeEach
  void begin() {
    journal = new FolderJournal(folder.resolve("journal"));
  }

  private Asker asker(int replays, String... replies) {
    ChatModel model =
        request -> {
          String reply = replies[Math.min(seeds.size(), replies.length - 1)];
          seeds.add(request.seed());
          if (reply.startsWith("!")) {
            throw ModelException.permanentFault(reply.substring(1), "no");
          }
          if (reply.startsWith("~")) {
            throw ModelException.transientFault(reply.substring(1), "perhaps later");
          }
          return new ChatReply(reply, 10, 5);
        };
    return Scripted.asker(Scripted.models(model, model), journal, replays);
  }

  private static String question(Asker asker) throws ModelException {
    return asker.ask(ModelRole.LANGUAGE, QUESTION_DRAFT, 0, reply -> reply.text("question"));
  }

  @Test
  void aFinishedCallIsReadFromTheJournalAndCountedOnce() throws Exception {
    assertEquals("Why?", question(asker(0, "?", "{\"question\": \"Why?\"}")));
    assertEquals(2, seeds.size());
    Asker again = asker(0, "!must_not_be_asked");
    assertEquals("Why?", question(again));
    assertEquals(2, seeds.size());
    assertEquals(2, again.usage().total().calls(), "the same as the first time");
    assertEquals(20, again.usage().total().promptTokens());
  }

  @Test
  void whatFailedForGoodStaysFailedUntilItIsReplayed() throws Exception {
    assertThrows(ModelException.class, () -> question(asker(0, "!refused")));
    assertEquals(2, seeds.size(), "asked once more");
    ModelException still =
        assertThrows(ModelException.class, () -> question(asker(0, "{\"question\": \"?\"}")));
    assertEquals("refused", still.reason());
    assertEquals(2, seeds.size(), "told from the journal");
    assertEquals("At last?", question(asker(1, "", "{\"question\": \"At last?\"}")));
    assertEquals(3, seeds.size());
    assertEquals(3, seeds.stream().distinct().count(), "another seed");
  }

  @Test
  void aReplayGivesAnUnreadableReplyTwoMoreGoes() throws Exception {
    assertThrows(ModelException.class, () -> question(asker(0, "?")));
    assertThrows(ModelException.class, () -> question(asker(1, "?")));
    assertEquals(4, seeds.size());
    assertEquals(4, seeds.stream().distinct().count());
  }

  @Test
  void whatMayYetSucceedIsNotRemembered() throws Exception {
    assertThrows(ModelException.class, () -> question(asker(0, "~timed_out")));
    assertEquals("Now?", question(asker(0, "", "{\"question\": \"Now?\"}")));
    assertEquals(seeds.get(0), seeds.get(1), "the same call");
  }

  @Test
  void aPictureIsDrawnOnce() throws Exception {
    LocalBlobStore pictures = new LocalBlobStore(folder);
    Asker first = Scripted.asker(Scripted.models((form, prompt) -> ""), journal, 0);
    Asker.Drawn drawn = first.draw("a cat", 0, pictures);
    Asker second = asker(0, "!unused");
    Asker.Drawn again = second.draw("a cat", 0, pictures);
    assertEquals(drawn.ref(), again.ref());
    assertEquals(drawn.picture().sha256(), again.picture().sha256());
    assertEquals(1, second.usage().total().images());
    double[] scored = {0};
    assertEquals(1, first.score("x", () -> ++scored[0]));
    assertEquals(1, second.score("x", () -> ++scored[0]), "worked out once");
  }

  @Test
  void theBudgetStopsBeforeACallAndIsSharedByAllOfARun() throws Exception {
    Prices price = new Prices.Known(new BigDecimal(100_000), BigDecimal.ZERO, BigDecimal.ZERO);
    Budget budget =
        new Budget.Limited(
            new BigDecimal("2.5"), new BigDecimal("0.5"), Map.of(ModelRole.LANGUAGE, price), 1);
    ChatModel model = request -> new ChatReply("{\"question\": \"Why?\"}", 10, 5);
    List<String> ends = new ArrayList<>();
    for (int turn = 0; turn < 4; turn++) {
      Asker asker =
          new Asker(
              Scripted.models(model, model),
              journal.open("d-0001", "question"),
              budget,
              0,
              7,
              turn,
              "question");
      try {
        ends.add(question(asker));
      } catch (ModelException e) {
        ends.add(e.reason());
      }
    }
    assertEquals(
        List.of("Why?", "Why?", Budget.REACHED, Budget.REACHED), ends, "0.5 before, 1 a call");
    assertEquals("Why?", question(asker(0, "!unused")), "the journal costs nothing");
  }
}
