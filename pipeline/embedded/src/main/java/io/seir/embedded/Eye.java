package io.seir.embedded;

import io.seir.embedded.encoder.DualEncoder;
import io.seir.embedded.encoder.VisibleClass;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Weather;
import io.seir.model.EncodedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What can be seen in a picture, by an encoder and nothing else. */
final class Eye {
  /** The cosine that the encoders were trained to put between seen and not seen. */
  private static final double SEEN = 0.5;

  private final DualEncoder encoder;
  private final EncodedImage picture;

  Eye(DualEncoder encoder, EncodedImage picture) {
    this.encoder = encoder;
    this.picture = picture;
  }

  boolean sees(Thing thing) {
    return encoder.best(thing.visiblePhrase(), picture) > SEEN;
  }

  List<Thing> missing(Depiction wanted) {
    return wanted.things().stream().filter(thing -> !sees(thing)).toList();
  }

  /** The light that fits best. */
  Daytime daytime() {
    return Arrays.stream(Daytime.values())
        .max(Comparator.comparingDouble(d -> best(VisibleClass.of(d))))
        .orElseThrow();
  }

  /** The light, weather and ground that are wanted and not there, as something to ask for. */
  Depiction missingSetting(Depiction wanted) {
    Optional<Weather> weather =
        wanted.weather().filter(w -> w != Weather.CLEAR && best(VisibleClass.of(w)) <= SEEN);
    Optional<Daytime> daytime = wanted.daytime().filter(d -> d != daytime());
    return Depiction.NOTHING.withWeather(weather.orElse(null)).withDaytime(daytime.orElse(null));
  }

  /** How many of the settings that can be checked are wanted. */
  static int checkable(Depiction wanted) {
    List<Object> settings = new ArrayList<>();
    wanted.daytime().ifPresent(settings::add);
    wanted.weather().filter(w -> w != Weather.CLEAR).ifPresent(settings::add);
    return settings.size();
  }

  private double best(VisibleClass setting) {
    return encoder.best(setting.phrases().get(0), picture);
  }
}
