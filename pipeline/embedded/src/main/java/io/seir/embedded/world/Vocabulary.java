package io.seir.embedded.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All things the picture world can draw, read from {@code vocabulary/concepts.txt}. Immutable. */
public final class Vocabulary {
  private static final String CONCEPTS = "/io/seir/embedded/vocabulary/concepts.txt";
  private static final String ANY_COLOUR = "/io/seir/embedded/vocabulary/any-colour.txt";
  private static final Vocabulary SHIPPED = read();

  private final List<Concept> concepts;
  private final Map<String, Concept> byName = new HashMap<>();

  private Vocabulary(List<Concept> concepts) {
    this.concepts = List.copyOf(concepts);
    for (Concept concept : concepts) {
      for (String name : concept.names()) {
        Concept other = byName.put(name, concept);
        if (other != null) {
          throw new IllegalStateException(
              "'" + name + "' names both " + other.icon() + " and " + concept.icon());
        }
      }
    }
  }

  /** The vocabulary that ships with this project. */
  public static Vocabulary shipped() {
    return SHIPPED;
  }

  /** Every concept, in the order of the file; the index in this list is the concept's number. */
  public List<Concept> concepts() {
    return concepts;
  }

  /** The concept with this name or synonym (lower case, singular). */
  public Optional<Concept> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private static Vocabulary read() {
    try (BufferedReader concepts = open(CONCEPTS);
        BufferedReader anyColour = open(ANY_COLOUR)) {
      return parse(
          concepts,
          anyColour
              .lines()
              .filter(line -> !line.startsWith("#"))
              .flatMap(line -> Stream.of(line.split(" ", -1)))
              .collect(Collectors.toSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedReader open(String resource) {
    InputStream in = Vocabulary.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(resource + " is missing from the class path");
    }
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static Vocabulary parse(BufferedReader lines, Set<String> anyColour) throws IOException {
    List<Concept> concepts = new ArrayList<>();
    Concept group = new Concept("", "", Place.LAND, 1, List.of(""), List.of(0), List.of(), false);
    String line;
    while ((line = lines.readLine()) != null) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("@")) {
        String[] head = line.substring(1).trim().split("\\s+", -1);
        group =
            new Concept(
                "",
                head[0],
                Place.valueOf(head[1].toUpperCase(Locale.ROOT)),
                Double.parseDouble(head[2]),
                List.of(""),
                List.of(0),
                List.of(head[3].split(",", -1)),
                false);
      } else {
        concepts.add(concept(line, group, anyColour));
      }
    }
    Set<String> unknown = new TreeSet<>(anyColour);
    concepts.forEach(concept -> unknown.remove(concept.icon()));
    if (!unknown.isEmpty()) {
      throw new IllegalStateException(ANY_COLOUR + " names icons of no concept: " + unknown);
    }
    return new Vocabulary(concepts);
  }

  private static Concept concept(String line, Concept group, Set<String> anyColour) {
    int colon = line.indexOf(':');
    List<String> names = new ArrayList<>();
    List<Integer> senses = new ArrayList<>();
    for (String entry : line.substring(colon + 1).split(";", -1)) {
      int hash = entry.indexOf('#');
      names.add((hash < 0 ? entry : entry.substring(0, hash)).trim());
      senses.add(hash < 0 ? Concept.BY_KIND : Integer.valueOf(entry.substring(hash + 1).trim()));
    }
    String icon = line.substring(0, colon);
    return new Concept(
        icon,
        group.group(),
        group.place(),
        group.size(),
        names,
        senses,
        group.kinds(),
        anyColour.contains(icon));
  }
}
