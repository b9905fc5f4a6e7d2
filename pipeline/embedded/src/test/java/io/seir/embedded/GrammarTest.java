package io.seir.embedded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.embedded.SeededDialogues.TurnTexts;
import io.seir.embedded.world.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.languagetool.JLanguageTool;
import org.languagetool.Languages;
import org.languagetool.rules.RuleMatch;

/**
 * LanguageTool, a spelling and grammar checker, reads what seeded dialogues come to: 60 turns; as
 * many as {@code -Dseir.turns} says.
 */
class GrammarTest {
  private static final int TURNS = Integer.getInteger("seir.turns", 60);
  private static final long SEED = Long.getLong("seir.seed", 7);

  /** Rules that are off, and why. */
  private static final Map<String, String> OFF =
      Map.of(
          "OXFORD_SPELLING_Z_NOT_S",
          "\"recognise\" is right, too",
          "A_UNCOUNTABLE",
          "takes \"a food made from milk\" for a mistake",
          "EGGPLANT",
          "wants the British name of a thing",
          "EN_SPECIFIC_CASE",
          "writes \"compact disc\" with capitals",
          "TRUNK_BOOT",
          "takes the trunks of trees and elephants for those of cars",
          "ADVERB_OR_HYPHENATED_ADJECTIVE",
          "takes \"a small spotted seal\" for a mistake",
          "COMMA_COMPOUND_SENTENCE_2",
          "takes \"about feathers and how birds stay warm\" for two sentences",
          "ENGLISH_WORD_REPEAT_BEGINNING_RULE",
          "three sentences may begin with \"It\"");

  /** Says that things have British names; here they are named as the vocabulary has it. */
  private static final String BRITISH_NAMES = "EN_GB_SIMPLE_REPLACE";

  /** Words and phrases that are right as they are, though the checker does not know them. */
  private static final Map<String, Set<String>> ACCEPTED =
      Map.of(
          "foreign names of dishes, games and instruments",
          Set.of(
              ("udon lassi miso mochi stollen blini maki nigiri naans onigiris sakuras mancala kalimba"
                      + " jeu paume cafe crepes papier-mache tuk-tuks koi")
                  .split(" ", -1)),
          "the usual names of animals, plants and things, and the plurals of them",
          Set.of(
              ("anglerfish,hoverflies,moonbows,dalmatian,komodo,galapagos,t-rex,t-rexes"
                      + ",frisbee,zamboni,inkjet,pushpins,yerba mate")
                  .split(",", -1)));

  private final JLanguageTool american =
      new JLanguageTool(Languages.getLanguageForShortCode("en-US"));

  /** Texts and topics are British and American, and some things have foreign names. */
  private boolean isAmerican(String word) throws IOException {
    boolean given =
        Vocabulary.shipped().concepts().stream()
            .flatMap(concept -> concept.names().stream())
            .anyMatch(name -> List.of(name.split(" ", -1)).contains(word.toLowerCase(Locale.ROOT)));
    if (given) {
      return true;
    }
    return american.check(word).stream()
        .noneMatch(match -> match.getRule().getId().startsWith("MORFOLOGIK"));
  }

  private static boolean isAccepted(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    return ACCEPTED.values().stream().anyMatch(accepted -> accepted.contains(lower));
  }

  @Test
  void aGrammarCheckerFindsNothingToMend() throws Exception {
    JLanguageTool tool = new JLanguageTool(Languages.getLanguageForShortCode("en-GB"));
    OFF.keySet().forEach(tool::disableRule);
    List<String> issues = new ArrayList<>();
    for (TurnTexts turn : new SeededDialogues(SEED).turns(TURNS)) {
      for (String text : List.of(turn.question(), turn.answer(), turn.caption())) {
        for (RuleMatch match : tool.check(text)) {
          String words = text.substring(match.getFromPos(), match.getToPos());
          String rule = match.getRule().getId();
          if (rule.startsWith(BRITISH_NAMES)
              || isAccepted(words)
              || (rule.startsWith("MORFOLOGIK") && isAmerican(words))) {
            continue;
          }
          issues.add(
              match.getRule().getId()
                  + ": "
                  + text.substring(match.getFromPos(), match.getToPos())
                  + " | "
                  + match.getMessage()
                  + " | "
                  + text);
        }
      }
    }
    assertTrue(issues.isEmpty(), String.join("\n", issues));
  }
}
