/**
 * The embedded models: small, offline stand-ins that answer the same requests as real endpoints.
 */
@NullMarked
package io.seir.embedded;

import org.jspecify.annotations.NullMarked;
