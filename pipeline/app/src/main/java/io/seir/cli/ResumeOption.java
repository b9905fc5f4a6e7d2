package io.seir.cli;

import io.seir.run.RunFolder;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether to continue a run that already exists. */
final class ResumeOption {
  @Option(
      names = "--resume",
      paramLabel = "never|if-possible|always",
      arity = "0..1",
      fallbackValue = "always",
      preprocessor = Bare.class,
      defaultValue = "never",
      converter = Converter.class,
      description =
          "Continue the run in --out; finished model calls are not repeated (default:"
              + " ${DEFAULT-VALUE}; --resume alone means always).")
  RunFolder.Resume value = RunFolder.Resume.NEVER;

  /** Without a value it does not consume the next option, which may be one of Beam's. */
  static final class Bare implements IParameterPreprocessor {
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
  static final class Converter implements ITypeConverter<RunFolder.Resume> {
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
}
