package io.seir.cli;

import io.seir.data.TemplatesFile;
import io.seir.data.TopicsFile;
import io.seir.dialogue.Topic;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that makes dialogues takes. */
final class RunOptions extends JobOptions {
  @Option(
      names = "--topics",
      paramLabel = "FILE",
      description =
          "Topics: JSON {domain: {category: [topic…]}}, a JSON list, or one a line (default: the shipped ones).")
  @Nullable Path topics;

  @Option(
      names = "--templates",
      paramLabel = "FILE",
      description =
          "Question templates: a JSON list or one a line, slots as *** or {slot} (default: the shipped ones).")
  @Nullable Path templates;

  /** Where the topics come from, for the run record: the file's name and SHA-256. */
  String topicsSource() {
    return source(topics);
  }

  /** The same of the templates. */
  String templatesSource() {
    return source(templates);
  }

  List<Topic> topics() {
    return topics == null ? TopicsFile.shipped() : TopicsFile.read(topics);
  }

  List<String> templates() {
    return templates == null ? TemplatesFile.shipped() : TemplatesFile.read(templates);
  }
}
