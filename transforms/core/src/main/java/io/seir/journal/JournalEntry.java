package io.seir.journal;

/**
 * A finished call.
 *
 * @param key of place and request, hex
 */
public record JournalEntry(String key, CallPlace place, Outcome outcome) {}
