package io.seir.report;

/**
 * An estimate with its 95 % interval, by {@link Bootstrap}.
 *
 * @param mean the estimate; not a number where there are no values
 * @param count of items it rests on
 */
public record Interval(double mean, double low, double high, int count) {}
