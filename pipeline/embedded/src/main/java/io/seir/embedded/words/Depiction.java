package io.seir.embedded.words;

import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.View;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a text says there is to see.
 *
 * @param things each concept once, in order of mention
 * @param relationOrNull how two of the things stand to each other; dropped if one is not there
 * @param style how the picture is to be made; flat if the text does not say
 * @param view from where it is seen; the middle distance if the text does not say
 */
public record Depiction(
    List<Thing> things,
    @Nullable Relation relationOrNull,
    @Nullable Daytime daytimeOrNull,
    @Nullable Weather weatherOrNull,
    @Nullable Ground groundOrNull,
    Style style,
    View view) {
  public static final Depiction NOTHING = of(List.of());

  public Depiction {
    things = List.copyOf(things);
    List<Concept> there = things.stream().map(Thing::concept).toList();
    boolean holds =
        relationOrNull != null
            && there.contains(relationOrNull.first())
            && there.contains(relationOrNull.second());
    relationOrNull = holds ? relationOrNull : null;
  }

  /** Things, in no stated setting. */
  public static Depiction of(List<Thing> things) {
    return new Depiction(things, null, null, null, null, Style.FLAT, View.MIDDLE);
  }

  public Optional<Relation> relation() {
    return Optional.ofNullable(relationOrNull);
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

  /** The thing drawn as this concept. */
  public Optional<Thing> thing(Concept concept) {
    return things.stream().filter(thing -> thing.concept().equals(concept)).findFirst();
  }

  /** With other things. */
  public Depiction withThings(List<Thing> others) {
    return new Depiction(
        others, relationOrNull, daytimeOrNull, weatherOrNull, groundOrNull, style, view);
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

  /** With this thing in the place of the one drawn alike; at the end if there is none. */
  public Depiction replacing(Thing thing) {
    List<Thing> changed = new ArrayList<>(things);
    int at = concepts().indexOf(thing.concept());
    if (at < 0) {
      changed.add(thing);
    } else {
      changed.set(at, thing);
    }
    return withThings(changed);
  }

  public Depiction withRelation(@Nullable Relation other) {
    return new Depiction(things, other, daytimeOrNull, weatherOrNull, groundOrNull, style, view);
  }

  public Depiction withDaytime(@Nullable Daytime other) {
    return new Depiction(things, relationOrNull, other, weatherOrNull, groundOrNull, style, view);
  }

  public Depiction withWeather(@Nullable Weather other) {
    return new Depiction(things, relationOrNull, daytimeOrNull, other, groundOrNull, style, view);
  }

  public Depiction withGround(@Nullable Ground other) {
    return new Depiction(things, relationOrNull, daytimeOrNull, weatherOrNull, other, style, view);
  }

  public Depiction withStyle(Style other) {
    return new Depiction(
        things, relationOrNull, daytimeOrNull, weatherOrNull, groundOrNull, other, view);
  }

  public Depiction withView(View other) {
    return new Depiction(
        things, relationOrNull, daytimeOrNull, weatherOrNull, groundOrNull, style, other);
  }
}
