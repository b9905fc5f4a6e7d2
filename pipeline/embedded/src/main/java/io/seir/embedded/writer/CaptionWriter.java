package io.seir.embedded.writer;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a caption anew after somebody looked at the picture. */
final class CaptionWriter {
  private static final Pattern QUALITY =
      Pattern.compile("sharp|focus|blur|grain|nois|contrast|well lit|centre|cut off");
  private static final String CLEAN = ", in sharp focus, well lit and well centred";

  private CaptionWriter() {}

  /** Does what the suggestion says: what it names comes first, large, or is left out. */
  static String revise(Material material) {
    String caption = material.get("caption");
    String suggestion = material.get("suggestion");
    Depiction drawn = DepictionReader.shared().read(caption);
    List<Thing> unwanted = new ArrayList<>();
    for (String remark : English.sentences(suggestion)) {
      Depiction demanded = DepictionReader.shared().read(remark);
      if (remark.contains("should not")) {
        unwanted.addAll(demanded.things());
        continue;
      }
      drawn = changed(drawn, demanded);
    }
    List<Thing> kept =
        drawn.things().stream()
            .filter(t -> unwanted.stream().noneMatch(u -> u.concept().equals(t.concept())))
            .toList();
    boolean clean = QUALITY.matcher(suggestion).find() || QUALITY.matcher(caption).find();
    return Reply.of("caption", caption(drawn.withThings(kept)) + (clean ? CLEAN : "") + ".");
  }

  private static Depiction changed(Depiction drawn, Depiction demanded) {
    List<Thing> things = new ArrayList<>();
    for (Thing thing : demanded.things()) {
      boolean placed = demanded.relation().isPresent();
      Thing before = drawn.thing(thing.concept()).orElse(thing);
      things.add(
          new Thing(
              thing.concept(),
              before.phrase(),
              placed ? before.count() : thing.count(),
              !placed || before.stressed(),
              thing.colour().or(before::colour).orElse(null)));
    }
    drawn.things().stream().filter(t -> !demanded.shows(t.concept())).forEach(things::add);
    Depiction now = AnswerWriter.with(drawn.withThings(things), demanded.withThings(List.of()));
    return demanded.relation().isPresent() ? now.withRelation(demanded.relationOrNull()) : now;
  }

  private static String caption(Depiction drawn) {
    return drawn.things().isEmpty()
        ? "An empty scene" + English.setting(drawn)
        : English.capital(English.scene(drawn));
  }
}
