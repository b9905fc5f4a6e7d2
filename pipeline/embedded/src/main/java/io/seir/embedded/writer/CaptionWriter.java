package io.seir.embedded.writer;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a caption anew after somebody looked at the picture. */
final class CaptionWriter {
  private CaptionWriter() {}

  /** Does what the suggestion says: what it names comes first, large, or is left out. */
  static String revise(Material material) {
    Depiction drawn = DepictionReader.shared().read(material.get("caption"));
    List<Thing> unwanted = new ArrayList<>();
    for (String remark : English.sentences(material.get("suggestion"))) {
      Depiction demanded = DepictionReader.shared().read(remark);
      if (remark.contains("should not")) {
        unwanted.addAll(demanded.things());
        continue;
      }
      List<Thing> things = new ArrayList<>(demanded.things().stream().map(Thing::stress).toList());
      drawn.things().stream().filter(t -> !demanded.shows(t.concept())).forEach(things::add);
      drawn = AnswerWriter.with(drawn.withThings(things), demanded.withThings(List.of()));
    }
    List<Thing> kept =
        drawn.things().stream()
            .filter(t -> unwanted.stream().noneMatch(u -> u.concept().equals(t.concept())))
            .toList();
    return Reply.of("caption", caption(material, drawn.withThings(kept)));
  }

  private static String caption(Material material, Depiction drawn) {
    List<Thing> stressed = drawn.things().stream().filter(Thing::stressed).toList();
    if (stressed.isEmpty()) {
      return AnswerWriter.caption(material, drawn);
    }
    String first =
        English.list(stressed.stream().map(CaptionWriter::large).collect(Collectors.toList()));
    List<String> rest =
        drawn.things().stream().filter(t -> !t.stressed()).map(English::some).toList();
    String together = rest.isEmpty() ? "" : ", together with " + English.list(rest);
    return English.capital(first) + together + "," + English.setting(drawn) + " clearly visible.";
  }

  private static String large(Thing thing) {
    if (thing.count() > 1) {
      return English.some(thing).replaceFirst(" ", " large ");
    }
    String plain = English.some(thing);
    return plain.startsWith("some ")
        ? "some clearly visible " + thing.phrase()
        : "a large " + thing.phrase();
  }
}
