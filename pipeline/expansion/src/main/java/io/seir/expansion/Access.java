package io.seir.expansion;

import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.journal.JournalFolder;
import io.seir.model.ModelsConfig;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** What the configurations share. */
final class Access {
  private Access() {}

  /** How models are asked. */
  static ModelAccess of(String models, @Nullable String journal) {
    ModelAccess access = ModelAccess.to(ModelsConfig.parse(models));
    return journal == null ? access : access.withJournal(new JournalFolder(journal));
  }

  /** Where pictures are. */
  static SamplePictures pictures(@Nullable String images) {
    return images == null ? SamplePictures.besideTheirFile() : SamplePictures.in(images);
  }

  /** A text that may be missing. */
  static Schema.Field text(String name) {
    return Schema.Field.nullable(name, Schema.FieldType.STRING);
  }

  /** A number that may be missing. */
  static Schema.Field number(String name) {
    return Schema.Field.nullable(name, Schema.FieldType.DOUBLE);
  }
}
