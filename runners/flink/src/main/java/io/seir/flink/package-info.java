/** What is special to Flink: its defaults, checks, and a local cluster of processes. */
@NullMarked
package io.seir.flink;

import org.jspecify.annotations.NullMarked;
