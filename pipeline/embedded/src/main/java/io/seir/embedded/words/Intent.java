package io.seir.embedded.words;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What kind of answer a question wants. The first whose words occur in the question is meant. */
public enum Intent {
  DIFFERENCE(
      "difference|differ(s|ent)? from (an?|the)|compare|compared|versus| apart\\b|or an? .*better",
      "differ"),
  COMMON("in common|fit together|go together|found in one place|side by side|share", "common"),
  KINDS("(which|what|how many|different) (kinds|sorts|types|breeds)|from one another", "kinds"),
  STORY("\\b(story|stories|tale|poem|two lines|legend)\\b", "story"),
  LABEL(
      "\\b(label|caption-sized|sum up|in one sentence|poster|in a nutshell|short answer)\\b",
      "label"),
  USE("\\bused? for\\b|\\bmatter|why do people|good for|special|without|\\bpoint of\\b", "use"),
  WHERE("\\bwhere (would|could|can|do|does|is|are|should)|go looking for|come across", "where"),
  LOOK(
      "look like|looks? (beside|next to)|recogni[sz]e|sketch|paint|notice|features|details"
          + "|describe|description|imagine|spot one|appearance|tell by sight",
      "look"),
  SURPRISE(
      "surpris|interesting|facts?\\b|get wrong|overlook|worth (knowing|remembering)|learn from|never heard",
      "fact"),
  WHAT(
      "what (is|are)\\b.*\\bexactly|^what (is|are) (an? |the )?\\w+( \\w+)?\\?|essentials|who asks what",
      "what"),
  EXPLAIN("", "explain");

  private final Pattern words;
  private final String name;

  Intent(String words, String name) {
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    this.name = name;
  }

  /** What the part of a question that asks for words wants. */
  public static Intent of(String question) {
    String asked = Wish.inWords(question);
    boolean two = Wish.toldAbout(question).size() > 1;
    for (Intent intent : values()) {
      boolean possible = two || !(intent == DIFFERENCE || intent == COMMON);
      if (possible && intent.words.matcher(asked).find()) {
        return intent;
      }
    }
    return EXPLAIN;
  }

  /** What must be told of the thing asked about: any one of these. */
  public Set<Aspect> wanted() {
    return switch (this) {
      case KINDS -> Set.of(Aspect.KINDS);
      case USE, SURPRISE -> Set.of(Aspect.HABIT);
      case WHERE -> Set.of(Aspect.WHERE);
      case LOOK -> Set.of(Aspect.LOOKS);
      case STORY -> Set.of(Aspect.HABIT, Aspect.WHERE);
      case LABEL, WHAT, EXPLAIN, DIFFERENCE, COMMON -> Set.of(Aspect.WHAT);
    };
  }

  /** Aspects in the order in which an answer tells them. */
  public List<Aspect> order() {
    return switch (this) {
      case KINDS -> List.of(Aspect.KINDS, Aspect.LOOKS, Aspect.HABIT, Aspect.WHERE, Aspect.WHAT);
      case USE -> List.of(Aspect.HABIT, Aspect.WHAT, Aspect.WHERE, Aspect.LOOKS, Aspect.KINDS);
      case SURPRISE -> List.of(Aspect.HABIT, Aspect.WHERE, Aspect.WHAT, Aspect.KINDS, Aspect.LOOKS);
      case WHERE -> List.of(Aspect.WHERE, Aspect.WHAT, Aspect.HABIT, Aspect.LOOKS, Aspect.KINDS);
      case LOOK -> List.of(Aspect.LOOKS, Aspect.WHAT, Aspect.WHERE, Aspect.KINDS, Aspect.HABIT);
      case STORY, WHAT, LABEL, EXPLAIN, DIFFERENCE, COMMON ->
          List.of(Aspect.WHAT, Aspect.HABIT, Aspect.LOOKS, Aspect.WHERE, Aspect.KINDS);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
