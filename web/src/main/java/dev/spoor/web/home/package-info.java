/// What needs somebody now.
@NullMarked
package dev.spoor.web.home;

import org.jspecify.annotations.NullMarked;
