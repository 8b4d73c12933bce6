/// First run and log-in: the page of a visitor. The public API does the work.
@NullMarked
package dev.spoor.web.access;

import org.jspecify.annotations.NullMarked;
