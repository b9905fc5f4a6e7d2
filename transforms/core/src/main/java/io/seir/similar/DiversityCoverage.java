package io.seir.similar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Coverage of topics and templates, from their counts.
 *
 * @param listedTopics paths of the listed topics; empty without a list
 * @param listedTemplates the listed templates; empty without a list
 */
record DiversityCoverage(
    DiversityCounts counts, Set<String> listedTopics, Set<String> listedTemplates) {
  /** Empty if no sample has a topic. */
  Optional<Diversity.Topics> topics() {
    long samples = counts.all(DiversityCounts.TOPIC);
    return coverage()
        .map(
            of ->
                new Diversity.Topics(
                    samples,
                    listedTopics.isEmpty() ? Optional.empty() : Optional.of(of.unlisted()),
                    of.levels().stream().map(Diversity.Level::of).toList()));
  }

  private Optional<TopicCoverage> coverage() {
    return counts.topics().isEmpty()
        ? Optional.empty()
        : TopicCoverage.of(counts.topics(), listedTopics);
  }

  /** Empty if no turn has a template. */
  Optional<Diversity.Templates> templates() {
    if (counts.templates().isEmpty()) {
      return Optional.empty();
    }
    TopicCoverage.Level level = flat().leaves();
    List<Diversity.Pairs> withTopics =
        coverage().stream()
            .flatMap(of -> of.levels().stream())
            .map(
                topic ->
                    Diversity.Pairs.of(
                        topic.depth(),
                        counts.different(DiversityCounts.pair(topic.depth())),
                        (long) topic.known() * level.known()))
            .toList();
    return Optional.of(
        Diversity.Templates.of(counts.all(DiversityCounts.TEMPLATE), level, withTopics));
  }

  /** Templates are topics without a hierarchy. */
  private TopicCoverage flat() {
    Map<String, Long> flat =
        counts.templates().entrySet().stream()
            .collect(
                Collectors.toMap(entry -> flat(entry.getKey()), Map.Entry::getValue, Long::sum));
    return TopicCoverage.of(
            flat, listedTemplates.stream().map(DiversityCoverage::flat).collect(Collectors.toSet()))
        .orElseThrow();
  }

  private static String flat(String template) {
    return template.replace('/', '\u2215');
  }
}
