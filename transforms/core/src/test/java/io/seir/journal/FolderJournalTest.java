package io.seir.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderJournalTest extends JournalContract {
  @TempDir Path folder;

  @Override
  protected Journal journal() {
    return new FolderJournal(folder);
  }

  /** Cut at every byte: what was whole is found, what was not is stored anew, and nothing else. */
  @Test
  void aCrashInTheMiddleOfALineLosesThatLineAlone() throws Exception {
    DialogueJournal calls = journal().open(DIALOGUE, "question");
    calls.record(entry("a", said("one")));
    Path file = folder.resolve("s7-0000/" + DIALOGUE + ".jsonl");
    int whole = Files.readAllBytes(file).length;
    calls.record(entry("b", said("zwei, mit ü")));
    byte[] both = Files.readAllBytes(file);
    for (int length = whole; length < both.length; length++) {
      Files.write(file, Arrays.copyOf(both, length));
      DialogueJournal again = journal().open(DIALOGUE, "question");
      assertEquals(said("one"), again.find("a").orElseThrow());
      assertTrue(again.find("b").isEmpty(), "cut at " + length);
      again.record(entry("b", said("anew")));
      again.record(entry("c", said("next")));
      DialogueJournal later = journal().open(DIALOGUE, "question");
      assertEquals(said("one"), later.find("a").orElseThrow());
      assertEquals(said("anew"), later.find("b").orElseThrow());
      assertEquals(said("next"), later.find("c").orElseThrow());
    }
    assertTrue(new String(both, StandardCharsets.UTF_8).endsWith("\n"));
  }
}
