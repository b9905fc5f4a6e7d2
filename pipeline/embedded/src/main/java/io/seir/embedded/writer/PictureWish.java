package io.seir.embedded.writer;

import io.seir.embedded.words.Company;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Nouns;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.WordNet;
import io.seir.embedded.world.Colour;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.SceneComposer;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.View;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes up what a person would like to see of a topic, and asks for it. */
final class PictureWish {
  private static final double COMPANY = 0.5;
  private static final double ONE_THING = 0.5;
  private static final double COUNT = 0.22;
  private static final double COLOUR = 0.3;
  private static final double RELATION = 0.35;
  private static final double LIGHT = 0.3;
  private static final double WEATHER = 0.2;
  private static final double STYLE = 0.3;
  private static final double VIEW = 0.12;

  /** Things of which nobody sees two. */
  private static final Set<String> SINGLE =
      Set.of(
          "full moon",
          "crescent moon",
          "smiling sun",
          "earth",
          "saturn",
          "rainbow",
          "kaaba",
          "mount fuji",
          "map of japan",
          "landscape",
          "desert island",
          "village");

  private static final List<String> REQUESTS =
      List.of(
          "Please show me %s.",
          "Could you add %s?",
          "I would also love to see %s.",
          "%s would help me.",
          "Please add %s for me to keep.",
          "Can you show me %s, too?");

  private PictureWish() {}

  /** The topic's things; in later turns one of them in new company. */
  static Depiction of(Material material, Depiction about, int turn, boolean two) {
    List<Thing> things = about.things().subList(0, Math.min(2, about.things().size()));
    if (turn > 0 && !two && material.happens(ONE_THING)) {
      things = List.of(material.pick(things));
    }
    Depiction wish = about.withThings(things);
    if (things.size() < 2 && (two || material.happens(COMPANY))) {
      wish = wish.plus(Thing.of(company(material, things.get(0).concept(), two)));
    }
    return setting(material, related(material, detailed(material, wish)));
  }

  /**
   * Something that is seen in the same places.
   *
   * @param alike whether it is to be compared, so that it should be of the same sort if any is
   */
  private static Concept company(Material material, Concept of, boolean alike) {
    Set<String> kindOf = alike ? kindOf(of) : Set.of();
    List<Concept> others =
        Company.of(of).stream()
            .flatMap(place -> place.besides(of).stream())
            .filter(other -> alike && other.group().equals(of.group()))
            .filter(other -> !kindOf.contains(other.name()))
            .toList();
    return others.isEmpty()
        ? material.pick(material.pick(Company.of(of)).besides(of))
        : material.pick(others);
  }

  /** A hawk is not compared with a bird. */
  private static Set<String> kindOf(Concept thing) {
    return WordNet.shared().sense(thing, 0).map(WordNet.shared()::ancestors).orElse(Set.of());
  }

  private static Depiction detailed(Material material, Depiction wish) {
    List<Thing> things = new ArrayList<>();
    for (Thing thing : wish.things()) {
      Thing now = thing;
      boolean several =
          !SINGLE.contains(thing.concept().name()) && Nouns.canBeSeveral(thing.phrase());
      if (several && thing.count() == 1 && material.happens(COUNT)) {
        now = now.times(material.pick(List.of(2, 2, 3)));
      }
      if (thing.concept().anyColour() && thing.colour().isEmpty() && material.happens(COLOUR)) {
        now = now.in(material.pick(List.of(Colour.values())));
      }
      things.add(now.times(Math.min(3, now.count())));
    }
    return wish.withThings(things);
  }

  private static Depiction related(Material material, Depiction wish) {
    if (wish.things().size() != 2 || wish.relation().isPresent() || !material.happens(RELATION)) {
      return wish;
    }
    Concept first = wish.concepts().get(0);
    Concept second = wish.concepts().get(1);
    List<Relation> possible = new ArrayList<>();
    for (Relation.Kind kind : Relation.Kind.values()) {
      if (Relation.fits(kind, first, second)) {
        possible.add(new Relation(kind, first, second));
      }
    }
    return possible.isEmpty() ? wish : wish.withRelation(material.pick(possible));
  }

  private static Depiction setting(Material material, Depiction related) {
    Depiction wish = related;
    boolean indoors = SceneComposer.groundFor(wish.concepts()).indoors();
    boolean outdoors = !indoors && wish.ground().isEmpty();
    if (wish.daytime().isEmpty() && material.happens(indoors ? LIGHT / 3 : LIGHT)) {
      wish = wish.withDaytime(material.pick(List.of(Daytime.NIGHT, Daytime.SUNSET)));
    }
    if (outdoors && wish.weather().isEmpty() && material.happens(WEATHER)) {
      wish = wish.withWeather(material.pick(List.of(Weather.RAIN, Weather.SNOWFALL)));
    }
    if (wish.style() == Style.FLAT && material.happens(STYLE)) {
      wish = wish.withStyle(material.pick(List.of(Style.OUTLINE, Style.PAPER, Style.CHALK)));
    }
    if (wish.view() == View.MIDDLE && material.happens(VIEW)) {
      wish = wish.withView(material.pick(List.of(View.CLOSE, View.FAR)));
    }
    return wish;
  }

  /** A sentence that asks for it. */
  static String request(Material material, Depiction wish) {
    String scene = English.scene(wish);
    String picture = wish.style() == Style.FLAT ? "a picture of " + scene : scene;
    String request = material.pick(REQUESTS);
    boolean long1 = picture.contains(",") && !request.endsWith("%s.");
    return English.capital((long1 ? REQUESTS.get(0) : request).formatted(picture));
  }
}
