package io.seir.cli;

import io.seir.input.TemplatesFile;
import io.seir.input.TopicsFile;
import io.seir.safety.Unsafe;
import io.seir.sample.Topic;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that makes dialogues takes. */
final class GenerationOptions extends JobOptions {
  static final long MAX_SAMPLES = 10_000_000;

  @Option(
      names = "--topics",
      paramLabel = "FILE",
      description =
          "Topics: JSON {domain: {category: [topic…]}}, a JSON list, or one per line (default: the shipped ones).")
  private @Nullable Path topics;

  @Option(
      names = "--templates",
      paramLabel = "FILE",
      description =
          "Question templates: a JSON list or one per line, slots as *** or {slot} (default: the shipped ones).")
  private @Nullable Path templates;

  @Option(
      names = "--unsafe",
      paramLabel = "drop|mark",
      defaultValue = "drop",
      description =
          "What becomes of a dialogue in which the safety model of the models file finds something:"
              + " a bad record, or flags in its line (default: ${DEFAULT-VALUE}). Unsafe topics are"
              + " always dropped, before anything is spent on them.")
  Unsafe unsafe = Unsafe.DROP;

  /** Where the topics come from, for the run record. */
  String topicsSource() {
    return Fingerprints.of(topics);
  }

  /** The same of the templates. */
  String templatesSource() {
    return Fingerprints.of(templates);
  }

  List<Topic> topics() {
    return topics == null ? TopicsFile.shipped() : TopicsFile.read(topics);
  }

  List<String> templates() {
    return templates == null ? TemplatesFile.shipped() : TemplatesFile.read(templates);
  }
}
