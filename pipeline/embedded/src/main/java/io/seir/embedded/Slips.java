package io.seir.embedded;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Colour;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Finish;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.Weather;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * What the embedded image model does wrong, and how often. A thing that the caption asks for large
 * or clearly, and a picture that it asks for sharp, fare better.
 *
 * <p>Forgotten: the first thing 8 %, the second 20 %, the third 32 %; 20 points more if the caption
 * has over 40 words; 10 % if stressed. Wrong number: 30 % if several are wanted, 8 % if one is (15
 * and 5 % if stressed). Wrong colour: 25 % (12 % if stressed). Wrong side: 30 %. Light, weather,
 * ground: 25 % each. Style: 16 %. Blurred 22 %, grainy 18 %, flat 14 %, off centre 12 %, each from
 * slightly to hardly bearable; three fifths of that if asked for sharp.
 */
final class Slips {
  /** Words that ask for technical quality. */
  static final Pattern SHARP =
      Pattern.compile("\\b(sharp|crisp|in focus|well lit|well centred)\\b");

  private static final double FORGOTTEN = 0.08;
  private static final double FORGOTTEN_BY_PLACE = 0.12;
  private static final double FORGOTTEN_IF_LONG = 0.2;
  private static final double FORGOTTEN_IF_STRESSED = 0.1;
  private static final double WRONG_NUMBER = 0.3;
  private static final double WRONG_NUMBER_IF_STRESSED = 0.15;
  private static final double TWINS = 0.08;
  private static final double TWINS_IF_STRESSED = 0.05;
  private static final double WRONG_COLOUR = 0.25;
  private static final double WRONG_COLOUR_IF_STRESSED = 0.12;
  private static final double WRONG_SIDE = 0.3;
  private static final double SETTING = 0.25;
  private static final double STYLE = 0.16;
  private static final double BLUR = 0.22;
  private static final double NOISE = 0.18;
  private static final double FLAT = 0.14;
  private static final double OFF_CENTRE = 0.12;
  private static final double IF_SHARP = 0.6;
  private static final int LONG_CAPTION = 40;
  private static final int MOST = 3;

  private static final double[] BLURS = {0.0035, 0.007, 0.014};
  private static final double[] NOISES = {10, 20, 38, 70};
  private static final double[] CONTRASTS = {0.55, 0.38, 0.22, 0.12};
  private static final double[] SHIFTS = {0.28, 0.36, 0.45};

  private final boolean isLong;
  private final boolean isSharp;
  private final Random random;
  private final double clumsiness;

  /**
   * @param clumsiness a factor on all shares: 1 as stated above, 0 for a hand that never slips
   */
  Slips(String caption, Random random, double clumsiness) {
    this.clumsiness = clumsiness;
    this.isLong = English.words(caption) > LONG_CAPTION;
    this.isSharp = SHARP.matcher(caption).find();
    this.random = random;
  }

  private boolean happens(double share) {
    return random.nextDouble() < clumsiness * share;
  }

  /**
   * @param place among the things of the caption, from 0
   */
  boolean forgets(Thing thing, int place) {
    double share = FORGOTTEN + FORGOTTEN_BY_PLACE * place + (isLong ? FORGOTTEN_IF_LONG : 0);
    return happens(thing.stressed() ? FORGOTTEN_IF_STRESSED : share);
  }

  /** How many are drawn. */
  int count(Thing thing) {
    int wanted = Math.min(MOST, thing.count());
    if (wanted == 1) {
      return happens(thing.stressed() ? TWINS_IF_STRESSED : TWINS) ? 2 : 1;
    }
    if (!happens(thing.stressed() ? WRONG_NUMBER_IF_STRESSED : WRONG_NUMBER)) {
      return wanted;
    }
    return wanted == MOST || random.nextBoolean() ? wanted - 1 : wanted + 1;
  }

  /** The colour it is drawn in; another than wanted now and then. */
  Optional<Colour> colour(Thing thing) {
    if (!thing.concept().anyColour() || thing.colour().isEmpty()) {
      return Optional.empty();
    }
    if (!happens(thing.stressed() ? WRONG_COLOUR_IF_STRESSED : WRONG_COLOUR)) {
      return thing.colour();
    }
    Colour[] all = Colour.values();
    int next = 1 + random.nextInt(all.length - 1);
    return thing.colour().map(colour -> all[(colour.ordinal() + next) % all.length]);
  }

  /** How the things stand: as wanted, or the other way round. */
  Optional<Relation> relation(Depiction wanted) {
    return wanted
        .relation()
        .map(
            r ->
                happens(WRONG_SIDE)
                    ? new Relation(Relation.Kind.LEFT_OF, r.second(), r.first())
                    : r);
  }

  Optional<Ground> ground(Depiction wanted) {
    return wanted.ground().filter(g -> !happens(SETTING));
  }

  Daytime daytime(Depiction wanted) {
    return wanted.daytime().filter(d -> !happens(SETTING)).orElse(Daytime.DAY);
  }

  Weather weather(Depiction wanted) {
    return wanted.weather().filter(w -> !happens(SETTING)).orElse(Weather.CLEAR);
  }

  Style style(Depiction wanted) {
    return happens(STYLE) ? Style.FLAT : wanted.style();
  }

  Finish finish() {
    double share = isSharp ? IF_SHARP : 1;
    return new Finish(
        happens(share * BLUR) ? strength(BLURS) : 0,
        happens(share * NOISE) ? strength(NOISES) : 0,
        happens(share * FLAT) ? strength(CONTRASTS) : 1,
        happens(share * OFF_CENTRE) ? (random.nextBoolean() ? 1 : -1) * strength(SHIFTS) : 0);
  }

  /** One of them, equally likely. */
  private double strength(double[] of) {
    return of[random.nextInt(of.length)];
  }
}
