package io.seir.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.model.ChatReply;
import io.seir.model.TokenChoice;
import io.seir.model.TokenCount;
import io.seir.sample.ImageRef;
import io.seir.sample.ModelUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every journal must do. */
abstract class JournalContract {
  protected static final String DIALOGUE = "s7-0000001";

  /** The journal under test; the same one at every call. */
  protected abstract Journal journal();

  protected static JournalEntry entry(String key, Outcome outcome) {
    return new JournalEntry(
        key, new CallPlace(0, "question", 1, "question_draft", 0, 5, "language", "m"), outcome);
  }

  protected static Outcome said(String text) {
    return new Outcome.Replied(
        new ChatReply(
            text,
            new TokenCount.Uncounted(),
            List.of(new TokenChoice("4", -0.1, Map.of("4", -0.1, "5", -2.5)))));
  }

  @Test
  void whatWasStoredIsFoundAgainAndTheFirstWriterWins() throws Exception {
    assertTrue(journal().isEmpty());
    List<Outcome> outcomes =
        List.of(
            said("ü\n\"{}\u2028 \uD83D\uDC31"),
            new Outcome.Drawn(ImageRef.stored("images/ab/x.png", "ab", 3, 4)),
            new Outcome.Failed("refused", "no", new ModelUsage(1, 0, 0, 0, 1)),
            new Outcome.Scored(0.1 + 0.2));
    DialogueJournal writing = journal().open(DIALOGUE, "question");
    for (int i = 0; i < outcomes.size(); i++) {
      assertEquals(outcomes.get(i), writing.record(entry("k" + i, outcomes.get(i))));
    }
    assertEquals(outcomes.get(0), writing.record(entry("k0", said("later"))));
    assertFalse(journal().isEmpty());
    DialogueJournal reading = journal().open(DIALOGUE, "question");
    for (int i = 0; i < outcomes.size(); i++) {
      assertEquals(outcomes.get(i), reading.find("k" + i).orElseThrow());
    }
    assertTrue(reading.find("k9").isEmpty());
    assertTrue(journal().open("s7-0000002", "question").find("k0").isEmpty());
    List<String> all = new ArrayList<>();
    journal().forEach(e -> all.add(e.key()));
    all.sort(null);
    assertEquals(List.of("k0", "k1", "k2", "k3"), all);
  }

  @Test
  void aWriterSeesWhatAnotherStoredMeanwhile() throws Exception {
    DialogueJournal early = journal().open(DIALOGUE, "question");
    journal().open(DIALOGUE, "question").record(entry("k", said("first")));
    assertEquals(said("first"), early.record(entry("k", said("second"))));
    assertEquals(said("first"), early.find("k").orElseThrow());
  }

  @Test
  void threadsThatWriteTheSameKeysAgree() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Set<String> agreed = new ConcurrentSkipListSet<>();
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int own = t;
      work.add(
          threads.submit(
              () -> {
                DialogueJournal calls = journal().open(DIALOGUE, "question");
                for (int k = 0; k < 25; k++) {
                  Outcome stored = calls.record(entry("k" + k, said("by " + own)));
                  agreed.add("k" + k + " " + stored);
                }
                return null;
              }));
    }
    for (Future<?> one : work) {
      one.get();
    }
    threads.shutdown();
    assertEquals(25, journalled(), "one entry a key");
    assertTrue(agreed.size() >= 25 && agreed.size() <= limitOfDisagreement(), agreed.toString());
  }

  /** Distinct answers to 25 keys; more than 25 only where a filesystem offers no better. */
  protected int limitOfDisagreement() {
    return 25;
  }

  private int journalled() throws Exception {
    int[] count = {0};
    journal().forEach(e -> count[0]++);
    return count[0];
  }

  @Test
  void anIdThatIsNoneLeadsNowhere() {
    for (String id : List.of("../../etc/passwd", "", "a/b", "x".repeat(200), ".hidden")) {
      assertThrows(IllegalArgumentException.class, () -> journal().open(id, "question"));
    }
  }
}
