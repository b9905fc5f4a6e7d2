/** SynJudge: four scores per turn, or a reason why there are none. */
@NullMarked
package io.seir.judge;

import org.jspecify.annotations.NullMarked;
