package io.seir.model;

import io.seir.sample.Picture;

/**
 * What an encoder needs of a picture, so that its pixels can be dropped. The numbers are shared and
 * must not change.
 *
 * @param numbers as the encoder's graph takes them, channel by channel; none if it takes the
 *     picture itself
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record PreparedPicture(Picture picture, int width, int height, float[] numbers) {}
