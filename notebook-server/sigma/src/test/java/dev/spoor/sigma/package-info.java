/// Tests of the Sigma engine, against rules and recordings that lie beside the project.
@NullMarked
package dev.spoor.sigma;

import org.jspecify.annotations.NullMarked;
