package io.seir.embedded.writer;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Nouns;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Style;
import java.util.List;
import java.util.Set;

/** Writes captions of what is to be drawn, with the flaws of a draft. */
final class CaptionDraft {
  /** A caption may have this many words. */
  static final int LIMIT = 65;

  private static final int MOST = 3;

  private static final List<String> TRIMMINGS =
      List.of(
          "painted with the greatest care and a fine sense of proportion in every single detail",
          "so that everybody who looks at it feels invited to stay for a while and to think",
          "with a mood that is calm and bright and a composition that leads the eye along",
          "as it might appear in an old tale that is told again and again over the years",
          "full of small surprises that only those find who look a second and a third time");

  private CaptionDraft() {}

  /** A caption of a depiction, with these flaws. */
  static String write(Material material, Depiction wish, String answer, Set<CaptionFlaw> flaws) {
    if (flaws.contains(CaptionFlaw.COPIES_ANSWER) && !answer.isBlank()) {
      return English.sentences(answer).get(0);
    }
    Depiction drawn = wish;
    for (CaptionFlaw flaw : flaws) {
      drawn = spoil(material, drawn, flaw);
    }
    String caption = plain(material, drawn);
    return flaws.contains(CaptionFlaw.RAMBLES) ? ramble(material, caption) : caption;
  }

  private static Depiction spoil(Material material, Depiction drawn, CaptionFlaw flaw) {
    List<Thing> things = drawn.things();
    return switch (flaw) {
      case DROPS_THING ->
          things.size() > 1 ? drawn.withThings(things.subList(0, things.size() - 1)) : drawn;
      case WRONG_COUNT ->
          things.isEmpty() || !Nouns.canBeSeveral(things.get(0).phrase())
              ? drawn
              : drawn.replacing(things.get(0).times(other(things.get(0).count())));
      case WRONG_RELATION -> drawn.withRelation(turned(material, drawn));
      case DROPS_SETTING ->
          drawn.withDaytime(null).withWeather(null).withGround(null).withStyle(Style.FLAT);
      case RAMBLES, COPIES_ANSWER -> drawn;
    };
  }

  private static int other(int count) {
    return count >= MOST ? count - 1 : count + 1;
  }

  private static @org.jspecify.annotations.Nullable Relation turned(
      Material material, Depiction drawn) {
    return drawn
        .relation()
        .filter(r -> r.kind() == Relation.Kind.LEFT_OF && material.happens(0.5))
        .map(r -> new Relation(r.kind(), r.second(), r.first()))
        .orElse(null);
  }

  /** A scene that can be drawn. */
  static String plain(Material material, Depiction drawn) {
    if (drawn.things().isEmpty()) {
      return "An empty scene" + English.setting(drawn) + ".";
    }
    String scene = English.scene(drawn);
    return English.capital(
        drawn.style() != Style.FLAT
            ? scene + "."
            : material.pick(
                List.of(
                    scene + ".",
                    "a quiet scene with " + scene + ".",
                    "a friendly picture of " + scene + ".")));
  }

  private static String ramble(Material material, String caption) {
    StringBuilder out = new StringBuilder(caption.replaceAll("\\.$", ""));
    int next = material.pick(List.of(0, 1, 2, 3, 4));
    while (English.words(out.toString()) <= LIMIT) {
      out.append(", ").append(TRIMMINGS.get(next++ % TRIMMINGS.size()));
    }
    return out.append('.').toString();
  }
}
