package io.seir.report;

/**
 * An estimate with its 95 % interval, by {@link Bootstrap}.
 *
 * @param mean the estimate; NaN if there are no values
 * @param count of items that it is based on
 */
public record Interval(double mean, double low, double high, int count) {}
