package io.seir.embedded.words;

import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which things are seen together, and where, by {@code vocabulary/company.txt}. */
public final class Company {
  private static final List<Company> ALL =
      Resource.lines("company.txt").stream().map(Company::parse).toList();

  private final String place;
  private final Ground ground;
  private final List<Concept> things;

  private Company(String place, Ground ground, List<Concept> things) {
    this.place = place;
    this.ground = ground;
    this.things = things;
  }

  private static Company parse(String line) {
    int at = line.indexOf(" @ ");
    int colon = line.indexOf(": ", at);
    String ground = line.substring(at + 3, colon).toUpperCase(Locale.ROOT);
    List<Concept> things =
        Stream.of(line.substring(colon + 2).split(", ", -1))
            .map(
                name ->
                    Vocabulary.shipped()
                        .named(name)
                        .orElseThrow(
                            () -> new IllegalStateException("company.txt: no thing " + name)))
            .toList();
    return new Company(line.substring(0, at), Ground.valueOf(ground), things);
  }

  /** The places where a thing is seen. */
  public static List<Company> of(Concept thing) {
    return ALL.stream().filter(company -> company.things.contains(thing)).toList();
  }

  /** The places where both are seen; empty if they have nothing to do with each other. */
  public static List<Company> of(Concept one, Concept other) {
    return of(one).stream().filter(company -> company.things.contains(other)).toList();
  }

  /** Where it is: "on a kitchen table". */
  public String place() {
    return place;
  }

  public Ground ground() {
    return ground;
  }

  /** What else is seen there. */
  public List<Concept> besides(Concept thing) {
    List<Concept> others = new ArrayList<>(things);
    others.remove(thing);
    return others;
  }
}
