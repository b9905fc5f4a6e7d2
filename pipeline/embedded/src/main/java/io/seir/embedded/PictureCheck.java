package io.seir.embedded;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Nouns;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a picture lacks of what was wanted: things, their number, colour and place, and the setting.
 *
 * @param remarks a sentence for each fault, none if there is none
 * @param wrong how many numbers, colours and places are not as wanted, of what is shown
 * @param shown what the picture shows of what was wanted, on the scale of image content, 1 to 5
 */
record PictureCheck(List<String> remarks, int wrong, double shown) {
  private static final double ALL = 5;
  private static final double NOTHING = 1;
  private static final double BY_THINGS = 2.6;
  private static final double DETAIL = 1.1;
  private static final double SETTING = 0.8;
  private static final double NOTHING_ASKED = 3;

  PictureCheck {
    remarks = List.copyOf(remarks);
  }

  static PictureCheck of(Eye eye, Depiction wanted) {
    List<String> remarks = new ArrayList<>();
    List<Thing> missing = eye.missing(wanted);
    for (Thing thing : missing) {
      remarks.add("The picture does not show " + English.some(thing) + ".");
    }
    for (Thing thing : wanted.things()) {
      if (!missing.contains(thing)) {
        details(eye, thing, remarks);
      }
    }
    wanted
        .relation()
        .filter(relation -> !eye.holds(relation, wanted).orElse(true))
        .ifPresent(relation -> remarks.add(place(relation, wanted)));
    int wrong = remarks.size() - missing.size();
    Depiction setting = eye.missingSetting(wanted);
    if (!English.setting(setting).isEmpty()) {
      remarks.add("The scene should be" + English.setting(setting) + ".");
    }
    if (setting.style() != Depiction.NOTHING.style()) {
      remarks.add("It should be a " + English.madeAs(setting.style()) + ".");
    }
    double shown = score(wanted, missing.size(), wrong, Eye.checkable(setting));
    return new PictureCheck(remarks, wrong, shown);
  }

  private static double score(Depiction wanted, int missing, int wrong, int settings) {
    int things = wanted.things().size();
    if (things == 0) {
      return NOTHING_ASKED;
    }
    double seen = (double) (things - missing) / things;
    double details = DETAIL * wrong + SETTING * settings;
    return missing == 0
        ? Math.max(NOTHING, ALL - details)
        : Math.max(NOTHING, NOTHING + BY_THINGS * seen - details / 2);
  }

  private static void details(Eye eye, Thing thing, List<String> remarks) {
    if (!Nouns.isMass(thing.phrase()) && !eye.hasNumber(thing)) {
      remarks.add(
          "There should be %s, not %s."
              .formatted(English.number(thing), English.number(eye.count(thing))));
    }
    if (!eye.hasColour(thing)) {
      remarks.add("There should be %s, in that colour.".formatted(English.some(thing)));
    }
  }

  private static String place(Relation relation, Depiction wanted) {
    return "%s should be %s %s."
        .formatted(
            English.capital(wanted.thing(relation.first()).map(English::some).orElseThrow()),
            English.how(relation.kind()),
            wanted.thing(relation.second()).map(English::some).orElseThrow());
  }
}
