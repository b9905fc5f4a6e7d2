package io.seir.embedded;

import io.seir.embedded.encoder.DualEncoder;
import io.seir.embedded.encoder.HeatMap;
import io.seir.embedded.encoder.PictureInput;
import io.seir.embedded.encoder.VisibleClass;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Colour;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.Weather;
import io.seir.model.EncodedImage;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be seen in a picture: which things, how many, where and in what light by an encoder, in
 * which colour by the pixels where the encoder finds the thing.
 */
final class Eye {
  private static final double APART = 0.06;
  private static final double NEAR = 0.3;
  private static final double COLOURED = 0.12;
  private static final double AROUND = 0.075;
  private static final int GRID = PictureInput.GRID;

  private final DualEncoder encoder;
  private final BufferedImage picture;
  private final boolean doubts;
  private final EncodedImage encoded;
  private final Map<String, HeatMap> heats = new HashMap<>();

  /**
   * @param look how clearly the picture shows anything
   */
  Eye(DualEncoder encoder, BufferedImage picture, Look look) {
    this.encoder = encoder;
    this.picture = picture;
    this.doubts = look.isUnclear();
    this.encoded = encoder.encode(picture);
  }

  /** Whether the picture shows it; in a picture that is not clear, whether it may. */
  boolean sees(Thing thing) {
    return doubts ? heat(thing).mayBeSeen() : heat(thing).isSeen();
  }

  List<Thing> missing(Depiction wanted) {
    return wanted.things().stream().filter(thing -> !sees(thing)).toList();
  }

  /** How many of a thing there are; 0 if none is seen. */
  int count(Thing thing) {
    return heat(thing).count();
  }

  /** Whether there may be as many as wanted: in doubt there are. */
  boolean hasNumber(Thing thing) {
    return heat(thing).mayBe(thing.count());
  }

  /** Whether the relation holds, as far as can be seen; empty if one of the two is not seen. */
  Optional<Boolean> holds(Relation relation, Depiction wanted) {
    Thing first = wanted.thing(relation.first()).orElseThrow();
    Thing second = wanted.thing(relation.second()).orElseThrow();
    if (!sees(first) || !sees(second)) {
      return Optional.empty();
    }
    HeatMap a = heat(first);
    HeatMap b = heat(second);
    return Optional.of(
        switch (relation.kind()) {
          case LEFT_OF -> a.x() < b.x() - APART;
          case UNDER, IN_FRONT_OF -> Math.abs(a.x() - b.x()) < NEAR && a.y() > b.y() + APART;
        });
  }

  /** Whether a thing has the colour that is wanted, where it is seen: in doubt it has. */
  boolean hasColour(Thing thing) {
    if (thing.colour().isEmpty()) {
      return true;
    }
    Map<Colour, Double> shares = colours(thing);
    double most = shares.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double wanted = thing.colour().map(c -> shares.getOrDefault(c, 0.0)).orElse(1.0);
    return wanted >= COLOURED && wanted >= most / 2;
  }

  /** Which part of the pixels around the middle of a thing has which colour. */
  private Map<Colour, Double> colours(Thing thing) {
    int at = heat(thing).hottest();
    double x = (at % GRID + 0.5) / GRID;
    double y = (at / GRID + 0.5) / GRID;
    int wide = picture.getWidth();
    int high = picture.getHeight();
    int left = (int) (wide * (x - AROUND));
    int right = (int) (wide * (x + AROUND));
    int top = (int) (high * (y - AROUND));
    int bottom = (int) (high * (y + AROUND));
    Map<Colour, Double> shares = new EnumMap<>(Colour.class);
    double pixel = 1.0 / ((right - left) * (bottom - top));
    for (int py = Math.max(0, top); py < Math.min(high, bottom); py++) {
      for (int px = Math.max(0, left); px < Math.min(wide, right); px++) {
        int rgb = picture.getRGB(px, py);
        for (Colour colour : Colour.values()) {
          if (colour.has(rgb)) {
            shares.merge(colour, pixel, Double::sum);
          }
        }
      }
    }
    return shares;
  }

  /**
   * How far to the right of the middle what was wanted stands, as a part of the side; 0 unless all
   * of it is seen.
   */
  double offCentre(Depiction wanted) {
    if (!missing(wanted).isEmpty()) {
      return 0;
    }
    return wanted.things().stream().mapToDouble(thing -> heat(thing).x() - 0.5).average().orElse(0);
  }

  /** The light that fits best. */
  Daytime daytime() {
    return Arrays.stream(Daytime.values())
        .max(Comparator.comparingDouble(d -> best(VisibleClass.of(d))))
        .orElseThrow();
  }

  /** The style that fits best; flat if none does. */
  Style style() {
    return Arrays.stream(Style.values())
        .filter(s -> s != Style.FLAT && best(VisibleClass.of(s)) > HeatMap.SEEN)
        .max(Comparator.comparingDouble(s -> best(VisibleClass.of(s))))
        .orElse(Style.FLAT);
  }

  /** The light, weather and style that are wanted and not there, as something to ask for. */
  Depiction missingSetting(Depiction wanted) {
    Optional<Weather> weather =
        wanted
            .weather()
            .filter(w -> w != Weather.CLEAR && best(VisibleClass.of(w)) <= HeatMap.SEEN);
    Optional<Daytime> daytime = wanted.daytime().filter(d -> d != daytime());
    boolean otherStyle = wanted.style() != Style.FLAT && style() != wanted.style();
    return Depiction.NOTHING
        .withWeather(weather.orElse(null))
        .withDaytime(daytime.orElse(null))
        .withStyle(otherStyle ? wanted.style() : Style.FLAT);
  }

  /** How many of the settings that can be checked are wanted. */
  static int checkable(Depiction wanted) {
    return (wanted.daytime().isPresent() ? 1 : 0)
        + (wanted.weather().filter(w -> w != Weather.CLEAR).isPresent() ? 1 : 0)
        + (wanted.style() != Style.FLAT ? 1 : 0);
  }

  private HeatMap heat(Thing thing) {
    return heats.computeIfAbsent(
        thing.visiblePhrase(), phrase -> HeatMap.of(encoder, phrase, encoded));
  }

  private double best(VisibleClass setting) {
    return encoder.best(setting.phrases().get(0), encoded);
  }
}
