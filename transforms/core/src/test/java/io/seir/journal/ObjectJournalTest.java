package io.seir.journal;

import io.seir.blob.BeamObjectStore;
import java.nio.file.Path;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On Beam's own view of the local disk, as it would be on any of its filesystems. */
class ObjectJournalTest extends JournalContract {
  @TempDir Path folder;

  @BeforeAll
  static void register() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @Override
  protected Journal journal() {
    return new ObjectJournal(new BeamObjectStore(folder.toString()));
  }

  @Override
  protected int limitOfDisagreement() {
    return 100;
  }
}
