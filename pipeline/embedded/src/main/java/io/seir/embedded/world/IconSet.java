package io.seir.embedded.world;

/** The colour icon sets that scenes are drawn with; licences in NOTICE. */
public enum IconSet {
  NOTO("noto"),
  FLUENT("fluent-emoji-flat");

  private final String id;

  IconSet(String id) {
    this.id = id;
  }

  /** Its name among the Iconify sets. */
  public String id() {
    return id;
  }
}
