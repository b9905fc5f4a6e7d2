/** Pages that people look at data with: one folder, no server, no network. */
@NullMarked
package io.seir.report.page;

import org.jspecify.annotations.NullMarked;
