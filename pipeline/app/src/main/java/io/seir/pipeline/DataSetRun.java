package io.seir.pipeline;

import io.seir.ask.Asking;
import io.seir.model.Prices;
import io.seir.refine.RefinementConfig;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a run's workers need to know.
 *
 * @param plan which dialogues there are; its samples are how many are wanted
 * @param asking whom to ask
 * @param judge whether the dialogues are judged
 * @param scoring how turns are scored, if they are judged
 * @param folder where the data set goes, absolute, claimed already
 * @param kin folders of other data sets of the same journal, whose pictures it may speak of
 * @param range dialogues that begin together and stay together: one bundle on the DirectRunner
 * @param prices of each role, by its key
 * @param about what goes into {@code run.json} beside the counts
 */
public record DataSetRun(
    RunPlan plan,
    RefinementConfig refinement,
    Asking asking,
    boolean judge,
    Scoring scoring,
    Acceptance acceptance,
    String folder,
    List<String> kin,
    int range,
    SortedMap<String, Prices> prices,
    TreeMap<String, Object> about)
    implements Serializable {}
