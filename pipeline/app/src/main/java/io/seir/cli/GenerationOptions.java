package io.seir.cli;

import io.seir.data.InputException;
import io.seir.input.EntryList;
import io.seir.input.TemplatesFile;
import io.seir.input.TopicsFile;
import io.seir.safety.Unsafe;
import io.seir.sample.Topic;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that makes dialogues. */
final class GenerationOptions extends JobOptions {
  static final long MAX_SAMPLES = 10_000_000;

  @Option(
      names = "--topics",
      paramLabel = "FILE",
      description =
          "Your own topics: JSON {domain: {category: [topic…]}}, a JSON list, or one per line"
              + " (default: the shipped topics).")
  private @Nullable Path topics;

  @Option(
      names = "--templates",
      paramLabel = "FILE",
      description =
          "Your own question templates: a JSON list or one per line, with slots ***, ** or {slot}"
              + " (default: the shipped templates).")
  private @Nullable Path templates;

  @Option(
      names = "--lenient",
      description =
          "Skip faulty entries of --topics and --templates and say how many, instead of rejecting"
              + " the file.")
  private boolean lenient;

  private int skipped;

  @Option(
      names = "--unsafe",
      paramLabel = "drop|mark",
      defaultValue = "drop",
      description =
          "What to do with a dialogue in which the safety model finds something: drop makes it a"
              + " bad record, mark flags its line (default: ${DEFAULT-VALUE}). Unsafe topics are"
              + " always dropped, before anything is spent on them.")
  Unsafe unsafe = Unsafe.DROP;

  /** Where the topics come from, for the run record. */
  String topicsSource() {
    return Fingerprints.of(topics);
  }

  /** Where the templates come from, for the run record. */
  String templatesSource() {
    return Fingerprints.of(templates);
  }

  /** How many entries of both files were skipped, for the run record. */
  int skipped() {
    return skipped;
  }

  List<Topic> topics() {
    if (lenient && topics == null && templates == null) {
      throw new InputException("--lenient applies only to --topics and --templates; leave it out");
    }
    return topics == null ? TopicsFile.shipped() : taken(TopicsFile.read(topics));
  }

  List<String> templates() {
    return templates == null ? TemplatesFile.shipped() : taken(TemplatesFile.read(templates));
  }

  private <T> List<T> taken(EntryList<T> list) {
    if (!lenient) {
      return list.all();
    }
    List<T> usable = list.usable();
    list.skipped().ifPresent(which -> System.err.println("seir: " + which));
    skipped += list.faults().size();
    return usable;
  }
}
