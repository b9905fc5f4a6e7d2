package io.seir.cli;

import io.seir.blob.EntryPictures;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.ModelsFile;
import io.seir.data.RunFolder;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.PlanDialogues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What every command that runs a pipeline takes. */
class JobOptions {
  static final String DATAFLOW = "DataflowRunner";
  static final long MOST_SAMPLES = 10_000_000;
  static final int MOST_TURNS = 20;
  private static final Pattern UNKNOWN = Pattern.compile("missing a property named '([^']*)'");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write to; new or empty. Required.")
  String out = "";

  @Mixin final SeedOption seed = new SeedOption();
  @Mixin final KernelsOption kernels = new KernelsOption();

  @Option(
      names = "--models",
      paramLabel = "FILE",
      description =
          "Which model plays which role, JSON or YAML (default: the embedded models in all).")
  @Nullable Path models;

  @Option(
      names = "--resume",
      paramLabel = "never|if-possible|always",
      arity = "0..1",
      fallbackValue = "always",
      preprocessor = BareResume.class,
      defaultValue = "never",
      converter = ResumeConverter.class,
      description =
          "Go on with the run in --out: finished model calls are not made again (default: ${DEFAULT-VALUE};"
              + " always, if no word follows).")
  RunFolder.Resume resume = RunFolder.Resume.NEVER;

  @Option(
      names = "--runner",
      defaultValue = "DirectRunner",
      paramLabel = "NAME",
      description =
          "Beam runner (default: ${DEFAULT-VALUE}); its own options may follow as --name=value.")
  String runner = "DirectRunner";

  /** A file's name and SHA-256, for records; {@code shipped} if none was given. */
  static String source(@Nullable Path file) {
    if (file == null) {
      return "shipped";
    }
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[1 << 16];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        digest.update(part, 0, n);
      }
      return file.getFileName() + " sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /**
   * Refuses options that were given and would do nothing.
   *
   * @param when what the options go with
   */
  static void refuse(CommandSpec command, String when, String... options) {
    for (String option : options) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new InputException(option + " goes with " + when + "; leave it out");
      }
    }
  }

  /** Says of options that every command takes that they change nothing in this one. */
  void idle(String why, String... options) {
    CommandSpec command = java.util.Objects.requireNonNull(mixee);
    for (String option : options) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        System.err.println("seir: " + option + " changes nothing here: " + why);
      }
    }
  }

  ModelsConfig models() {
    return models == null ? ModelsConfig.all(EmbeddedProvider.NAME) : ModelsFile.read(models);
  }

  /** Without a word of its own it does not take the next option, which may be one of Beam's. */
  static final class BareResume implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (!args.isEmpty() && args.peek().startsWith("--")) {
        args.push("always");
      }
      return false;
    }
  }

  /** Names with a hyphen, as on the command line. */
  static final class ResumeConverter implements ITypeConverter<RunFolder.Resume> {
    @Override
    public RunFolder.Resume convert(String text) {
      return switch (text) {
        case "never" -> RunFolder.Resume.NEVER;
        case "if-possible" -> RunFolder.Resume.IF_POSSIBLE;
        case "always" -> RunFolder.Resume.ALWAYS;
        default ->
            throw new TypeConversionException("'" + text + "' is not never, if-possible or always");
      };
    }
  }

  /**
   * The pipeline's options; throws {@link InputException} for one that nobody knows.
   *
   * @param beamOptions what the command itself does not know
   * @param bundles that the DirectRunner works on at once
   */
  PipelineOptions pipeline(List<String> beamOptions, int bundles) {
    List<String> args = new ArrayList<>();
    args.add("--runner=" + runner);
    args.addAll(RunnerDefaults.of(runner, beamOptions, bundles));
    for (String option : beamOptions) {
      if (!option.startsWith("--")) {
        String before = args.get(args.size() - 1);
        if (before.contains("=")) {
          throw new InputException("unexpected argument '" + option + "'");
        }
        throw unknown(before);
      }
      args.add(option);
    }
    try {
      PipelineOptions options =
          PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).withValidation().create();
      if (out.isEmpty()) {
        throw new InputException("--out DIR is missing: where shall the results go?");
      }
      return options;
    } catch (IllegalArgumentException e) {
      Matcher unknown = UNKNOWN.matcher(Failure.line(e));
      if (unknown.find()) {
        throw unknown("--" + unknown.group(1));
      }
      throw new InputException(
          "unknown option or value: "
              + String.join(" ", args.subList(args.size() - beamOptions.size(), args.size()))
              + (beamOptions.isEmpty() ? "--runner=" + runner : "")
              + " ("
              + Failure.line(e).strip()
              + ")");
    }
  }

  private InputException unknown(String option) {
    CommandLine command = java.util.Objects.requireNonNull(mixee).commandLine();
    String meant = Seir.meant(new UnmatchedArgumentException(command, List.of(option)));
    String name = command.getCommandSpec().qualifiedName();
    return new InputException(
        "unknown option '" + option + "'" + meant + " (see ./" + name + " --help)");
  }

  /** Why a run on the runner's cluster failed; empty if that is not known. */
  Supplier<Optional<String>> failure(List<String> beamOptions) {
    return () -> RunnerDefaults.failure(runner, beamOptions);
  }

  /** JVMs that will work; empty if that is not known beforehand. */
  Optional<Integer> workers(List<String> beamOptions) {
    return RunnerDefaults.workers(runner, beamOptions);
  }

  /** Dialogues that begin together. */
  int range(long samples) {
    return runner.equals("DirectRunner")
        ? PlanDialogues.MOST_IN_RANGE
        : PlanDialogues.spread(samples);
  }

  /** The pictures below {@code --images}, or of each file's own folder without it. */
  static EntryPictures pictures(@Nullable Path images) {
    if (images != null && !Files.isDirectory(images)) {
      throw new InputException("--images " + images + " is no folder");
    }
    return new EntryPictures(images == null ? "" : Locations.name(images));
  }

  /** A whole number within bounds, or an {@link InputException} that names the option. */
  static void within(String option, long value, long low, long high) {
    if (value < low || value > high) {
      throw new InputException(
          option + " must be a whole number from " + low + " to " + high + ", not " + value);
    }
  }
}
