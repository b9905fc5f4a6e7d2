package io.seir.cli;

import io.seir.data.InputException;
import io.seir.runner.RunnerSupport;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** The options and runners that Beam knows here, and the likely meaning of a mistyped one. */
final class BeamNames {
  private static final Pattern ROOM = Pattern.compile("([a-z])([a-z]*)/pom\\.xml");

  private BeamNames() {}

  /** The options of Beam and of the runners on the class path, without their hyphens. */
  static Set<String> options() {
    Set<String> names = new TreeSet<>();
    for (Class<? extends PipelineOptions> part : PipelineOptionsFactory.getRegisteredOptions()) {
      Arrays.stream(part.getMethods())
          .map(Method::getName)
          .filter(name -> name.startsWith("set") && name.length() > 3)
          .map(name -> Introspector.decapitalize(name.substring(3)))
          .forEach(names::add);
    }
    return names;
  }

  /** Rejects a runner that is not on the class path; class names are left to Beam. */
  static void checkRunner(String name) {
    Set<String> here = runners();
    if (name.contains(".")
        || here.stream().anyMatch(runner -> RunnerSupport.isCalled(runner, name))) {
      return;
    }
    Set<String> all = new TreeSet<>(here);
    all.addAll(elsewhere());
    Optional<String> same =
        all.stream().filter(runner -> RunnerSupport.isCalled(runner, name)).findFirst();
    if (same.isPresent()) {
      throw new InputException(
          "--runner "
              + same.get()
              + " is not on the class path; start it with ./seir, which puts it there");
    }
    throw new InputException(
        "unknown runner '"
            + name
            + "'"
            + Nearest.to(name, all)
                .or(() -> Nearest.to(name + "Runner", all))
                .map(BeamNames::meant)
                .orElse("; there are " + String.join(", ", all)));
  }

  /** The launcher names the runners for which it would use a different class path. */
  private static List<String> elsewhere() {
    return ROOM.matcher(System.getProperty("seir.runners", ""))
        .results()
        .map(room -> room.group(1).toUpperCase(Locale.ROOT) + room.group(2) + "Runner")
        .toList();
  }

  /** A suggestion of what was meant, to append to a message. */
  static String meant(String other) {
    return "; did you mean " + other + "?";
  }

  private static Set<String> runners() {
    Set<String> names = new TreeSet<>();
    for (PipelineRunnerRegistrar registrar : ServiceLoader.load(PipelineRunnerRegistrar.class)) {
      registrar.getPipelineRunners().forEach(runner -> names.add(runner.getSimpleName()));
    }
    return names;
  }
}
