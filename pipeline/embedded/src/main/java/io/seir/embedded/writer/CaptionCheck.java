package io.seir.embedded.writer;

import io.seir.embedded.words.Alike;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a critic finds in a caption that is to show what a question wishes.
 *
 * @param remarks what to change, a sentence each, the worst first
 * @param loss how much all of it takes from a rating
 */
record CaptionCheck(List<String> remarks, double loss) {
  private static final double REPEATED = 0.8;

  CaptionCheck {
    remarks = List.copyOf(remarks);
  }

  static CaptionCheck of(Depiction wish, String caption, String answer) {
    List<String> remarks = new ArrayList<>();
    if (repeats(caption, answer)) {
      remarks.add(
          "The caption only repeats the answer; let it describe " + English.scene(wish) + ".");
      return new CaptionCheck(remarks, 1.5);
    }
    Depiction drawn = DepictionReader.shared().read(caption);
    double loss = 0;
    for (Thing thing : wish.things()) {
      Optional<Thing> there = drawn.thing(thing.concept());
      if (there.isEmpty()) {
        remarks.add("The caption leaves out " + English.some(thing) + ".");
        loss += 1.2;
      } else if (there.get().count() != thing.count()) {
        remarks.add("The caption should have " + some(thing) + ".");
        loss += 0.8;
      } else if (thing.colour().isPresent() && !thing.colour().equals(there.get().colour())) {
        remarks.add("The caption should have " + English.some(thing) + ".");
        loss += 0.8;
      }
    }
    if (wish.relation().isPresent() && !wish.relation().equals(drawn.relation())) {
      remarks.add("The caption should have " + English.things(wish) + ".");
      loss += 0.8;
    }
    Depiction setting = missingSetting(wish, drawn);
    if (!English.setting(setting).isEmpty()) {
      remarks.add("The caption should be set" + English.setting(setting) + ".");
      loss += 0.8;
    }
    if (wish.style() != drawn.style() && wish.style() != Style.FLAT) {
      remarks.add("The caption should ask for a " + English.madeAs(wish.style()) + ".");
      loss += 0.8;
    }
    int words = English.words(caption);
    if (words > CaptionDraft.LIMIT) {
      remarks.add(
          "Shorten the caption: it has %d words and may have %d."
              .formatted(words, CaptionDraft.LIMIT));
      loss += 1.2;
    }
    return new CaptionCheck(remarks, loss);
  }

  private static String some(Thing thing) {
    return thing.colour().isPresent() ? English.some(thing) : English.number(thing);
  }

  private static boolean repeats(String caption, String answer) {
    return Alike.same(answer, caption)
        || English.sentences(answer).stream()
            .anyMatch(said -> Alike.share(said, caption) >= REPEATED);
  }

  private static Depiction missingSetting(Depiction wish, Depiction drawn) {
    return Depiction.NOTHING
        .withDaytime(wish.daytime().equals(drawn.daytime()) ? null : wish.daytimeOrNull())
        .withWeather(
            wish.weather().filter(w -> w != Weather.CLEAR).equals(drawn.weather())
                ? null
                : wish.weatherOrNull())
        .withGround(wish.ground().equals(drawn.ground()) ? null : wish.groundOrNull());
  }
}
