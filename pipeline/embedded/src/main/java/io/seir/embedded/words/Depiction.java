package io.seir.embedded.words;

import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a text says there is to see.
 *
 * @param things each concept once, in order of mention
 */
public record Depiction(
    List<Thing> things,
    @Nullable Daytime daytimeOrNull,
    @Nullable Weather weatherOrNull,
    @Nullable Ground groundOrNull) {
  public static final Depiction NOTHING = new Depiction(List.of(), null, null, null);

  public Depiction {
    things = List.copyOf(things);
  }

  public Optional<Daytime> daytime() {
    return Optional.ofNullable(daytimeOrNull);
  }

  public Optional<Weather> weather() {
    return Optional.ofNullable(weatherOrNull);
  }

  public Optional<Ground> ground() {
    return Optional.ofNullable(groundOrNull);
  }

  public List<Concept> concepts() {
    return things.stream().map(Thing::concept).toList();
  }

  public boolean shows(Concept concept) {
    return concepts().contains(concept);
  }

  /** With other things. */
  public Depiction withThings(List<Thing> others) {
    return new Depiction(others, daytimeOrNull, weatherOrNull, groundOrNull);
  }

  /** With one more thing at the end; unchanged if its concept is there. */
  public Depiction plus(Thing thing) {
    if (shows(thing.concept())) {
      return this;
    }
    List<Thing> more = new ArrayList<>(things);
    more.add(thing);
    return withThings(more);
  }

  public Depiction withDaytime(@Nullable Daytime other) {
    return new Depiction(things, other, weatherOrNull, groundOrNull);
  }

  public Depiction withWeather(@Nullable Weather other) {
    return new Depiction(things, daytimeOrNull, other, groundOrNull);
  }

  public Depiction withGround(@Nullable Ground other) {
    return new Depiction(things, daytimeOrNull, weatherOrNull, other);
  }
}
